package backend

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/broker"
	"github.com/tenfold-iac/tenfold/stacks/backend/config"
	"github.com/tenfold-iac/tenfold/stacks/tier"
)

// platform runs containers. Program does not know which platform it is: a specification says what to run, how big it
// is and what it may reach, and never how.
type platform interface {
	// clusterName is the name of what all containers run in.
	clusterName() pulumi.StringOutput
	// sessionLogGroup is where the log of shells is, and sessionKey the ARN of the key that encrypts both.
	sessionLogGroup() pulumi.StringOutput
	sessionKey() pulumi.StringOutput
	// newPool runs PgBouncer in front of the database.
	newPool(name string, spec PoolSpec) (Pool, error)
	// newRelease runs a command once for each image. What comes after it waits for the result.
	newRelease(name string, spec ReleaseSpec) (*Release, error)
	// newWeb runs the application behind the load balancer.
	newWeb(name string, spec WebSpec) (Service, error)
	// newQueueDepth publishes how many messages wait in a broker of Redis or RabbitMQ.
	newQueueDepth(name string, spec QueueDepthSpec) (*Depth, error)
	// newWorker runs one worker service.
	newWorker(name string, spec WorkerSpec) (Service, error)
	// newBeat runs Celery beat, exactly once.
	newBeat(name string, spec BeatSpec) (*Service, error)
	// newFlower runs Flower, which only people inside the network can reach.
	newFlower(name string, spec FlowerSpec) (*Flower, error)
	// newJob runs a command on a schedule.
	newJob(name string, spec JobSpec) (Job, error)
	// newOperator makes what people start to reach what holds data.
	newOperator(name string, spec OperatorSpec) (*Operator, error)
}

// newPlatform makes what all containers run in.
func newPlatform(ctx *pulumi.Context, kind string, spec PlatformSpec) (platform, error) {
	switch kind {
	case config.ECS:
		return newFargate(ctx, spec)
	default:
		return nil, fmt.Errorf("platform is %q; want %q", kind, config.ECS)
	}
}

// PlatformSpec is where containers run.
type PlatformSpec struct {
	Region           string
	VPCID            pulumi.StringInput
	SubnetIDs        pulumi.StringArrayInput
	LogRetentionDays int
	AllowDestroy     bool
	Sizes            tier.Cluster
	// Outages are the options that name what an update of a component causes.
	Outages map[string]pulumi.ResourceOption
}

// AppSpec is what all parts of the application have in common.
type AppSpec struct {
	Image string
	// Architecture is what the image is built for, and RegistryCredentials the ARN of a secret, "" for none.
	Architecture, RegistryCredentials string
	// SkipTmpInit leaves /tmp as the image makes it.
	SkipTmpInit bool
	// Exec allows a shell in the tasks.
	Exec bool
	// Variables are environment variables. Secrets are the ARNs of those with a password, SecretKeyARNs their keys.
	Variables, Secrets map[string]pulumi.StringInput
	SecretKeyARNs      pulumi.StringArrayInput
	// SecretVersions are the versions of secrets by their variables. SecretsGeneration stands for those without.
	SecretVersions    map[string]pulumi.StringInput
	SecretsGeneration int
	// Endpoints are what the application connects to, besides the broker, and Policies what it may do in AWS. UploadPolicy is
	// the document for its uploads.
	Endpoints    []Endpoint
	Policies     []Policy
	UploadPolicy pulumi.StringInput
	Broker       broker.Connection
	// After are the parts that must be deployed before this one is updated. RollbackNote says, in the error of a part that
	// was rolled back, which version the others have.
	After        []pulumi.ResourceArrayInput
	RollbackNote string
}

// Endpoint is a port of a security group, of a range of addresses or of a list of ranges.
type Endpoint struct {
	Name                          string
	SecurityGroupID, PrefixListID pulumi.StringInput
	CIDR, Protocol                string
	Port                          int
}

// Policy is an IAM policy: a document, or a managed one.
type Policy struct {
	Name          string
	ARN, Document pulumi.StringInput
}

// PoolSpec is PgBouncer.
type PoolSpec struct {
	Image    string
	Database Database
	// Extensions are created as the master user.
	Extensions         []string
	PasswordGeneration int
	// Operator makes logins for people.
	Operator bool
	Clients  []Client
	Sizes    tier.PgBouncer
}

