package ecs

import (
	"cmp"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// The architectures of Fargate, for TaskArgs.Architecture.
const (
	// ARM64 is AWS Graviton.
	ARM64 = "ARM64"
	// X8664 is Intel or AMD.
	X8664 = "X86_64"
)

// TaskArgs are the arguments that all tasks of one application share: where they run, what they run and what they may
// reach. An application makes one value and passes it to its web service, its workers, its beat and its jobs.
type TaskArgs struct {
	// ClusterName and ClusterARN are the cluster that the tasks run in; it must offer the capacity providers FARGATE and,
	// for Spot, FARGATE_SPOT. A change replaces services. Required.
	ClusterName pulumi.StringInput `pulumi:"clusterName"`
	// ClusterARN is the ARN of the same cluster. Required.
	ClusterARN pulumi.StringInput `pulumi:"clusterArn"`
	// VPCID is the VPC of the subnets. Required.
	VPCID pulumi.StringInput `pulumi:"vpcId"`
	// SubnetIDs are private subnets in two or more availability zones, at most 16; each task takes one address. They need
	// access to ECR, CloudWatch Logs and the secrets: NAT or endpoints. Required.
	SubnetIDs pulumi.StringArrayInput `pulumi:"subnetIds"`
	// Region is the AWS region of all of it, such as us-east-1. Required.
	Region string `pulumi:"region"`

	// Image is the container image, with a tag or digest that never moves: "latest", "main" and their like are refused.
	// Required.
	Image pulumi.StringInput `pulumi:"image"`
	// Architecture is what Image is built for, "ARM64" or "X86_64", where the same size costs 25 % more. Default: "ARM64".
	Architecture string `pulumi:"architecture,optional"`
	// RegistryCredentials is the ARN of a secret in Secrets Manager with the keys username and password, for an image in a
	// private registry outside of ECR. Default: none.
	RegistryCredentials pulumi.StringInput `pulumi:"registryCredentials,optional"`
	// User is the user that runs the command: "uid", "uid:gid" or a name that the image knows. Without it the image
	// decides. Default: none.
	User string `pulumi:"user,optional"`
	// SkipTmpInit leaves out the container that runs chmod of the image, as root, before each task and makes /tmp writable
	// for every user. Set it for an image without chmod, such as a distroless one. Such an image runs as root, or has made
	// /tmp writable itself: RUN chmod 1777 /tmp, then VOLUME /tmp. Default: false.
	SkipTmpInit bool `pulumi:"skipTmpInit,optional"`
	// ScratchGiB is the disk of a task, in GiB, 21 to 200, for the image and for /tmp together. The rest of the container
	// is read-only. Without it a task has Fargate's 20 GiB, which are free. Default: none.
	ScratchGiB int `pulumi:"scratchGiB,optional"`
	// Variables are environment variables. They override those that a component sets itself. Default: none.
	Variables map[string]pulumi.StringInput `pulumi:"variables,optional"`
	// Secrets are environment variables that are read, when a task starts, from Secrets Manager or from the Parameter
	// Store of Systems Manager, by ARN. That of a secret is the whole one with its six random characters, and may end in
	// ":key::" for one key of its JSON. Default: none.
	Secrets map[string]pulumi.StringInput `pulumi:"secrets,optional"`
	// SecretVersions are the IDs of the versions of Secrets, by the same names, where they are known. They are one variable
	// of the task, SECRET_VERSIONS, so that a new version starts new tasks. A task always reads the current version, and
	// so does one of an earlier task definition. Default: none.
	SecretVersions map[string]pulumi.StringInput `pulumi:"secretVersions,optional"`
	// SecretsGeneration, 0 to 9999, is increased to start new tasks after a change of a secret that has no version here.
	// From 1 on it is the variable SECRETS_GENERATION. Default: 0.
	SecretsGeneration int `pulumi:"secretsGeneration,optional"`
	// SecretKMSKeyARNs are the keys that Secrets and RegistryCredentials are encrypted with, where these are not AWS's own.
	// Default: none.
	SecretKMSKeyARNs pulumi.StringArrayInput `pulumi:"secretKmsKeyArns,optional"`
	// TaskPolicies are the application's permissions in AWS; without any it has none. Default: none.
	TaskPolicies []TaskPolicy `pulumi:"taskPolicies,optional"`
	// EgressTo is what the application connects to, in addition to port 443 everywhere. Default: none.
	EgressTo []EgressTo `pulumi:"egressTo,optional"`

	// RollbackNote is a part of the error of a deployment that ECS rolled back, for example which parts of the application
	// already run the new version. Default: none.
	RollbackNote string

	// LogRetentionDays is how long the log is kept, in days: 1 to 3653, of the values that CloudWatch Logs accepts.
	// Default: 30.
	LogRetentionDays int `pulumi:"logRetentionDays,optional"`
	// LogClass is "STANDARD" or "INFREQUENT_ACCESS", which costs half per GB written. CloudWatch reads that one by Logs
	// Insights only: no "aws logs tail", no metric filters and no subscriptions. A change replaces the log group, with all
	// logs in it. Default: none.
	LogClass string `pulumi:"logClass,optional"`
	// EnableExec lets people who may call ecs:ExecuteCommand open a shell in a task. Default: false.
	EnableExec bool `pulumi:"enableExec,optional"`
	// ExecLogGroupARN is the cluster's log group of sessions. Required with EnableExec. Default: none.
	ExecLogGroupARN pulumi.StringInput `pulumi:"execLogGroupArn,optional"`
	// ExecKMSKeyARN is the cluster's key of sessions. Required with EnableExec. Default: none.
	ExecKMSKeyARN pulumi.StringInput `pulumi:"execKmsKeyArn,optional"`
}

// TaskPolicy is one policy of the application: a managed one by its ARN, or a document of its own.
type TaskPolicy struct {
	// Name identifies the policy: lower-case letters, digits and hyphens. Required.
	Name string `pulumi:"name"`
	// ARN is a managed policy. A role can have 10. Default: none.
	ARN pulumi.StringInput `pulumi:"arn,optional"`
	// Document is a policy as JSON text. Default: none.
	Document pulumi.StringInput `pulumi:"document,optional"`
}

// EgressTo is something that the application connects to.
type EgressTo struct {
	// Name says what it is, such as database: lower-case letters, digits and hyphens. Required.
	Name string `pulumi:"name"`
	// SecurityGroupID is the security group there; it gets a rule that admits the tasks. Set this, CIDR or PrefixListID.
	// Default: none.
	SecurityGroupID pulumi.StringInput `pulumi:"securityGroupId,optional"`
	// CIDR is a range of IPv4 addresses, such as "203.0.113.0/24", or "0.0.0.0/0" for one port everywhere. Default: none.
	CIDR string `pulumi:"cidr,optional"`
	// PrefixListID is a managed list of ranges. Its maximum number of entries counts against the 60 rules of a security
	// group. Default: none.
	PrefixListID pulumi.StringInput `pulumi:"prefixListId,optional"`
	// Protocol is "tcp" or "udp"; a security group has a rule for tcp only. Default: "tcp".
	Protocol string `pulumi:"protocol,optional"`
	// Port is the port there, 1 to 65535. AWS blocks TCP port 25 on Fargate until it lifts the limit for an account; mail
	// servers also listen on 587. Required.
	Port int `pulumi:"port"`
	// SkipIngressRule reports that the group there already has a rule that admits these tasks; AWS rejects a duplicate.
	// Default: false.
	SkipIngressRule bool `pulumi:"skipIngressRule,optional"`
}

// AllowFrom is something that connects from its own security group.
type AllowFrom struct {
	// Name says what it is, such as bastion: lower-case letters, digits and hyphens. Required.
	Name string `pulumi:"name"`
	// SecurityGroupID is the security group there, which must allow egress. Required.
	SecurityGroupID pulumi.StringInput `pulumi:"securityGroupId"`
}

// The classes of a log group, for TaskArgs.LogClass. Without one it is LogStandard.
const (
	LogStandard         = "STANDARD"
	LogInfrequentAccess = "INFREQUENT_ACCESS"
)

// The protocols of EgressTo.
const (
	TCP = "tcp"
	UDP = "udp"
)

// WithDefaults fills in the defaults. The components do so themselves.
func (e EgressTo) WithDefaults() EgressTo {
	e.Protocol = cmp.Or(e.Protocol, TCP)
	return e
}

// WithDefaults fills in the defaults. The components do so themselves.
func (a TaskArgs) WithDefaults() TaskArgs {
	if a.EgressTo != nil {
		all := make([]EgressTo, len(a.EgressTo))
		for i, to := range a.EgressTo {
			all[i] = to.WithDefaults()
		}
		a.EgressTo = all
	}
	a.Architecture = cmp.Or(a.Architecture, ARM64)
	a.LogRetentionDays = cmp.Or(a.LogRetentionDays, 30)
	return a
}
