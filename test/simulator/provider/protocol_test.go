package provider_test

import (
	"context"
	"net"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/tenfold-iac/tenfold/test/simulator/provider"
)

// client serves a provider over gRPC, as the plugin's process does.
func client(t *testing.T) pulumirpc.ResourceProviderClient {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := grpc.NewServer()
	pulumirpc.RegisterResourceProviderServer(server, east(t).Provider)
	served := make(chan error)
	go func() { served <- server.Serve(listener) }()
	conn, err := grpc.NewClient(listener.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	require.NoError(t, err)
	t.Cleanup(func() {
		require.NoError(t, conn.Close())
		server.Stop()
		require.NoError(t, <-served)
	})
	return pulumirpc.NewResourceProviderClient(conn)
}

func TestProtocol(t *testing.T) {
	c := client(t)
	info, err := c.GetPluginInfo(bg(), &emptypb.Empty{})
	require.NoError(t, err)
	require.Equal(t, provider.Version, info.GetVersion())
	_, err = c.Attach(bg(), &pulumirpc.PluginAttach{Address: "127.0.0.1:1"})
	require.NoError(t, err)
	_, err = c.Cancel(bg(), &emptypb.Empty{})
	require.NoError(t, err)
	configured, err := c.Configure(bg(), &pulumirpc.ConfigureRequest{Args: encode(t, props{"region": "us-east-1"})})
	require.NoError(t, err)
	require.True(t, configured.GetSupportsPreview())
	require.True(t, configured.GetSupportsAutonamingConfiguration())
	require.False(t, configured.GetAcceptSecrets(), "the engine keeps secrets, the account holds plain values")
	require.False(t, configured.GetAcceptOutputs())
}

// TestProtocolLeavesOutWhatTheEngineDoesWithout, with the code by which the engine knows that.
func TestProtocolLeavesOutWhatTheEngineDoesWithout(t *testing.T) {
	c := client(t)
	for name, call := range map[string]func(context.Context) error{
		"Handshake": func(ctx context.Context) error {
			_, err := c.Handshake(ctx, &pulumirpc.ProviderHandshakeRequest{})
			return err
		},
		"GetSchema": func(ctx context.Context) error {
			_, err := c.GetSchema(ctx, &pulumirpc.GetSchemaRequest{})
			return err
		},
		"GetMapping": func(ctx context.Context) error {
			_, err := c.GetMapping(ctx, &pulumirpc.GetMappingRequest{})
			return err
		},
		"Construct": func(ctx context.Context) error {
			_, err := c.Construct(ctx, &pulumirpc.ConstructRequest{})
			return err
		},
		"Call": func(ctx context.Context) error {
			_, err := c.Call(ctx, &pulumirpc.CallRequest{})
			return err
		},
		"Parameterize": func(ctx context.Context) error {
			_, err := c.Parameterize(ctx, &pulumirpc.ParameterizeRequest{})
			return err
		},
	} {
		require.Equal(t, codes.Unimplemented, status.Code(call(bg())), name)
	}
}
