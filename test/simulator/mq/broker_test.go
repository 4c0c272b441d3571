package mq_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
	"github.com/tenfold-iac/tenfold/test/simulator/mq"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

func TestRabbitMQ(t *testing.T) {
	f := newFixture(t)
	inputs := f.rabbit(nil)
	id, state := f.MustCreate(mq.Broker, "tasks", inputs)
	require.Regexp(t, "^b-[0-9a-f]{8}-", id)
	require.Equal(t, "arn:aws:mq:us-east-1:123456789012:broker:tasks:"+id, state["arn"])
	require.Equal(t, list(map[string]any{
		"consoleUrl": "https://" + id + ".mq.us-east-1.amazonaws.com", "ipAddress": "",
		"endpoints": list("amqps://" + id + ".mq.us-east-1.amazonaws.com:5671"),
	}), state["instances"])
	require.Equal(t, "ebs", state["storageType"])
	require.Equal(t, "SINGLE_INSTANCE", state["deploymentMode"])
	require.Regexp(t, "^c-", state.String("configuration.id"))
	diff := func(changes props) (changed, replaced []string) {
		changed, replaced, _, err := f.Diff(mq.Broker, id, f.rabbit(changes))
		require.NoError(t, err)
		return changed, replaced
	}
	changed, _ := diff(nil)
	require.Empty(t, changed)
	changed, _ = diff(props{"users": user(props{"password": "another-password"})})
	require.Empty(t, changed, "MQ7: users are as they were made")
	for property, value := range map[string]any{
		"brokerName": "new", "deploymentMode": "CLUSTER_MULTI_AZ", "publiclyAccessible": true, "subnetIds": list(f.b),
		"encryptionOptions":               map[string]any{"useAwsOwnedKey": false},
		"ldapServerMetadata":              map[string]any{"hosts": list("h"), "roleBase": "r", "userBase": "u"},
		"dataReplicationPrimaryBrokerArn": "arn:aws:mq:x", "engineType": "ActiveMQ", "storageType": "efs",
		"authenticationStrategy": "ldap",
	} {
		_, replaced := diff(props{property: value})
		require.Equal(t, []string{property}, replaced, "MQ8")
	}
	_, replaced := diff(props{"engineVersion": "4.2", "hostInstanceType": "mq.m7g.large", "securityGroups": list("sg-1")})
	require.Empty(t, replaced, "MQ8: in place")
	_, _, err := f.Create(mq.Broker, "again", inputs)
	require.ErrorContains(t, err, "operation error mq: CreateBroker, https response error StatusCode: 400")
	require.ErrorContains(t, err, ", ConflictException: Requested broker name [tasks] already exists.")
	require.ErrorContains(t, f.Delete(ec2.SecurityGroup, f.group), "DependencyViolation")
	require.ErrorContains(t, f.Delete(ec2.Subnet, f.a), "DependencyViolation")
	require.NoError(t, f.Delete(mq.Broker, id))
	require.NoError(t, f.Delete(ec2.SecurityGroup, f.group))
	require.NoError(t, f.Delete(ec2.Subnet, f.a))
}

func TestUpgrades(t *testing.T) {
	f := newFixture(t)
	old := f.rabbit(props{"engineVersion": "3.12.13", "hostInstanceType": "mq.m7g.large"})
	_, _, err := f.Create(mq.Broker, "tasks", old)
	require.ErrorContains(t, err, "BadRequestException: Broker engine version [3.12.13] is invalid for broker engine type [RABBITMQ]. Valid values: [4.3, 4.2, 3.13]",
		"MQ12: closed since 2025-02-15")
	require.NoError(t, f.SetDay(t.Context(), time.Date(2025, 2, 14, 0, 0, 0, 0, time.UTC)))
	id, _ := f.MustCreate(mq.Broker, "tasks", old)
	require.NoError(t, f.SetDay(t.Context(), time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)))
	to := func(version string) error {
		_, err := f.Update(mq.Broker, id, f.rabbit(props{"engineVersion": version, "hostInstanceType": "mq.m7g.large"}))
		return err
	}
	require.NoError(t, to("3.12.13"), "what runs it stays")
	require.ErrorContains(t, to("4.2"), "BadRequestException: Broker engine version [3.12.13] cannot be changed to [4.2].", "MQ11")
	require.NoError(t, to("3.13"))
	require.ErrorContains(t, to("4.3"), "BadRequestException: Broker engine version [3.13] cannot be changed to [4.3].", "MQ11")
	require.NoError(t, to("4.2"), "MQ11: in place")
	require.NoError(t, to("4.3"), "MQ11: in place")
	require.ErrorContains(t, to("4.2"), "BadRequestException: Broker engine version [4.3] cannot be changed to [4.2].")
}

