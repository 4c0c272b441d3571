package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/tenfold-iac/tenfold/test/simulator"
	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/provider"
)

const (
	fewResources, manyResources = 100, 3000
	rulesPerGroup               = 10
	simulatorRounds             = 3
)

// measureSimulator creates security groups, each with ten rules that look each other up, in accounts of two sizes.
func measureSimulator() ([]row, error) {
	var few, many []float64
	for range simulatorRounds {
		for _, size := range []struct {
			n     int
			times *[]float64
		}{{fewResources, &few}, {manyResources, &many}} {
			perSecond, err := createsPerSecond(size.n)
			if err != nil {
				return nil, err
			}
			*size.times = append(*size.times, perSecond)
		}
	}
	a, b := median(few), median(many)
	return []row{{
		fmt.Sprintf("time per create in the simulated account, %d resources", manyResources),
		fmt.Sprintf("%d resources", fewResources), fmt.Sprintf("%.1f ×", a/b),
		fmt.Sprintf("1 × (linear); %.0f creates per second here", b),
	}}, nil
}

func createsPerSecond(n int) (float64, error) {
	dir, err := os.MkdirTemp("", "tenfold-bench")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	a, err := account.Open(filepath.Join(dir, "account.db"))
	if err != nil {
		return 0, err
	}
	defer a.Close()
	c := creator{provider: provider.New(a, simulator.Types(), simulator.Functions())}
	c.configure()
	vpc := c.create("aws:ec2/vpc:Vpc", "vpc", map[string]any{"cidrBlock": "10.0.0.0/16"})
	start := time.Now()
	group := ""
	for i := range n {
		name := fmt.Sprintf("r-%d", i)
		if i%(rulesPerGroup+1) == 0 {
			group = c.create("aws:ec2/securityGroup:SecurityGroup", name, map[string]any{"vpcId": vpc})
			continue
		}
		c.create("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", name, map[string]any{
			"securityGroupId": group, "referencedSecurityGroupId": group, "ipProtocol": "tcp", "fromPort": i, "toPort": i,
		})
	}
	return float64(n) / time.Since(start).Seconds(), c.err
}

// creator makes resources as the engine does: a check, then a create. The first error sticks.
type creator struct {
	provider *provider.Provider
	err      error
}

func (c *creator) configure() {
	args, err := structpb.NewStruct(map[string]any{"region": "us-east-1"})
	if err == nil {
		_, err = c.provider.Configure(context.Background(), &pulumirpc.ConfigureRequest{Args: args})
	}
	c.err = err
}

func (c *creator) create(token, name string, props map[string]any) string {
	if c.err != nil {
		return ""
	}
	news, err := structpb.NewStruct(props)
	if err != nil {
		c.err = err
		return ""
	}
	urn := "urn:pulumi:bench::bench::" + token + "::" + name
	checked, err := c.provider.Check(context.Background(), &pulumirpc.CheckRequest{Urn: urn, News: news})
	if err != nil {
		c.err = err
		return ""
	}
	for _, failure := range checked.GetFailures() {
		c.err = fmt.Errorf("%s: %s", name, failure.GetReason())
		return ""
	}
	made, err := c.provider.Create(context.Background(), &pulumirpc.CreateRequest{Urn: urn, Properties: checked.GetInputs()})
	c.err = err
	return made.GetId()
}
