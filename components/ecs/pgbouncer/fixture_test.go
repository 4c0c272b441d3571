package pgbouncer

import (
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const (
	bouncerImage = "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop/pgbouncer:1.24"
	masterARN    = "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-1-AbCdEf"
	usersARN     = "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-users-AbCdEf"
	urlARN       = "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-url-AbCdEf"
	adminARN     = "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-admin-AbCdEf"
	typeNLB      = "aws:lb/loadBalancer:LoadBalancer"
	typeTargets  = "aws:lb/targetGroup:TargetGroup"
)

// required is the required arguments and no more.
func required() Args {
	return Args{
		ClusterName: pulumi.String("main"), ClusterARN: pulumi.String(tasktest.ClusterARN),
		VPCID: pulumi.String("vpc-1"), SubnetIDs: pulumi.ToStringArray([]string{"subnet-a", "subnet-b"}),
		Region: "us-east-1", Image: pulumi.String(bouncerImage),
		WriterEndpoint: pulumi.String("w.rds"), DatabaseSecurityGroupID: pulumi.String("sg-db"), MaxConnections: 400,
		MasterSecretARN: pulumi.String(masterARN),
		Clients:         []Client{{Name: "web", Tasks: 6, Processes: 2, Connections: 5}},
	}
}

// full is every argument set, so that every child exists.
func full() Args {
	a := required()
	a.ExporterImage = pulumi.String("quay.io/prometheuscommunity/pgbouncer-exporter:v0.10.2")
	a.MetricsSecurityGroupID = pulumi.String("sg-prometheus")
	a.ReaderEndpoints = []pulumi.StringInput{pulumi.String("r1.rds"), pulumi.String("r2.rds")}
	a.SecretKMSKeyARNs = pulumi.ToStringArray([]string{"arn:key-of-rds"})
	a.KMSKeyARN = pulumi.String("arn:key-of-mine")
	a.DatabaseName, a.RoleName, a.Extensions = "shop", "seller", []string{"vector", "pg_trgm"}
	a.DatabasePort, a.Port, a.Tasks = 5433, 6000, 3
	a.AllowFrom = []ecs.AllowFrom{{Name: "bastion", SecurityGroupID: pulumi.String("sg-bastion")}}
	a.AllowDestroy, a.SharedServer = true, true
	return a
}

// answers are what AWS computes: passwords, one after the other, and ARNs of secrets.
func answers() []stacktest.Option {
	var drawn atomic.Int32
	return []stacktest.Option{
		stacktest.Function("aws:secretsmanager/getRandomPassword:getRandomPassword",
			func(resource.PropertyMap) (resource.PropertyMap, error) {
				return resource.PropertyMap{
					"randomPassword": resource.NewProperty(fmt.Sprintf("Drawn%d", drawn.Add(1))),
				}, nil
			}),
		stacktest.Outputs(tasktest.TypeSecret, func(r stacktest.Resource) resource.PropertyMap {
			return resource.PropertyMap{
				"arn": resource.NewProperty("arn:aws:secretsmanager:us-east-1:123456789012:secret:" + r.Name + "-AbCdEf"),
			}
		}),
		stacktest.Outputs(tasktest.TypeSecretVersion, func(r stacktest.Resource) resource.PropertyMap {
			return resource.PropertyMap{
				"arn":       resource.NewProperty("arn:aws:secretsmanager:us-east-1:123456789012:secret:" + r.Name + "-AbCdEf"),
				"versionId": resource.NewProperty(r.Name + "-version"),
			}
		}),
	}
}

// bounces makes a PgBouncer called "db" and probes its outputs.
func bounces(args Args) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		p, err := New(ctx, "db", args)
		if err != nil {
			return err
		}
		return stacktest.Probe(ctx, "outputs", pulumi.Map{
			"host": p.Host, "port": p.Port, "securityGroupId": p.SecurityGroupID,
			"tasksSecurityGroupId": p.TasksSecurityGroupID, "urlSecretArn": p.URLSecretARN,
			"operatorSecretArn": p.OperatorSecretARN, "databaseName": p.DatabaseName, "adminSecretArn": p.AdminSecretARN, "databaseUrlSecret": p.DatabaseURLSecret, "readUrlSecret": p.ReadURLSecret,
			"urlSecretVersion": p.URLSecretVersion, "adminUrlSecret": p.AdminURLSecret,
			"adminUrlSecretVersion": p.AdminURLSecretVersion,
			"maxClientConnections":  p.MaxClientConnections, "serviceName": p.ServiceName, "serviceArn": p.ServiceARN,
			"taskDefinitionArn": p.TaskDefinitionARN, "runningTaskDefinition": p.RunningTaskDefinition,
			"loadBalancerArnSuffix": p.LoadBalancerARNSuffix, "targetGroupArnSuffix": p.TargetGroupARNSuffix,
			"logGroupName": p.LogGroupName,
		})
	}
}

func runBouncer(t *testing.T, args Args, opts ...stacktest.Option) *stacktest.Recording {
	t.Helper()
	return stacktest.Run(t, bounces(args), append(answers(), opts...)...)
}