func TestActiveMQ(t *testing.T) {
	f := newFixture(t)
	inputs := f.active(props{
		"deploymentMode": "ACTIVE_STANDBY_MULTI_AZ", "subnetIds": list(f.a, f.b),
		"users": user(props{"consoleAccess": true}),
	})
	id, state := f.MustCreate(mq.Broker, "b", inputs)
	require.Len(t, state["instances"], 2)
	require.Equal(t, "ssl://"+id+"-2.mq.us-east-1.amazonaws.com:61617", state.String("instances.1.endpoints.0"))
	require.Len(t, state.List("instances.0.endpoints"), 5)
	require.Equal(t, "efs", state["storageType"])
	changed, _, _, err := f.Diff(mq.Broker, id, simtest.With(inputs, props{"users": user(nil)}))
	require.NoError(t, err)
	require.Equal(t, []string{"users"}, changed)
}

func TestConfiguration(t *testing.T) {
	f := newFixture(t)
	for _, c := range []struct {
		changes props
		want    string
	}{
		{props{"engineType": "Kafka"}, "expected engine_type to be one of "},
		{props{"name": strings.Repeat("a", 151)}, "expected length of name to be in the range (1 - 150)"},
		{props{"authenticationStrategy": "x"}, "expected authentication_strategy to be one of "},
		{
			props{"engineVersion": "1"},
			"BadRequestException: Configuration engine version [1] is invalid for engine type [RabbitMQ].",
		},
		{nil, "ConflictException: Requested configuration name [c] already exists."},
	} {
		_, _, err := f.Create(mq.Configuration, "x", configInputs(c.changes))
		require.ErrorContains(t, err, c.want)
	}
	inputs := configInputs(props{"name": "own"})
	id, state := f.MustCreate(mq.Configuration, "own", inputs)
	require.Equal(t, "arn:aws:mq:us-east-1:123456789012:configuration:"+id, state["arn"])
	require.Equal(t, 1.0, state["latestRevision"])
	state, err := f.Update(mq.Configuration, id, simtest.With(inputs, props{"description": "d"}))
	require.NoError(t, err)
	require.Equal(t, 1.0, state["latestRevision"])
	state, err = f.Update(mq.Configuration, id, simtest.With(inputs, props{"data": "x = 2"}))
	require.NoError(t, err)
	require.Equal(t, 2.0, state["latestRevision"])
	_, replaced, _, err := f.Diff(mq.Configuration, id, simtest.With(inputs, props{
		"name": "n", "engineType": "ActiveMQ", "engineVersion": "5.18", "authenticationStrategy": "ldap", "data": "z",
	}))
	require.NoError(t, err)
	require.ElementsMatch(t, []string{"name", "engineType", "engineVersion", "authenticationStrategy"}, replaced)
	use := func(base func(props) props, name string, revision int) error {
		_, _, err := f.Create(mq.Broker, name, base(props{
			"brokerName": name, "configuration": map[string]any{"id": id, "revision": revision},
		}))
		return err
	}
	require.ErrorContains(t, use(f.active, "a", 1), "Configuration ["+id+"] is for engine type [RabbitMQ].")
	require.ErrorContains(t, use(f.rabbit, "b", 3), "Configuration ["+id+"] has no revision [3].")
	require.NoError(t, use(f.rabbit, "c", 2))
}

func TestLookups(t *testing.T) {
	const getBroker, getEngines = "aws:mq/getBroker:getBroker", "aws:mq/getBrokerEngineTypes:getBrokerEngineTypes"
	f := newFixture(t)
	id, _ := f.MustCreate(mq.Broker, "r", f.rabbit(encrypted(f.key, false)))
	active, _ := f.MustCreate(mq.Broker, "a", f.active(props{"brokerName": "a"}))
	found, err := f.Invoke(getBroker, props{"brokerName": "tasks"})
	require.NoError(t, err)
	require.Equal(t, id, found["brokerId"])
	require.Empty(t, found["users"], "the API tells no user of RabbitMQ")
	require.Equal(t, list(map[string]any{"kmsKeyId": f.key, "useAwsOwnedKey": false}), found["encryptionOptions"])
	found, err = f.Invoke(getBroker, props{"brokerId": active})
	require.NoError(t, err)
	require.Equal(t, "a", found["brokerName"])
	require.Equal(t, "celery", found.String("users.0.username"))
	require.Equal(t, list(map[string]any{"kmsKeyId": "", "useAwsOwnedKey": true}), found["encryptionOptions"])
	_, err = f.Invoke(getBroker, props{"brokerName": "none"})
	require.ErrorContains(t, err, "reading MQ Broker (none): couldn't find resource")
	engines, err := f.Invoke(getEngines, props{"engineType": "RabbitMQ"})
	require.NoError(t, err)
	require.Len(t, engines["brokerEngineTypes"], 1)
	require.Equal(t, "4.3", engines.String("brokerEngineTypes.0.engineVersions.0.name"))
}
