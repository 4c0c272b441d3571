package provider_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/provider"
)

// BenchmarkCreate measures creates per second, also in a large account.
func BenchmarkCreate(b *testing.B) {
	for _, size := range []int{100, 1000, 3000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				p, vpcID := filled(b)
				b.StartTimer()
				for i := range size {
					createSubnet(b, p, vpcID, i)
				}
			}
			b.ReportMetric(float64(b.N*size)/b.Elapsed().Seconds(), "creates/s")
			b.ReportMetric(b.Elapsed().Seconds()*1e6/float64(b.N*size), "µs/create")
		})
	}
}

// filled is a provider over a new account with a VPC in it.
func filled(b *testing.B) (*provider.Provider, string) {
	b.Helper()
	a, err := account.Open(filepath.Join(b.TempDir(), "account.db"))
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, a.Close()) })
	p := provider.New(a, types(), functions())
	args := object(b, map[string]any{"region": "us-east-1"})
	_, err = p.Configure(context.Background(), &pulumirpc.ConfigureRequest{Args: args})
	require.NoError(b, err)
	resp, err := p.Create(context.Background(), &pulumirpc.CreateRequest{
		Urn: urn(vpcToken, "main"), Properties: object(b, map[string]any{"cidrBlock": "10.0.0.0/16"}),
	})
	require.NoError(b, err)
	return p, resp.GetId()
}

func createSubnet(b *testing.B, p *provider.Provider, vpcID string, i int) {
	b.Helper()
	_, err := p.Create(context.Background(), &pulumirpc.CreateRequest{
		Urn: urn(subnetToken, fmt.Sprintf("s%d", i)), Properties: object(b, map[string]any{
			"vpcId": vpcID, "cidrBlock": fmt.Sprintf("10.%d.%d.0/24", i/256, i%256), "tags": map[string]any{"n": fmt.Sprint(i)},
		}),
	})
	require.NoError(b, err)
}

func urn(token, name string) string { return "urn:pulumi:test::simulator::" + token + "::" + name }

func object(t testing.TB, m map[string]any) *structpb.Struct {
	t.Helper()
	s, err := structpb.NewStruct(m)
	require.NoError(t, err)
	return s
}
