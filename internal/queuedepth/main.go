package queuedepth

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"runtime/debug"

	"github.com/redis/go-redis/v9"
)

// The exit codes.
const (
	exitOK      = 0
	exitFailure = 1
	exitUsage   = 2
)

// memory is the soft limit of the garbage collector, in bytes. The whole process stays below 32 MB.
const memory = 20 << 20

const help = `queuedepth publishes the number of waiting messages in the queues of a Redis, Valkey or RabbitMQ broker, the age of the
oldest, and the number in flight: to CloudWatch as lines on the standard output, to Prometheus at GET /metrics.

usage:
  queuedepth [flags]     sample and publish until SIGTERM
  queuedepth health      check the process in the same container; exits 0 or 1
  queuedepth version     print the version
  queuedepth help        print this

  flag               variable         default         what
                     BROKER_URL       required        rediss://:password@host:6379/0 or amqps://user:password@host:5671//; never a flag
  --queues           QUEUES           required        comma-separated names: default,mail
  --environment      ENVIRONMENT      required        the dimension Environment of the metrics
  --namespace        NAMESPACE        Tenfold/Queues  CloudWatch's namespace
  --library          LIBRARY          celery          celery or rq
  --interval         INTERVAL         30s             the time between samples, 1s to 60s
  --priority-steps   PRIORITY_STEPS   0,3,6,9         Celery's priority_steps
  --management-port  MANAGEMENT_PORT  443             the port of RabbitMQ's management API
  --listen           LISTEN           :9540           the address of /metrics and /healthz

Several processes may run; with Redis, the one with the lease in the broker publishes. Logs are JSON on the standard error.
`

// Main runs the command line args and returns the exit code: 0, 1 for a failure, 2 for wrong usage.
func Main(ctx context.Context, args []string, getenv func(string) string, out, err io.Writer) int {
	verb := ""
	if len(args) > 0 {
		verb = args[0]
	}
	switch verb {
	case "help", "--help", "-help", "-h":
		fmt.Fprint(out, help)
		return exitOK
	case "version", "--version":
		fmt.Fprintln(out, "queuedepth", version())
		return exitOK
	case "health":
		return health(ctx, args[1:], getenv, out, err)
	}
	c, problem := parseConfig(args, getenv)
	if problem != nil {
		return usage(err, problem)
	}
	return start(ctx, c, out, err)
}

func usage(err io.Writer, problem error) int {
	fmt.Fprintf(err, "error: %v\nnext: queuedepth help\n", problem)
	return exitUsage
}

func health(ctx context.Context, args []string, getenv func(string) string, out, err io.Writer) int {
	s := settings{}
	if problem := s.flags(getenv).Parse(args); problem != nil {
		return usage(err, problem)
	}
	if problem := checkHealth(ctx, s.listen); problem != nil {
		fmt.Fprintln(err, "error:", problem)
		return exitFailure
	}
	fmt.Fprintln(out, "ok")
	return exitOK
}

// start samples until ctx ends.
func start(ctx context.Context, c config, out, err io.Writer) int {
	debug.SetMemoryLimit(memory)
	redis.SetLogger(quiet{}) // it logs plain text, and all errors are logged here
	log := slog.New(slog.NewJSONHandler(err, nil))
	var listening net.ListenConfig
	listener, problem := listening.Listen(ctx, "tcp", c.listen)
	if problem != nil {
		log.Error("cannot listen", "listen", c.listen, "error", problem.Error())
		return exitFailure
	}
	l := newLoop(c, out, log)
	go serve(ctx, listener, l.status)
	log.Info("started", "version", version(), "library", c.library, "queues", c.queues, "interval", c.interval.String())
	l.run(ctx)
	return exitOK
}

// quiet logs nothing.
type quiet struct{}

// Printf does nothing.
func (quiet) Printf(context.Context, string, ...any) {}

// release is the version of an image. The Dockerfile sets it, because an image is built without the Git history.
var release string

// version is the release, the module's version, or the commit of the build.
func version() string {
	if release != "" {
		return release
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			return setting.Value
		}
	}
	return "unknown"
}
