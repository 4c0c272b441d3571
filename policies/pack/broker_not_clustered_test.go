package pack_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/policies/pack"
)

const (
	hashed  = ": Celery uses several keys in one command, which a cluster keeps in different places and refuses"
	leads   = " leads to the configuration endpoint of a store in cluster mode; want the broker's own endpoint" + hashed
	fromURL = "broker-not-clustered · worker · containerDefinitions[0].secrets[0].valueFrom" + leads
)

func TestBrokerNotClustered(t *testing.T) {
	checkBreaches(t, []breach{
		{name: "cluster mode", do: put("redis", "clusterMode", "enabled"), want: []string{
			`broker-not-clustered · redis · clusterMode is "enabled"; want "disabled"` + hashed,
		}},
		{name: "on the way to cluster mode", do: put("redis", "clusterMode", "compatible"), want: []string{
			`broker-not-clustered · redis · clusterMode is "compatible"; want "disabled"` + hashed,
		}},
		{name: "shards", do: put("redis", "numNodeGroups", 2), want: []string{
			"broker-not-clustered · redis · numNodeGroups is 2; want 1" + hashed,
		}},
		{name: "one shard", do: func(f fixture) {
			f.set("redis", "numNodeGroups", 1)
			f.set("redis", "clusterMode", nil)
		}, want: []string{}},
		{
			name: "AWS's clustered parameter group", do: put("redis", "parameterGroupName", "default.valkey8.cluster.on"),
			want: []string{
				`broker-not-clustered · redis · parameterGroupName is "default.valkey8.cluster.on"; ` +
					"want a parameter group without cluster mode" + hashed,
			},
		},
		{name: "AWS's parameter group", do: put("redis", "parameterGroupName", "default.valkey8"), want: []string{}},
		{name: "a clustered parameter group", want: []string{
			`broker-not-clustered · redis-params · parameters[0].value is "yes"; want "no"` + hashed,
		}, do: put("redis-params", "parameters.0", props{"name": "cluster-enabled", "value": "yes"})},
		{name: "a store that is no broker", do: func(f fixture) {
			f["redis"].under = "tenfold:cache:Cache$"
			f.set("redis", "numNodeGroups", 2)
		}, want: []string{}},
	})
}

// The address in a secret is known once its value is; in a preview it is not.
func TestBrokerURLsInSecrets(t *testing.T) {
	address := func(url string) func(fixture) {
		return put("url-value", "secretString", secret{asJSON{props{"url": url}}})
	}
	checkBreaches(t, []breach{
		{
			name: "clustered", onlyUpdate: true, want: []string{fromURL},
			do: address("rediss://:" + password + "@clustercfg.cache.abc123.use1.cache.amazonaws.com:6379/0"),
		},
		{
			name: "clustered, without TLS", onlyUpdate: true, want: []string{fromURL},
			do: address("redis://cache.abc123.clustercfg.use1.cache.amazonaws.com:6379"),
		},
		{
			name: "the endpoint of a group of the stack", onlyUpdate: true, want: []string{fromURL},
			do: address("rediss://:" + password + "@cache.example.com:6379/0"),
		},
		{
			name: "one of several", onlyUpdate: true, want: []string{fromURL},
			do: address("redis://a:6379/0;redis://clustercfg.b.amazonaws.com:6379/0"),
		},
		{name: "a password that looks like it", want: []string{}, do: address("redis://:x@clustercfg.y@a.example.com/0")},
		{name: "another key of the secret", want: []string{}, do: put("url-value", "secretString", asJSON{props{
			"url": "rediss://redis.example.com", "cache": "rediss://cache.example.com",
		}})},
		{name: "another variable", want: []string{}, do: func(f fixture) {
			address("rediss://cache.example.com")(f)
			f.set("worker", "containerDefinitions.0.secrets.0.name", "CACHE_URL")
		}},
		{name: "the whole secret", onlyUpdate: true, want: []string{fromURL}, do: func(f fixture) {
			f.set("url-value", "secretString", "rediss://cache.example.com:6379")
			f.set("worker", "containerDefinitions.0.secrets.0.valueFrom", ref{"url-value", "arn"})
		}},
		{name: "a secret whose name begins alike", want: []string{}, do: func(f fixture) {
			f.set("url-value", "secretString", "rediss://cache.example.com:6379")
			f.set("worker", "containerDefinitions.0.secrets.0.valueFrom", joined{ref{"url-value", "arn"}, "-2"})
		}},
	})
}

func TestBrokerURLsInTheOpen(t *testing.T) {
	const at = "broker-not-clustered · worker · containerDefinitions[0].environment[0].value"
	for variable, want := range map[string][]string{
		"BROKER_URL":         {at + leads},
		"CELERY_BROKER_URL":  {at + leads},
		"CACHE_URL":          {},
		"BROKER_URL_TIMEOUT": {},
	} {
		f := compliant()
		f.set("worker", "containerDefinitions.0.environment.0.name", variable)
		require.Equal(t, want, violations(t, f, pack.Options{}), variable)
	}
}

func TestPasswordsAreNeverPrinted(t *testing.T) {
	f := compliant()
	url := "rediss://:" + password + "@cache.example.com:6379/0"
	f.set("url-value", "secretString", secret{asJSON{props{"url": url}}})
	f.set("worker", "containerDefinitions.0.environment.0", props{"name": "BROKER_URL", "value": url})
	found := violations(t, f, pack.Options{})
	require.Len(t, found, 2)
	require.NotContains(t, fmt.Sprint(found), password)
}

func TestMalformedBrokerVariablesAreReported(t *testing.T) {
	for path, reported := range map[string]string{
		"environment":         "environment",
		"environment.0.value": "environment[0].value",
		"secrets":             "secrets",
		"secrets.0.valueFrom": "secrets[0].valueFrom",
	} {
		f := compliant()
		f.set("worker", "containerDefinitions.0.environment.0.name", "BROKER_URL")
		f.set("worker", "containerDefinitions.0.environment.0.value", "redis://redis.example.com")
		f.set("worker", "containerDefinitions.0."+path, 7)
		require.Equal(t, []string{
			"broker-not-clustered · worker · containerDefinitions[0]." + reported + " could not be checked: " +
				"its value is unknown or malformed; set a plain value, or check it by hand",
		}, violations(t, f, pack.Options{}), path)
	}
}
