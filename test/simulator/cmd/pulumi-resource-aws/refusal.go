package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/tenfold-iac/tenfold/test/simulator/provider"
)

// refusal is the provider that runs without an account: somebody has its directory on the PATH and works on real AWS. It
// starts and then refuses its configuration. If it did not start, the engine would call that a bug in the provider.
type refusal struct {
	pulumirpc.UnimplementedResourceProviderServer
	err error
}

func newRefusal() refusal {
	dir := "the directory of pulumi-resource-aws"
	if path, err := os.Executable(); err == nil {
		dir = filepath.Dir(path)
	}
	return refusal{err: refusalOf(dir)}
}

func refusalOf(dir string) error {
	return fmt.Errorf("this is Tenfold's simulated AWS provider, which never reaches AWS; take %s off the PATH for real AWS, or "+
		"run tenfold for the simulated account", dir)
}

// Attach is the engine's handshake with a running provider.
func (refusal) Attach(context.Context, *pulumirpc.PluginAttach) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

// GetPluginInfo returns the version.
func (refusal) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: provider.Version}, nil
}

// CheckConfig rejects every configuration, in the preview already.
func (r refusal) CheckConfig(context.Context, *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	return &pulumirpc.CheckResponse{Failures: []*pulumirpc.CheckFailure{{Reason: r.err.Error()}}}, nil
}

// DiffConfig rejects the configuration of a provider that the state knows.
func (r refusal) DiffConfig(context.Context, *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	return nil, r.err
}

// Configure rejects what a refresh or a destroy begins with.
func (r refusal) Configure(context.Context, *pulumirpc.ConfigureRequest) (*pulumirpc.ConfigureResponse, error) {
	return nil, r.err
}
