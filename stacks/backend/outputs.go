package backend

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// export publishes what people and other stacks need of an environment. The names are part of its interface.
func (e *environment) export() {
	for name, value := range map[string]pulumi.Input{
		"url":                      e.storage.URL,
		"cdnDistributionId":        e.storage.DistributionID,
		"staticBucket":             e.storage.StaticBucket,
		"uploadsBucket":            e.storage.UploadsBucket,
		"loadBalancerDnsName":      e.front.DNSName,
		"vpcId":                    e.network.VPCID,
		"privateSubnetIds":         e.network.PrivateSubnetIDs,
		"isolatedSubnetIds":        e.network.IsolatedSubnetIDs,
		"natPublicIps":             e.network.NATPublicIPs,
		"databaseEndpoint":         e.database.Endpoint,
		"databaseReaderEndpoints":  e.database.ReaderEndpoints,
		"databaseMasterSecretArn":  e.database.MasterSecretARN,
		"databaseUrlSecret":        e.pool.databaseURLSecret,
		"pgbouncerHost":            e.pool.host,
		"pgbouncerSecurityGroupId": e.pool.securityGroupID,
		"cacheHost":                e.cache.Host,
		"webService":               e.web.name,
		"webRunning":               e.web.running,
		"webLogGroup":              e.web.logGroup,
		"webSecurityGroupId":       e.web.securityGroupID,
		"webTaskRoleArn":           e.web.taskRoleARN,
	} {
		e.ctx.Export(name, value)
	}
	e.exportWorkers()
	if e.config.Domain == "" {
		e.ctx.Export("warning", e.storage.Warning)
	}
}

// exportWorkers publishes the workers' services by the names that the tier gives them.
func (e *environment) exportWorkers() {
	services, running, logs := pulumi.StringMap{}, pulumi.StringMap{}, pulumi.StringMap{}
	for name, worker := range e.workers {
		services[name], running[name], logs[name] = worker.name, worker.running, worker.logGroup
	}
	e.ctx.Export("workerServices", services)
	e.ctx.Export("workersRunning", running)
	e.ctx.Export("workerLogGroups", logs)
	if e.config.Beat != "" {
		e.ctx.Export("beatService", e.beat.name)
	}
	if e.config.Flower {
		e.ctx.Export("flowerService", e.flower.name)
		e.ctx.Export("flowerLoginSecretArn", e.flower.loginSecretARN)
	}
}
