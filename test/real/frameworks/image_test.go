package frameworks

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/real/servers"
)

const examples = "../../../examples"

// image is what a test can have of a container image: the files in its working directory, and how its Dockerfile says
// that they run.
type image struct {
	dir     string // on this machine
	env     []string
	user    int
	command string // for the shell
}

// buildImage copies an example as its Dockerfile does. What the last stage says of variables, user and command, the
// stages before it may have said.
func buildImage(t *testing.T, parts *servers.Parts, example string) image {
	t.Helper()
	from := filepath.Join(examples, example)
	i := image{dir: parts.SharedDir(t)}
	require.NoError(t, os.CopyFS(i.dir, os.DirFS(from)))
	text, err := os.ReadFile(filepath.Join(from, "Dockerfile"))
	require.NoError(t, err)
	var user string
	for _, line := range lastStage(t, string(text)) {
		word, rest, _ := strings.Cut(line, " ")
		switch word {
		case "WORKDIR":
			require.Equal(t, servers.WorkDir, rest)
		case "ENV":
			i.env = append(i.env, strings.Fields(strings.ReplaceAll(rest, "/venv/bin:$PATH", os.Getenv("PATH")))...)
		case "USER":
			user, _, _ = strings.Cut(rest, ":")
		case "CMD":
			i.command = rest
		}
	}
	i.user, err = strconv.Atoi(user)
	require.NoError(t, err)
	require.NotEmpty(t, i.command)
	return i
}

var continued = regexp.MustCompile(`\\\n\s*`)

// lastStage are the instructions of the image that is built: those of its stage, after those of the stage that it is from.
func lastStage(t *testing.T, dockerfile string) []string {
	t.Helper()
	stages, name := map[string][]string{}, ""
	for line := range strings.Lines(continued.ReplaceAllString(dockerfile, "")) {
		fields := strings.Fields(line)
		if len(fields) > 1 && fields[0] == "FROM" {
			name = fields[len(fields)-1]
			stages[name] = append([]string{}, stages[fields[1]]...)
		} else if len(fields) > 1 && name != "" && fields[0] != "#" {
			stages[name] = append(stages[name], strings.TrimSpace(line))
		}
	}
	require.NotEmpty(t, stages[name])
	return stages[name]
}

// edit replaces text in the Python files of the image, in pairs. Each must be found.
func (i image) edit(t *testing.T, edits ...string) {
	t.Helper()
	found := make([]bool, len(edits))
	err := filepath.WalkDir(i.dir, func(path string, _ os.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".py" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		code := string(text)
		for n := 0; n < len(edits); n += 2 {
			found[n] = found[n] || strings.Contains(code, edits[n])
			code = strings.ReplaceAll(code, edits[n], edits[n+1])
		}
		return os.WriteFile(path, []byte(code), 0o644) //nolint:gosec // containers read it
	})
	require.NoError(t, err)
	for n := 0; n < len(edits); n += 2 {
		require.True(t, found[n], "%s is in no file", edits[n])
	}
}

// add copies a file of the tests into the image.
func (i image) add(t *testing.T, from string) {
	t.Helper()
	text, err := os.ReadFile(from)
	require.NoError(t, err)
	path := filepath.Join(i.dir, filepath.Base(from))
	require.NoError(t, os.WriteFile(path, text, 0o644)) //nolint:gosec // containers read it
}

// redBeatVariable names a folder that holds celery-redbeat, which Debian does not have.
const redBeatVariable = "TENFOLD_REDBEAT"

// addRedBeat installs celery-redbeat, or what stands in for it.
func (i image) addRedBeat(t *testing.T) {
	t.Helper()
	from := os.Getenv(redBeatVariable)
	if from == "" {
		from = "testdata/redbeat"
	}
	require.NoError(t, os.CopyFS(filepath.Join(i.dir, "redbeat"), os.DirFS(from)))
}
