package simulator

import (
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/provider"
)

func TestProviderHasTheVersionOfTheSDK(t *testing.T) {
	mod, err := os.ReadFile("../../go.mod")
	require.NoError(t, err)
	match := regexp.MustCompile(`github\.com/pulumi/pulumi-aws/sdk/v6 v(\S+)`).FindSubmatch(mod)
	require.Len(t, match, 2)
	require.Equal(t, string(match[1]), provider.Version, "run go generate ./test/simulator/schema after a change")
}

// These types keep subnets and security groups from being deleted. Databases and caches name their subnets through a
// subnet group.
func TestTypesDeclareTheirNetworkInterfaces(t *testing.T) {
	declared := map[string]model.Interfaces{}
	for _, typ := range Types() {
		if typ.Interfaces != (model.Interfaces{}) {
			declared[typ.Token] = typ.Interfaces
		}
	}
	require.Equal(t, map[string]model.Interfaces{
		"aws:ec2/natGateway:NatGateway":   {Subnets: "subnetId"},
		"aws:ec2/vpcEndpoint:VpcEndpoint": {Subnets: "subnetIds", Groups: "securityGroupIds"},
		"aws:ecs/service:Service": {
			Subnets: "networkConfiguration.subnets", Groups: "networkConfiguration.securityGroups", Count: "desiredCount",
		},
		"aws:elasticache/cluster:Cluster":                   {Groups: "securityGroupIds"},
		"aws:elasticache/replicationGroup:ReplicationGroup": {Groups: "securityGroupIds"},
		"aws:elasticache/subnetGroup:SubnetGroup":           {Subnets: "subnetIds"},
		"aws:lambda/function:Function":                      {Subnets: "vpcConfig.subnetIds", Groups: "vpcConfig.securityGroupIds"},
		"aws:lb/loadBalancer:LoadBalancer":                  {Subnets: "subnets", Groups: "securityGroups"},
		"aws:mq/broker:Broker":                              {Subnets: "subnetIds", Groups: "securityGroups"},
		"aws:rds/instance:Instance":                         {Groups: "vpcSecurityGroupIds"},
		"aws:rds/subnetGroup:SubnetGroup":                   {Subnets: "subnetIds"},
	}, declared)
}
