// Package ecs is ECS in the simulated account: clusters, their capacity providers, task definitions with their
// revisions, and services on Fargate or EC2.
package ecs

import (
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// Tokens of the resource types.
const (
	Cluster           = "aws:ecs/cluster:Cluster"
	CapacityProviders = "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"
	TaskDefinition    = "aws:ecs/taskDefinition:TaskDefinition"
	Service           = "aws:ecs/service:Service"
)

// Codes of ECS's exceptions.
const (
	client       = "ClientException"
	invalid      = "InvalidParameterException"
	noCluster    = "ClusterNotFoundException"
	fargate      = "FARGATE"
	fargateSpot  = "FARGATE_SPOT"
	awsvpc       = "awsvpc"
	targetGroups = "aws:lb/targetGroup:TargetGroup"
)

// Types are the resource types of the package.
func Types() []*model.Type {
	return []*model.Type{cluster(), capacityProviders(), taskDefinition(), service()}
}

// Functions are the data sources of the package.
func Functions() []*model.Function {
	return []*model.Function{
		{Token: "aws:ecs/getCluster:getCluster", Run: getCluster},
		{Token: "aws:ecs/getContainerDefinition:getContainerDefinition", Run: getContainerDefinition},
		{Token: "aws:ecs/getService:getService", Run: getService},
		{Token: "aws:ecs/getTaskDefinition:getTaskDefinition", Run: getTaskDefinition},
	}
}

// clusterOf finds a cluster by its name or ARN, or nil. Without a reference, it is the cluster default.
func clusterOf(c *model.Call, ref string) *account.Resource {
	if ref == "" {
		ref = "default"
	}
	return c.Get(Cluster, clusterARN(c, clusterName(ref)))
}

func clusterARN(c *model.Call, name string) string {
	return "arn:" + c.Partition() + ":ecs:" + c.Region + ":" + account.ID + ":cluster/" + name
}

// clusterName is the name of a cluster that is given by its name or ARN.
func clusterName(ref string) string {
	if ref == "" {
		return "default"
	}
	return ref[strings.LastIndex(ref, "/")+1:]
}

// clusterExists is the rule that a property names a cluster of the account.
func clusterExists(property string) model.Rule {
	return model.Rule{On: model.Write, Test: func(c *model.Call) error {
		if clusterOf(c, c.New.String(property)) == nil {
			return model.Errorf(noCluster, "Cluster not found.")
		}
		return nil
	}}
}

// servicesOf are the services in a cluster, which they may name by its name or ARN.
func servicesOf(c *model.Call, cluster string) []*account.Resource {
	byARN := c.Find(Service, "cluster", clusterARN(c, cluster))
	return slices.Concat(byARN, c.Find(Service, "cluster", cluster))
}

// serviceOf finds a service, or nil.
func serviceOf(c *model.Call, cluster, name string) model.Props {
	return c.Props(Service, serviceARN(c, cluster, name))
}

func serviceARN(c *model.Call, cluster, name string) string {
	return "arn:" + c.Partition() + ":ecs:" + c.Region + ":" + account.ID + ":service/" + cluster + "/" + name
}
