package web

import (
	"fmt"
	"strconv"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

// maxKeepAlive is above the 4000 seconds for which a load balancer keeps an idle connection.
const maxKeepAlive = 7200

// shutdown is how a task ends, in seconds. ECS first deregisters the task from the load balancer, which drains in-flight
// requests for the deregistration delay. Then ECS sends SIGTERM, and the server finishes its requests within the graceful
// timeout and exits. After the stop timeout ECS sends SIGKILL. Each time must be longer than the one before.
type shutdown struct {
	longestRequest, deregistrationDelay, gracefulTimeout, stopTimeout, keepAlive int
}

func (a Args) shutdown() shutdown {
	return shutdown{a.LongestRequest, a.DeregistrationDelay, a.GracefulTimeout, a.StopTimeout, a.KeepAlive}
}

// validate records where the chain would break.
func (s shutdown) validate(p *component.Problems) {
	p.Between("deregistrationDelay", s.deregistrationDelay, 1, task.MaxDeregistrationDelay)
	if s.longestRequest < 1 || s.longestRequest > s.deregistrationDelay {
		p.Want("longestRequest", s.longestRequest, fmt.Sprintf("1 to deregistrationDelay, %d", s.deregistrationDelay),
			"the load balancer cuts off what takes longer when it lets go of a task")
	}
	p.Between("stopTimeout", s.stopTimeout, task.MinStopTimeout, task.MaxStopTimeout)
	if s.gracefulTimeout < 1 || s.gracefulTimeout >= s.stopTimeout {
		p.Want("gracefulTimeout", s.gracefulTimeout, fmt.Sprintf("1 to less than stopTimeout, %d", s.stopTimeout),
			"the server must have ended before ECS kills it")
	}
	p.Between("keepAlive", s.keepAlive, 1, maxKeepAlive)
}

// environment passes the timeouts to the server. Gunicorn reads GUNICORN_CMD_ARGS, Uvicorn's command line the variables
// UVICORN_*, and a start script can read GRACEFUL_TIMEOUT.
func (s shutdown) environment() map[string]string {
	graceful, keepAlive := strconv.Itoa(s.gracefulTimeout), strconv.Itoa(s.keepAlive)
	return map[string]string{
		"GRACEFUL_TIMEOUT": graceful,
		"GUNICORN_CMD_ARGS": fmt.Sprintf("--timeout=%d --graceful-timeout=%s --keep-alive=%s",
			s.longestRequest, graceful, keepAlive),
		"UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN": graceful,
		"UVICORN_TIMEOUT_KEEP_ALIVE":        keepAlive,
	}
}
