package frameworks

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// elsewhere are the variables of docs/application.md that no example reads, each with the reason.
var elsewhere = map[string]string{
	"AWS_DEFAULT_REGION":       "boto3 reads it",
	"BROKER_KIND":              "for applications that support several brokers",
	"BROKER_PREDEFINED_QUEUES": "with SQS only, and part of CELERY_SETTINGS there",
	"SECRETS_GENERATION":       "starts new tasks for a changed secret",
	"SECRET_VERSIONS":          "starts new tasks for a changed secret",
	"WEB_CONCURRENCY":          "gunicorn and uvicorn read it",
	"GRACEFUL_TIMEOUT":         "for servers that read neither GUNICORN_CMD_ARGS nor UVICORN_*",
	"GUNICORN_CMD_ARGS":        "gunicorn reads it",
	"REMAP_SIGTERM":            "for the worker's own module",
	"TENFOLD_MODULE":           "for the worker's own module",
	"TENFOLD_SQS":              "for the worker's own module",
	"TENFOLD_REDIS":            "for the worker's own module",
	"FORWARDED_ALLOW_IPS":      "is to stay unset",
	"ATOMIC_REQUESTS":          "a choice of the application: one transaction for each request",
	"SECURE_SSL_REDIRECT":      "is to stay off",
	"EMAIL_PORT":               "an example of a variable that needs quotes",
	"DB_PASSWORD":              "an example of a secret",
	"CACHE_TYPE":               "Flask", "CACHE_REDIS_CLUSTER": "Flask", "CACHE_REDIS_PASSWORD": "Flask", "CACHE_OPTIONS": "Flask",
	"SQLALCHEMY_DATABASE_URI": "Flask", "SQLALCHEMY_BINDS": "Flask", "SQLALCHEMY_ENGINE_OPTIONS": "Flask",
}

// own are the variables of the examples that are their own: each README has them in its environment.
var own = []string{"DOMAIN", "SECRET_KEY", "STATIC_ROOT"}

var (
	settingName = regexp.MustCompile(`\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b`)
	readName    = regexp.MustCompile(`os\.environ(?:\.get\(|\[)"(\w+)"`)
	codeOfPage  = regexp.MustCompile("(?s)```.*?```|`[^`]+`")
)

// TestPageAndExamplesNameTheSame: the examples use each setting that the page names, and the page names each variable
// that they read.
func TestPageAndExamplesNameTheSame(t *testing.T) {
	docs := page(t)
	var code strings.Builder
	for _, f := range frameworks() {
		if f.example != "" {
			code.WriteString(f.code(t))
		}
	}
	named := map[string]bool{}
	for _, span := range codeOfPage.FindAllString(docs, -1) {
		for _, name := range settingName.FindAllString(span, -1) {
			named[name] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(named)) {
		used := regexp.MustCompile(`\b` + name + `\b`).MatchString(code.String())
		require.NotEqual(t, used, elsewhere[name] != "", "%s is in an example, or has a reason: not both", name)
	}
	for name := range elsewhere {
		require.True(t, named[name], "%s is not in the page", name)
	}
	for _, found := range readName.FindAllStringSubmatch(code.String(), -1) {
		if !slices.Contains(own, found[1]) {
			require.True(t, named[found[1]], "%s is not in the page", found[1])
		}
	}
}

// packages are Debian's names for what requirements.txt calls otherwise.
var packages = map[string]string{
	"python3-alembic": "alembic", "python3-gunicorn": "gunicorn", "python3-uvicorn": "uvicorn",
	"python3-django-storages": "python3-django-storages-s3", "python3-python-json-logger": "python3-pythonjsonlogger",
}

var requirement = regexp.MustCompile(`(?m)^([a-z0-9-]+)(?:\[\w+\])?==(\S+)$`)

// TestRequirementsAreTested: each example pins the versions that the tests run. Debian has no celery-redbeat.
func TestRequirementsAreTested(t *testing.T) {
	parts := servers.Find(t)
	for _, example := range []string{"django", "fastapi"} {
		text, err := os.ReadFile(filepath.Join(examples, example, "requirements.txt"))
		require.NoError(t, err)
		pins := requirement.FindAllStringSubmatch(string(text), -1)
		require.Greater(t, len(pins), 8)
		for _, pin := range pins {
			if pin[1] == "celery-redbeat" {
				continue
			}
			name := "python3-" + pin[1]
			if packages[name] != "" {
				name = packages[name]
			}
			version := parts.MustRun(t, nil, "/usr/bin/dpkg-query", "--show", "--showformat=${Version}", name)
			require.Regexp(t, `^(\d+:)?`+regexp.QuoteMeta(pin[2])+`\b`, version, name)
		}
	}
}
