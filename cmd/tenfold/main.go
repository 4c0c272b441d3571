// Command tenfold brings environments up, changes them and takes them down in a simulated AWS account, with the real
// Pulumi engine. It never touches real AWS: `pulumi` does.
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
	// The first interrupt stops in order; the second one ends the program at once.
	context.AfterFunc(ctx, stop)
	code := cli.Main(ctx, backend.Program, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
