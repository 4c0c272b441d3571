package backend

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// base is a valid file. A case replaces its keys.
const base = `aws:region: us-east-1
tenfold:tier: 10k
tenfold:image: registry.example.com/backend:1.2.3
tenfold:pgbouncerImage: registry.example.com/pgbouncer:1.24
tenfold:queueDepthImage: registry.example.com/queuedepth:1.0.0
tenfold:celeryApp: backend.celery
tenfold:healthCheckPath: /healthz
`

const fileName = "environments/Pulumi.dev.yaml"

// refuse runs the program with a file that consists of a case and what it leaves of the base. It returns the error
// without what is the same in every line. A line of the file counts from the first of the case.
func refuse(t testing.TB, lines string) string {
	t.Helper()
	file := "config:\n" + indent(withBase(t, lines))
	require.NoError(t, os.MkdirAll("environments", 0o755))
	require.NoError(t, os.WriteFile(fileName, []byte(file), 0o644))
	var err error
	require.NoError(t, stacktest.RunErr(t, func(ctx *pulumi.Context) error {
		err = Program(ctx)
		return nil
	}, stacktest.Stack("dev"), stacktest.Config(asEngine(t, file))))
	if err == nil {
		return ""
	}
	text := strings.ReplaceAll(err.Error(), `environment "dev": `, "")
	for n := range strings.Count(file, "\n") + 1 {
		text = strings.ReplaceAll(text, fmt.Sprintf("(%s:%d)", fileName, n), fmt.Sprintf("(line %d)", n-1))
	}
	return text
}

// withBase appends the lines of the base whose keys the case does not have. A key that is only "- key" is left out.
func withBase(t testing.TB, lines string) string {
	t.Helper()
	var kept, gone []string
	for _, line := range strings.Split(strings.TrimRight(lines, "\n"), "\n") {
		if key, ok := strings.CutPrefix(line, "- "); ok {
			gone = append(gone, key)
		} else {
			kept = append(kept, line)
		}
	}
	for _, line := range strings.Split(strings.TrimSpace(base), "\n") {
		key := line[:strings.Index(line, ": ")]
		has := func(other string) bool { return strings.HasPrefix(other, key+":") }
		if !slices.Contains(gone, key) && !slices.ContainsFunc(kept, has) {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n") + "\n"
}

func indent(text string) string {
	return "  " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n  ") + "\n"
}

// asEngine reads a file as the engine hands it to a program: structures are JSON, and null is an empty text.
func asEngine(t testing.TB, text string) map[string]string {
	t.Helper()
	var file struct{ Config map[string]any }
	require.NoError(t, yaml.Unmarshal([]byte(text), &file), text)
	values := map[string]string{}
	for key, value := range file.Config {
		switch value := value.(type) {
		case nil:
			values[key] = ""
		case string:
			values[key] = value
		default:
			encoded, err := json.Marshal(value)
			require.NoError(t, err)
			values[key] = string(encoded)
		}
	}
	return values
}

// wrong is a file that is refused: a title, lines of the file, and the message for each problem.
type wrong struct{ title, lines, messages string }

// corpus reads testdata/refused.txt: each case is a title after "#", lines of the file, and messages after ">".
func corpus(t testing.TB) []wrong {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(testdata(t), "refused.txt"))
	require.NoError(t, err)
	var all []wrong
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		message, isMessage := strings.CutPrefix(line, "> ")
		title, isTitle := strings.CutPrefix(line, "# ")
		switch {
		case isTitle:
			all = append(all, wrong{title: title})
		case isMessage:
			all[len(all)-1].messages += message + "\n"
		case line != "":
			all[len(all)-1].lines += line + "\n"
		}
	}
	return all
}

// testdata is the absolute path of the directory, because the tests run in one of their own.
func testdata(t testing.TB) string {
	t.Helper()
	dir, err := filepath.Abs("testdata")
	require.NoError(t, err)
	return dir
}

// Each file of the corpus is refused with exactly these messages: they name the key and its line. To write them
// again: go test ./stacks/backend -run Corpus -update
func TestCorpusOfWrongFiles(t *testing.T) {
	cases, path := corpus(t), filepath.Join(testdata(t), "refused.txt")
	t.Chdir(t.TempDir())
	var written strings.Builder
	titles := map[string]bool{}
	for _, one := range cases {
		require.False(t, titles[one.title], "two cases are called %s", one.title)
		titles[one.title] = true
		messages := refuse(t, one.lines)
		if messages == "" {
			messages = "accepted"
			t.Errorf("%s: accepted", one.title)
		}
		fmt.Fprintf(&written, "# %s\n%s> %s\n\n", one.title, one.lines, strings.ReplaceAll(messages, "\n", "\n> "))
	}
	require.GreaterOrEqual(t, len(cases), 200)
	stacktest.Golden(t, path, written.String())
}
