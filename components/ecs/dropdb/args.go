package dropdb

import (
	"cmp"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
)

// Args are the arguments of New.
type Args struct {
	// ClusterARN is the cluster that the task runs in. Required.
	ClusterARN pulumi.StringInput `pulumi:"clusterArn"`
	// VPCID is the VPC of the subnets and of the database. Required.
	VPCID pulumi.StringInput `pulumi:"vpcId"`
	// SubnetIDs are private subnets for the task. They need access to ECR, CloudWatch Logs and Secrets Manager: NAT or
	// endpoints. Required.
	SubnetIDs pulumi.StringArrayInput `pulumi:"subnetIds"`
	// Region is the AWS region of all of it, such as us-east-1. Required.
	Region string `pulumi:"region"`
	// Image is the container image for ARM64, with a tag or digest that never moves: that of PgBouncer, which has psql and
	// the certificate authorities of RDS. Required.
	Image pulumi.StringInput `pulumi:"image"`

	// WriterEndpoint is the host name of the primary, without a port. Required.
	WriterEndpoint pulumi.StringInput `pulumi:"writerEndpoint"`
	// DatabasePort is the TCP port of the primary, 1 to 65535. Default: 5432.
	DatabasePort int `pulumi:"databasePort,optional"`
	// DatabaseSecurityGroupID is the security group of the primary. It gets an ingress rule. Required.
	DatabaseSecurityGroupID pulumi.StringInput `pulumi:"databaseSecurityGroupId"`
	// MasterSecretARN is a secret of Secrets Manager with the keys username and password of the master user, as RDS
	// manages it. It is read when the task starts. Required.
	MasterSecretARN pulumi.StringInput `pulumi:"masterSecretArn"`
	// SecretKMSKeyARNs are the keys that MasterSecretARN is encrypted with, where these are not AWS's own. Default: none.
	SecretKMSKeyARNs pulumi.StringArrayInput `pulumi:"secretKmsKeyArns,optional"`

	// PgBouncerName is the name of the PgBouncer in this stack whose bootstrap makes the database. While a task of it runs,
	// nothing is dropped. Required.
	PgBouncerName string `pulumi:"pgBouncerName"`
	// DatabaseName is that PgBouncer's, and the database that is dropped. Required.
	DatabaseName string `pulumi:"databaseName"`
	// RoleName is that PgBouncer's. It is dropped with its logins. Required.
	RoleName string `pulumi:"roleName"`

	// Timeout is how long, in seconds, the task may run, 30 to 360. Then it is stopped and the destroy fails. Default: 300.
	Timeout int `pulumi:"timeout,optional"`
	// LogRetentionDays is how long the log is kept, in days: 1 to 3653, of the values that CloudWatch Logs accepts. A
	// destroy deletes it. Default: 30.
	LogRetentionDays int `pulumi:"logRetentionDays,optional"`
}

func (a Args) withDefaults() Args {
	a.DatabasePort = cmp.Or(a.DatabasePort, 5432)
	a.Timeout = cmp.Or(a.Timeout, 300)
	a.LogRetentionDays = cmp.Or(a.LogRetentionDays, 30)
	return a
}

// task is what the arguments say that every component's do. psql writes no files.
func (a Args) task() ecs.TaskArgs {
	return ecs.TaskArgs{
		ClusterARN: a.ClusterARN, VPCID: a.VPCID, SubnetIDs: a.SubnetIDs, Region: a.Region, Image: a.Image,
		Architecture: ecs.ARM64, SkipTmpInit: true, LogRetentionDays: a.LogRetentionDays, SecretKMSKeyARNs: a.SecretKMSKeyARNs,
		EgressTo: []ecs.EgressTo{{Name: "database", SecurityGroupID: a.DatabaseSecurityGroupID, Port: a.DatabasePort}},
	}
}
