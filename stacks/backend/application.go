package backend

import (
	"maps"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/broker"
	"github.com/tenfold-iac/tenfold/components/ecs"
)

// ttls are how long, in seconds, the application should keep what it caches; docs/application.md says what for.
var ttls = map[string]int{
	"CACHE_TTL_SESSION":   30 * 60,
	"CACHE_TTL_PROFILE":   10 * 60,
	"CACHE_TTL_PUBLIC":    3 * 60,
	"CACHE_TTL_AGGREGATE": 30 * 60,
}

// variables are the application's environment variables. The environment's own win.
func (e *environment) variables() map[string]pulumi.StringInput {
	all := map[string]pulumi.StringInput{
		"WEB_CONCURRENCY":    pulumi.String(strconv.Itoa(e.sizes.Web.Processes)),
		"DATABASE_POOL_SIZE": pulumi.String(strconv.Itoa(e.sizes.Web.Connections)),
		"STATIC_BUCKET":      e.storage.StaticBucket,
		"UPLOADS_BUCKET":     e.storage.UploadsBucket,
		"CDN_DOMAIN":         e.storage.CDNDomain,
		"BROKER_KIND":        pulumi.String(e.sizes.Broker.Kind),
	}
	for name, seconds := range ttls {
		all[name] = pulumi.String(strconv.Itoa(seconds))
	}
	if e.sizes.Broker.Kind == broker.SQS {
		all["BROKER_URL"] = pulumi.String(e.broker.Connection.URL)
		all["BROKER_PREDEFINED_QUEUES"] = e.broker.Connection.PredefinedQueues
	}
	maps.Copy(all, texts(e.config.Variables))
	return all
}

// secrets are the environment variables that hold a password, by the ARN of their value.
func (e *environment) secrets() map[string]pulumi.StringInput {
	all := map[string]pulumi.StringInput{
		"DATABASE_URL":      e.pool.databaseURLSecret,
		"DATABASE_READ_URL": e.pool.readURLSecret,
		"CACHE_URL":         e.cache.URLSecret,
	}
	if e.sizes.Broker.Kind != broker.SQS {
		all["BROKER_URL"] = e.broker.Connection.URLSecret
	}
	maps.Copy(all, texts(e.config.Secrets))
	return all
}

// secretKeys are the keys that the secrets are encrypted with.
func (e *environment) secretKeys() pulumi.StringArray {
	keys := pulumi.StringArray{e.pool.keyARN, e.cache.KMSKeyARN}
	if e.sizes.Broker.Kind != broker.SQS {
		keys = append(keys, e.broker.Connection.KMSKeyARN)
	}
	return keys
}

// connections are what the application connects to inside the network.
func (e *environment) connections() []ecs.EgressTo {
	list := []ecs.EgressTo{
		{Name: "pgbouncer", SecurityGroupID: e.pool.securityGroupID, Port: e.pool.port},
		{Name: "cache", SecurityGroupID: e.cache.SecurityGroupID, Port: e.cache.Endpoint.Port},
	}
	if to := e.broker.Connection; to.Port > 0 {
		list = append(list, ecs.EgressTo{Name: "broker", SecurityGroupID: to.SecurityGroupID, Port: to.Port})
	}
	return list
}

// permissions are what the application may do in AWS.
func (e *environment) permissions() []ecs.TaskPolicy {
	list := []ecs.TaskPolicy{{Name: "uploads", Document: e.storage.UploadPolicyJSON}}
	if e.sizes.Broker.Kind == broker.SQS {
		list = append(list, ecs.TaskPolicy{Name: "broker", Document: e.broker.Connection.ProducerPolicy})
	}
	return list
}

func texts(values map[string]string) map[string]pulumi.StringInput {
	inputs := map[string]pulumi.StringInput{}
	for name, value := range values {
		inputs[name] = pulumi.String(value)
	}
	return inputs
}
