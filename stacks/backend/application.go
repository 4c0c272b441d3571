package backend

import (
	"maps"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
)

// ttls are how long, in seconds, the application should keep what it caches; docs/application.md says what for.
var ttls = map[string]int{
	"CACHE_TTL_SESSION":   30 * 60,
	"CACHE_TTL_PROFILE":   10 * 60,
	"CACHE_TTL_PUBLIC":    3 * 60,
	"CACHE_TTL_AGGREGATE": 30 * 60,
}

// variables are the application's environment variables, own those of one of its parts. The environment's win.
func (e *environment) variables(own map[string]string) map[string]pulumi.StringInput {
	all := map[string]pulumi.StringInput{
		"STATIC_BUCKET":  e.storage.StaticBucket,
		"UPLOADS_BUCKET": e.storage.UploadsBucket,
		"CDN_DOMAIN":     e.storage.CDNDomain,
		"BROKER_KIND":    pulumi.String(e.sizes.Broker.Kind),
	}
	maps.Copy(all, texts(own))
	for name, seconds := range ttls {
		all[name] = pulumi.String(strconv.Itoa(seconds))
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
	maps.Copy(all, texts(e.config.Secrets))
	return all
}

// secretKeys are the keys that the secrets are encrypted with.
func (e *environment) secretKeys() pulumi.StringArray {
	return pulumi.StringArray{e.pool.keyARN, e.cache.KMSKeyARN}
}

// connections are what the application connects to inside the network.
func (e *environment) connections() []ecs.EgressTo {
	return []ecs.EgressTo{
		{Name: "pgbouncer", SecurityGroupID: e.pool.securityGroupID, Port: e.pool.port},
		{Name: "cache", SecurityGroupID: e.cache.SecurityGroupID, Port: e.cache.Endpoint.Port},
	}
}

// permissions are what the application may do in AWS.
func (e *environment) permissions() []ecs.TaskPolicy {
	return []ecs.TaskPolicy{{Name: "uploads", Document: e.storage.UploadPolicyJSON}}
}

func texts(values map[string]string) map[string]pulumi.StringInput {
	inputs := map[string]pulumi.StringInput{}
	for name, value := range values {
		inputs[name] = pulumi.String(value)
	}
	return inputs
}
