// Command tenfold creates, changes and destroys environments in a simulated AWS account, with the real Pulumi engine. It
// never touches real AWS: use `pulumi` for that.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/tenfold-iac/tenfold/cmd/tenfold/internal/cli"
	"github.com/tenfold-iac/tenfold/stacks/backend"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first interrupt stops the program cleanly; the second one ends it at once.
	context.AfterFunc(ctx, stop)
	code := cli.Main(ctx, backend.Program, os.Args, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
