// Command pulumi-resource-aws serves the simulated AWS account to the Pulumi engine, under the name by which the
// engine looks for the plugin of the real aws provider. TENFOLD_ACCOUNT names the account's file.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"

	"github.com/tenfold-iac/tenfold/test/simulator"
	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/provider"
)

// pulse is the interval at which the plugin checks that the engine is alive.
const pulse = 5 * time.Second

func main() {
	if err := serve(os.Getenv("TENFOLD_ACCOUNT"), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// serve serves the engine until the engine stops it or exits. The engine passes its address as the last argument, and
// reads the plugin's port from the standard output.
func serve(path string, args []string) (err error) {
	if path == "" {
		return listen(newRefusal(), args)
	}
	a, err := account.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	return listen(provider.New(a, simulator.Types(), simulator.Functions()), args)
}

func listen(p pulumirpc.ResourceProviderServer, args []string) error {
	cancel, err := whileAlive(args)
	if err != nil {
		return err
	}
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: cancel,
		Init: func(s *grpc.Server) error {
			pulumirpc.RegisterResourceProviderServer(s, p)
			return nil
		},
	})
	if err != nil {
		return fmt.Errorf("serving the simulated account: %w", err)
	}
	fmt.Println(handle.Port)
	return <-handle.Done
}

// whileAlive returns a channel that closes when the engine exits. An engine that is killed leaves its plugins running.
func whileAlive(args []string) (chan bool, error) {
	gone := make(chan bool)
	if len(args) == 0 {
		return gone, nil
	}
	engine := args[len(args)-1]
	if err := rpcutil.Healthcheck(context.Background(), engine, pulse, func() { close(gone) }); err != nil {
		return nil, fmt.Errorf("watching the engine at %s: %w", engine, err)
	}
	return gone, nil
}