// Client is what holds connections to PgBouncer, at its maximum: each process has Connections to each of two databases.
type Client struct {
	Name                          string
	Tasks, Processes, Connections int
}

// Pool is a running PgBouncer.
type Pool struct {
	Host pulumi.StringOutput
	Port int
	// DatabaseURLSecret and ReadURLSecret name the secrets with the URLs of the primary and of the replicas.
	DatabaseURLSecret, ReadURLSecret pulumi.StringOutput
	// URLSecretVersion is the version of the secret that holds both.
	URLSecretVersion pulumi.StringOutput
	// AdminURLSecret names the secret with the URL for migrations and jobs, whose statements may take as long as they need.
	AdminURLSecret  pulumi.StringOutput
	SecurityGroupID pulumi.StringOutput
	Deployed        pulumi.ResourceArrayOutput
	// DatabaseName is the application's database, and AdminSecretARN the secret with the login of its owner.
	DatabaseName, AdminSecretARN pulumi.StringOutput
	// OperatorSecretARN is the secret with people's logins; it is empty without them.
	OperatorSecretARN pulumi.StringOutput
	// TasksSecurityGroupID is the group of PgBouncer's tasks, for who must reach a certain one of them.
	TasksSecurityGroupID, ServiceName, LogGroup pulumi.StringOutput
}

// ReleaseSpec is a command that runs once for each image.
type ReleaseSpec struct {
	App     AppSpec
	Release config.Release
}

// Release is a command that ran. Its task definition and security group are for further commands with the same database
// session, such as a shell of Django.
type Release struct {
	Deployed                                     pulumi.ResourceArrayOutput
	TaskDefinitionARN, SecurityGroupID, LogGroup pulumi.StringOutput
}

// WebSpec is the web service.
type WebSpec struct {
	App                                                            AppSpec
	LoadBalancerSecurityGroupID, TargetGroupARN, RequestCountLabel pulumi.StringInput
	LoadBalancerCIDRs                                              pulumi.StringArrayInput
	Port, KeepAlive                                                int
	Sizes                                                          tier.Web
}

// Service is a running part of the application.
type Service struct {
	Name, LogGroup, SecurityGroupID, TaskRoleARN pulumi.StringOutput
	// Running is the version of the task definition that runs. Deployed is known once that is the requested one.
	Running  pulumi.StringOutput
	Deployed pulumi.ResourceArrayOutput
}

// QueueDepthSpec is what publishes the depth of queues.
type QueueDepthSpec struct {
	Image, Library string
	Queues         []string
	Broker         broker.Connection
	Sizes          tier.QueueDepth
}

// Depth is where the depth of queues is published: a namespace of CloudWatch, and the value of the dimension Environment.
type Depth struct{ Namespace, Environment string }

// WorkerSpec is one worker service.
type WorkerSpec struct {
	App                AppSpec
	Library, CeleryApp string
	TaskEvents         bool // for Flower
	Sizes              tier.Worker
	// Depth is nil if AWS publishes the depth of the broker's queues.
	Depth        *Depth
	AlarmActions []string
}

// BeatSpec is Celery beat. Scheduler is where it keeps its schedule.
type BeatSpec struct {
	App                  AppSpec
	CeleryApp, Scheduler string
	Sizes                tier.Beat
}

// FlowerSpec is Flower.
type FlowerSpec struct {
	App          AppSpec
	CeleryApp    string
	AllowDestroy bool
	Sizes        tier.Flower
}

// Flower is a running Flower.
type Flower struct {
	Service
	LoginSecretARN pulumi.StringOutput
	Port           pulumi.IntOutput
}

// JobSpec is a command on a schedule.
type JobSpec struct {
	App          AppSpec
	Job          config.Job
	AlarmActions []string
}

// Job is a command on a schedule.
type Job struct{ TaskDefinitionARN, SecurityGroupID, LogGroup pulumi.StringOutput }

// OperatorSpec is what people must reach.
type OperatorSpec struct {
	Image    string
	Pool     Pool
	Database Database
	Cache    Cache
	Broker   broker.Connection
	Sizes    tier.Operator
}

// Operator is what people start.
type Operator struct {
	TaskDefinitionARN, SecurityGroupID, LogGroup, TaskRoleARN, ExecutionRoleARN pulumi.StringOutput
	// Commands are the names of what people can run in its task.
	Commands []string
}
