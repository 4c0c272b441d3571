package backend

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/alb"
	"github.com/tenfold-iac/tenfold/components/broker"
	"github.com/tenfold-iac/tenfold/components/storage"
)

// outputs are the parts of an environment that have outputs. Release, beat, Flower and operator are nil if they are not
// wanted.
type outputs struct {
	region string
	exec   bool
	// sessions is the log group of shells, and sessionKey their key.
	sessions, sessionKey pulumi.StringOutput
	network              Network
	balancer             *alb.ALB
	database             Database
	cache                Cache
	broker               broker.Connection
	storage              *storage.Storage
	cluster              pulumi.StringOutput
	pool                 Pool
	release              *Release
	web                  Service
	workers              map[string]Service
	beat                 *Service
	flower               *Flower
	// reserved is how many connections PgBouncer leaves to others.
	reserved int
	jobs     map[string]Job
	operator *Operator
	// warns says that a component may warn, such as of an environment that has no domain.
	warns bool
	// unnamed is a warning of names in AWS, "" for none.
	unnamed string
}

// export exports the outputs of the stack. Their names are an interface: people and other stacks use them.
func export(ctx *pulumi.Context, o outputs) {
	for name, value := range map[string]pulumi.Input{
		"url":                         o.storage.URL,
		"cdnDistributionId":           o.storage.DistributionID,
		"dnsTarget":                   o.storage.DistributionDomain,
		"staticBucket":                o.storage.StaticBucket,
		"loadBalancerDnsName":         o.balancer.DNSName,
		"vpcId":                       o.network.VPCID,
		"publicSubnetIds":             o.network.PublicSubnetIDs,
		"privateSubnetIds":            o.network.PrivateSubnetIDs,
		"isolatedSubnetIds":           o.network.IsolatedSubnetIDs,
		"natPublicIps":                o.network.NATPublicIPs,
		"databaseEndpoint":            o.database.Endpoint,
		"databasePort":                pulumi.Int(o.database.Port),
		"databaseMaxConnections":      pulumi.Int(o.database.MaxConnections),
		"databaseReservedConnections": pulumi.Int(o.reserved),
		"databaseIdentifier":          o.database.Identifier,
		"databaseReplicaIdentifiers":  o.database.ReplicaIdentifiers,
		"databaseReaderEndpoints":     pulumi.StringArray(o.database.Readers),
		"databaseMasterSecretArn":     o.database.MasterSecretARN,
		"databaseUrlSecret":           o.pool.DatabaseURLSecret,
		"clusterName":                 o.cluster,
		"pgbouncerHost":               o.pool.Host,
		"pgbouncerSecurityGroupId":    o.pool.SecurityGroupID,
		"brokerUrlSecretArn":          o.broker.URLSecretARN,
		"cacheHost":                   o.cache.Host,
		"cacheReplicationGroupId":     o.cache.ReplicationGroupID,
		"cacheUrlSecretArn":           o.cache.URLSecretARN,
		"webService":                  o.web.Name,
		"webRunning":                  o.web.Running,
		"webLogGroup":                 o.web.LogGroup,
		"webSecurityGroupId":          o.web.SecurityGroupID,
		"webTaskRoleArn":              o.web.TaskRoleARN,
	} {
		ctx.Export(name, value)
	}
	if o.release != nil {
		ctx.Export("releaseTaskDefinition", o.release.TaskDefinitionARN)
		ctx.Export("releaseSecurityGroupId", o.release.SecurityGroupID)
		ctx.Export("releaseLogGroup", o.release.LogGroup)
	}
	exportUploads(ctx, o.storage)
	exportWorkers(ctx, o)
	exportJobs(ctx, o.jobs)
	exportWaysIn(ctx, o)
	if o.warns || o.unnamed != "" {
		ctx.Export("warnings", warningsByKey(o.balancer.Warning, o.storage.Warning, pulumi.String(o.unnamed).ToStringOutput()))
	}
}

// exportUploads exports what names the uploads, and what the owner of an existing bucket must add to its policy.
func exportUploads(ctx *pulumi.Context, files *storage.Storage) {
	ctx.Export("uploadsBucket", files.UploadsBucket)
	ctx.Export("uploadsKeyArn", files.UploadsKeyARN)
	ctx.Export("uploadsBucketPolicy", files.UploadsBucketPolicyJSON)
}

// exportWorkers exports the worker services by their names in the tier.
func exportWorkers(ctx *pulumi.Context, o outputs) {
	services, running, logs := pulumi.StringMap{}, pulumi.StringMap{}, pulumi.StringMap{}
	for name, worker := range o.workers {
		services[name], running[name], logs[name] = worker.Name, worker.Running, worker.LogGroup
	}
	ctx.Export("workerServices", services)
	ctx.Export("workersRunning", running)
	ctx.Export("workerLogGroups", logs)
	if o.beat != nil {
		ctx.Export("beatService", o.beat.Name)
		ctx.Export("beatLogGroup", o.beat.LogGroup)
	}
	if o.flower != nil {
		ctx.Export("flowerService", o.flower.Name)
		ctx.Export("flowerLogGroup", o.flower.LogGroup)
		ctx.Export("flowerLoginSecretArn", o.flower.LoginSecretARN)
		ctx.Export("flowerPort", o.flower.Port)
	}
}

// exportJobs exports the jobs by their names in the file.
func exportJobs(ctx *pulumi.Context, jobs map[string]Job) {
	definitions, groups, logs := pulumi.StringMap{}, pulumi.StringMap{}, pulumi.StringMap{}
	for name, job := range jobs {
		definitions[name], groups[name], logs[name] = job.TaskDefinitionARN, job.SecurityGroupID, job.LogGroup
	}
	ctx.Export("jobTaskDefinitions", definitions)
	ctx.Export("jobSecurityGroupIds", groups)
	ctx.Export("jobLogGroups", logs)
}

// exportWaysIn exports what tenfold commands needs, besides the names of services.
func exportWaysIn(ctx *pulumi.Context, o outputs) {
	ctx.Export("region", pulumi.String(o.region))
	ctx.Export("exec", pulumi.Bool(o.exec))
	ctx.Export("sessionLogGroup", o.sessions)
	ctx.Export("sessionKeyArn", o.sessionKey)
	ctx.Export("databaseName", o.pool.DatabaseName)
	ctx.Export("pgbouncerService", o.pool.ServiceName)
	ctx.Export("pgbouncerLogGroup", o.pool.LogGroup)
	if o.operator == nil {
		return
	}
	ctx.Export("operatorTaskDefinition", o.operator.TaskDefinitionARN)
	ctx.Export("operatorSecurityGroupId", o.operator.SecurityGroupID)
	ctx.Export("operatorLogGroup", o.operator.LogGroup)
	ctx.Export("operatorRoleArns", pulumi.StringArray{o.operator.TaskRoleARN, o.operator.ExecutionRoleARN})
	ctx.Export("operatorSecretArn", o.pool.OperatorSecretARN)
	ctx.Export("operatorCommands", pulumi.ToStringArray(o.operator.Commands))
}
