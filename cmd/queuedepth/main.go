// Command queuedepth publishes the queue depth of a Redis or Valkey broker to CloudWatch and Prometheus. Each environment
// runs two tasks of it. `queuedepth help` lists its settings.
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
