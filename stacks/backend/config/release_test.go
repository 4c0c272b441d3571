package config

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRelease(t *testing.T) {
	c, err := load(t, map[string]string{
		"tenfold:release": `{"command": ["python", "manage.py", "migrate"], "timeout": 7200, "generation": 3, "cpu": 1024}`,
	})
	require.NoError(t, err)
	require.Equal(t, Release{
		Command: []string{"python", "manage.py", "migrate"}, Timeout: 7200, Generation: 3, CPU: 1024,
	}, c.Release)

	for value, want := range map[string]string{
		`{}`:                                     "tenfold:release.command is required; for example [\"python\",\"manage.py\",\"migrate\"]",
		`{"command": []}`:                        "tenfold:release.command is []; want at least 1 item(s)",
		`{"command": ["", "x"]}`:                 `tenfold:release.command is ["" "x"]; want a program first`,
		`{"command": ["x"], "timeout": 14401}`:   "tenfold:release.timeout is 14401; want at most 14400",
		`{"command": ["x"], "timeout": 29}`:      "tenfold:release.timeout is 29; want at least 30",
		`{"command": ["x"], "generation": -1}`:   "tenfold:release.generation is -1; want at least 0",
		`{"command": ["x"], "timout": 60}`:       "tenfold:release.timout is unknown; did you mean timeout",
		`{"command": "python manage.py"}`:        "tenfold:release.command is \"python manage.py\"; want a list",
		`{"command": ["x"], "memory": "1024Mi"}`: "tenfold:release.memory is \"1024Mi\"; want a whole number",
	} {
		_, err := load(t, map[string]string{"tenfold:release": value})
		require.ErrorContains(t, err, `environment "dev": `+want, value)
	}
}
