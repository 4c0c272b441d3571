// Command queuedepth publishes the depth of the queues of a Redis or Valkey broker as metrics of CloudWatch and
// Prometheus. It runs in a container of its own, twice for each environment; `queuedepth help` lists its settings.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/tenfold-iac/tenfold/internal/queuedepth"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := queuedepth.Main(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
