package config

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	someNetwork = `"network": {"vpcId": "vpc-1", "publicSubnetIds": ["subnet-1", "subnet-2"], "privateSubnetIds": ["subnet-3", "subnet-4"]}`
	someSecret  = `"urlSecretArn": "arn:aws:secretsmanager:us-east-1:123456789012:secret:url-AbCdEf"`
)

func TestExisting(t *testing.T) {
	c, err := load(t, map[string]string{"tenfold:existing": `{` + someNetwork + `, "database": {"identifier": "shop", "replicas": ["shop-1"]},
		"cache": {"replicationGroupId": "shop", ` + someSecret + `}, "broker": {"replicationGroupId": "tasks", ` + someSecret + `}}`})
	require.NoError(t, err)
	const secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:url-AbCdEf"
	require.Equal(t, Existing{
		Network: ExistingNetwork{
			VPCID: "vpc-1", PublicSubnetIDs: []string{"subnet-1", "subnet-2"}, PrivateSubnetIDs: []string{"subnet-3", "subnet-4"},
		},
		Database: ExistingDatabase{Identifier: "shop", Replicas: []string{"shop-1"}},
		Cache:    ExistingRedis{ReplicationGroupID: "shop", URLSecretARN: secret},
		Broker:   ExistingBroker{ReplicationGroupID: "tasks", URLSecretARN: secret},
	}, c.Existing)
}

func TestAWrongExistingPartNamesItsKey(t *testing.T) {
	for _, tc := range []struct{ existing, key, value, want string }{
		{`{"vpc": {}}`, "", "", `tenfold:existing.vpc is unknown; want one of broker, cache, database, network, storage`},
		{`{"network": {}}`, "", "", `tenfold:existing.network.vpcId is required; for example vpc-0a1b2c3d`},
		{
			`{"network": {"vpcId": "main", "publicSubnetIds": ["subnet-1", "subnet-2"], "privateSubnetIds": ["subnet-3", "subnet-4"]}}`,
			"", "", `tenfold:existing.network.vpcId is "main"; want the ID of a VPC, such as vpc-0a1b2c3d`,
		},
		{
			`{"network": {"vpcId": "vpc-1", "publicSubnetIds": ["subnet-1"], "privateSubnetIds": ["subnet-3", "4"]}}`, "", "",
			`tenfold:existing.network.privateSubnetIds[1] is "4"; want the ID of a subnet, such as subnet-0a1b2c3d`,
		},
		{`{"database": {"identifier": "shop"}}`, "", "", `tenfold:existing.network is required with tenfold:existing.database; name ` +
			`the VPC that it is in`},
		{`{` + someNetwork + `}`, "tenfold:zones", `["us-east-1a", "us-east-1b"]`, `tenfold:zones is set; remove it: the subnets that exist ` +
			`decide`},
		{`{` + someNetwork + `}`, "tenfold:overrides", `{"network": {"nat": "single"}}`, `tenfold:overrides.network is set; remove it: ` +
			`the network exists already`},
		{`{` + someNetwork + `, "broker": {"brokerName": "shop"}}`, "", "", `tenfold:existing.broker.brokerName is "shop"; remove it: ` +
			`overrides.broker.kind is "redis"`},
		{`{` + someNetwork + `, "broker": {"brokerName": "shop"}}`, "", "", `tenfold:existing.broker.replicationGroupId is required with ` +
			`overrides.broker.kind "redis"`},
		{
			`{"broker": {"queues": {"bulk": {"name": "b", "deadLetterName": "d"}}}}`, "tenfold:overrides", `{"broker": {"kind": "sqs"}}`,
			`tenfold:existing.broker.queues.celery is required: overrides.workers.celery consumes it`,
		},
	} {
		values := map[string]string{"tenfold:existing": tc.existing}
		if tc.key != "" {
			values[tc.key] = tc.value
		}
		_, err := load(t, values)
		require.ErrorContains(t, err, `environment "dev": `+tc.want, tc.existing)
	}
}

func TestABaseHasWhatTheEnvironmentDoesNotMake(t *testing.T) {
	for _, tc := range []struct{ key, value, want string }{
		{"tenfold:base", "dev", `tenfold:base is "dev", this environment itself; want another one`},
		{"tenfold:base", "Staging", `tenfold:base is "Staging"; want lower-case letters, digits and hyphens, starting with a letter and ` +
			`not ending with a hyphen`},
		{"tenfold:existing", `{` + someNetwork + `}`, `tenfold:existing.network is set; remove it: tenfold:base has one`},
		{"tenfold:overrides", `{"cache": {"shards": 2}}`, `tenfold:overrides.cache is set; remove it: the cache exists already`},
		{"tenfold:zones", `["us-east-1a", "us-east-1b"]`, `tenfold:zones is set; remove it: the subnets that exist decide`},
	} {
		values := map[string]string{"tenfold:base": "staging"}
		values[tc.key] = tc.value
		_, err := load(t, values)
		require.ErrorContains(t, err, `environment "dev": `+tc.want)
	}
	c, err := load(t, map[string]string{"tenfold:base": "staging", "tenfold:overrides": `{"broker": {"nodeType": "cache.t4g.micro"}}`})
	require.NoError(t, err)
	require.Equal(t, "staging", c.Base)
}
