package frameworks

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/real/servers"
)

func page(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../../docs/application.md")
	require.NoError(t, err)
	return string(text)
}

// TestPageNamesTheSettings: the page has the settings of the applications that the other tests run.
func TestPageNamesTheSettings(t *testing.T) {
	docs := page(t)
	for _, f := range frameworks() {
		code := f.code(t)
		require.NotEmpty(t, f.settings)
		for _, setting := range f.settings {
			require.Contains(t, code, setting, f.name)
			require.Contains(t, docs, setting, f.name)
		}
		require.Contains(t, docs, "`"+strings.TrimPrefix(f.command, "exec ")+"`", f.name)
	}
}

// code is all of the application.
func (f framework) code(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	read := func(path string) {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		all.Write(text)
	}
	for _, name := range f.files {
		read(filepath.Join("testdata", name))
	}
	if f.example == "" {
		return all.String()
	}
	require.NoError(t, filepath.WalkDir(filepath.Join(examples, f.example), func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && filepath.Ext(path) != ".md" {
			read(path)
		}
		return err
	}))
	return all.String()
}

// TestPageNamesTheVersions: the page says with which versions it was tried.
func TestPageNamesTheVersions(t *testing.T) {
	docs := page(t)
	parts := servers.Find(t)
	for name, label := range map[string]string{
		"fastapi": "FastAPI", "django": "Django", "flask": "Flask", "sqlalchemy": "SQLAlchemy", "asyncpg": "asyncpg",
		"psycopg": "psycopg", "redis": "redis-py", "django-redis": "django-redis", "flask-caching": "Flask-Caching",
	} {
		out := parts.MustRun(t, nil, "/usr/bin/dpkg-query", "--show", "--showformat=${Version}", "python3-"+name)
		version := regexp.MustCompile(`^(?:\d+:)?(\d+\.\d+)`).FindStringSubmatch(out)
		require.Len(t, version, 2, out)
		require.Regexp(t, regexp.QuoteMeta(label+" "+version[1])+`\b`, docs)
	}
}
