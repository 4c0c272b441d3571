package web

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

func TestTheShutdownChainHolds(t *testing.T) {
	const (
		cutOff = "; the load balancer cuts off what takes longer when it lets go of a task"
		killed = "; the server must have ended before ECS kills it"
	)
	for _, tc := range []struct {
		name  string
		chain shutdown
		want  string
	}{
		{"defaults", Args{}.withDefaults().shutdown(), ""},
		{"each link at its limit", shutdown{60, 60, 119, 120, 1}, ""},
		{"the shortest", shutdown{1, 1, 1, 2, 7200}, ""},
		{
			"request longer than the delay",
			shutdown{61, 60, 30, 45, 75},
			"longestRequest is 61; want 1 to deregistrationDelay, 60" + cutOff,
		},
		{"no request", shutdown{-1, 60, 30, 45, 75}, "longestRequest is -1; want 1 to deregistrationDelay, 60" + cutOff},
		{"delay too long", shutdown{30, 3601, 30, 45, 75}, "deregistrationDelay is 3601; want 1 to 3600"},
		{
			"graceful as long as stop",
			shutdown{30, 60, 45, 45, 75},
			"gracefulTimeout is 45; want 1 to less than stopTimeout, 45" + killed,
		},
		{"no grace", shutdown{30, 60, -1, 45, 75}, "gracefulTimeout is -1; want 1 to less than stopTimeout, 45" + killed},
		{"stop too late", shutdown{30, 60, 30, 121, 75}, "stopTimeout is 121; want 2 to 120"},
		{"stop too early", shutdown{30, 60, 0, 1, 75}, "stopTimeout is 1; want 2 to 120\n" +
			`web "w": gracefulTimeout is 0; want 1 to less than stopTimeout, 1` + killed},
		{"keep-alive", shutdown{30, 60, 30, 45, 7201}, "keepAlive is 7201; want 1 to 7200"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var p component.Problems
			tc.chain.validate(&p)
			if tc.want == "" {
				require.NoError(t, p.Err("web", "w"))
				return
			}
			require.EqualError(t, p.Err("web", "w"), `web "w": `+tc.want)
		})
	}
}

func TestTheServerIsToldTheChain(t *testing.T) {
	require.Equal(t, map[string]string{
		"GRACEFUL_TIMEOUT":                  "40",
		"GUNICORN_CMD_ARGS":                 "--timeout=20 --graceful-timeout=40 --keep-alive=90",
		"UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN": "40",
		"UVICORN_TIMEOUT_KEEP_ALIVE":        "90",
	}, shutdown{20, 60, 40, 50, 90}.environment())
}
