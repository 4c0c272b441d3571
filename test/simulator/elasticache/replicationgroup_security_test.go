package elasticache_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/elasticache"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

func TestSecurity(t *testing.T) {
	const length = `"auth_token" must contain from 16 to 128 alphanumeric characters or symbols (excluding @, ", and /)`
	groups := func(f *fixture, changes props) props {
		f.MustCreate(elasticache.UserGroup, "users", props{
			"engine": "redis", "userGroupId": "users", "userIds": list("default"),
		})
		return f.broker(changes)
	}
	creates(t, elasticache.ReplicationGroup, groups, []errorCase{
		{
			"C13",
			props{"transitEncryptionEnabled": false},
			"InvalidParameterValue: The AUTH token is only supported when encryption-in-transit is enabled",
		},
		{"C13 short", props{"authToken": strings.Repeat("a", 15)}, length},
		{"C13 long", props{"authToken": strings.Repeat("a", 129)}, length},
		{
			"C13 charset",
			props{"authToken": strings.Repeat("a", 16) + "@"},
			`only alphanumeric characters or symbols (excluding @, ", and /) allowed in "auth_token"`,
		},
		{"C14", props{"userGroupIds": list("users")}, `"auth_token": conflicts with user_group_ids`},
		{
			"C14 two",
			props{"authToken": nil, "userGroupIds": list("users", "more")},
			"Too many user_group_ids: Attribute supports 1 item maximum, but config has 2 declared.",
		},
		{"C14 one", props{"authToken": nil, "userGroupIds": list("users")}, ""},
		{
			"user group",
			props{"authToken": nil, "userGroupIds": list("none")},
			"UserGroupNotFound: User Group none not found.",
		},
		{"user group without TLS", props{
			"authToken": nil, "userGroupIds": list("users"), "transitEncryptionEnabled": false,
		}, "InvalidParameterCombination: User group based access control requires encryption-in-transit to be enabled."},
		{
			"user group before 6",
			props{"authToken": nil, "userGroupIds": list("users"), "engineVersion": "5.0.6"},
			"User group based access control is not supported for engine versions before 6.",
		},
		{
			"C15",
			props{"authToken": nil, "authTokenUpdateStrategy": "SET"},
			`"auth_token_update_strategy": "auth_token" must be specified`,
		},
		{
			"C15 value",
			props{"authTokenUpdateStrategy": "KEEP"},
			`expected auth_token_update_strategy to be one of ["SET" "ROTATE" "DELETE"], got KEEP`,
		},
		{"C15 fits", props{"authTokenUpdateStrategy": "SET"}, ""},
		{
			"C16 value",
			props{"transitEncryptionMode": "no"},
			`expected transit_encryption_mode to be one of ["preferred" "required"], got no`,
		},
		{
			"C16 off",
			props{"authToken": nil, "transitEncryptionEnabled": false, "transitEncryptionMode": "required"},
			"TransitEncryptionMode must not be required when transit encryption is disabled",
		},
		{
			"C17",
			props{"engine": "valkey", "engineVersion": "8.0", "transitEncryptionEnabled": nil},
			`"transit_encryption_enabled" must be specified when "engine" is "valkey"`,
		},
		{
			"key of an open cache",
			props{"kmsKeyId": "arn:aws:kms:us-east-1:123456789012:key/k"},
			"A KMS key can be specified only when encryption-at-rest is enabled.",
		},
		{
			"key",
			props{"atRestEncryptionEnabled": true, "kmsKeyId": "arn:aws:kms:us-east-1:123456789012:key/k"},
			"InvalidKMSKeyFault: The KMS key arn:aws:kms:us-east-1:123456789012:key/k does not exist or cannot be used.",
		},
		{
			"C19 retention",
			props{"snapshotRetentionLimit": 36},
			"expected snapshot_retention_limit to be in the range (0 - 35), got 36",
		},
		{
			"C19 daily",
			props{"snapshotWindow": "3:00-4:00"},
			`"snapshot_window" must satisfy the format of "hh24:mi-hh24:mi".`,
		},
		{
			"C19 weekly",
			props{"maintenanceWindow": "05:00-06:00"},
			`"maintenance_window" must satisfy the format of "ddd:hh24:mi-ddd:hh24:mi".`,
		},
		{
			"C19 short",
			props{"snapshotWindow": "03:00-03:30"},
			"InvalidParameterValue: The snapshot window must be at least 60 minutes.",
		},
		{
			"C19 short weekly",
			props{"maintenanceWindow": "sun:03:00-sun:03:59"},
			"InvalidParameterValue: The maintenance window must be at least 60 minutes.",
		},
		{
			"C19 overlap",
			props{"snapshotWindow": "23:30-00:30", "maintenanceWindow": "sun:00:00-sun:01:00"},
			"InvalidParameterValue: snapshot window and maintenance window must not overlap",
		},
		{
			"C19 overlap from before",
			props{"snapshotWindow": "01:30-02:30", "maintenanceWindow": "sun:00:00-sun:02:00"},
			"must not overlap",
		},
		{"C19 beside", props{"snapshotWindow": "01:00-02:00", "maintenanceWindow": "sun:00:00-sun:01:00"}, ""},
	})
}

func TestWindowsThatAreChosen(t *testing.T) {
	f := newFixture(t)
	for name, c := range map[string]struct{ snapshot, maintenance, wantSnapshot, wantMaintenance string }{
		"none":        {"", "", "03:00-04:00", "sun:05:00-sun:06:00"},
		"snapshot":    {"05:00-06:30", "", "05:00-06:30", "sun:07:00-sun:08:00"},
		"maintenance": {"", "mon:02:30-mon:05:00", "05:00-06:00", "mon:02:30-mon:05:00"},
	} {
		_, state := f.MustCreate(elasticache.ReplicationGroup, name, f.broker(props{
			"replicationGroupId": "b-" + name, "snapshotWindow": c.snapshot, "maintenanceWindow": c.maintenance,
		}))
		require.Equal(t, c.wantSnapshot, state["snapshotWindow"], name)
		require.Equal(t, c.wantMaintenance, state["maintenanceWindow"], name)
	}
}

func TestC16(t *testing.T) {
	f := newFixture(t)
	open := f.broker(props{"transitEncryptionEnabled": false, "authToken": nil})
	id, _ := f.MustCreate(elasticache.ReplicationGroup, "b", open)
	update := func(changes props) error {
		_, err := f.Update(elasticache.ReplicationGroup, id, simtest.With(open, changes))
		return err
	}
	const enable = "InvalidParameterCombination: To enable transit encryption on an existing replication group, " +
		"TransitEncryptionMode must be preferred"
	require.ErrorContains(t, update(props{"transitEncryptionEnabled": true}), enable)
	require.ErrorContains(t, update(props{"transitEncryptionEnabled": true, "transitEncryptionMode": "required"}), enable)
	require.NoError(t, update(props{"transitEncryptionEnabled": true, "transitEncryptionMode": "preferred"}))
	require.NoError(t, update(props{"transitEncryptionEnabled": true, "transitEncryptionMode": "required"}))
	require.ErrorContains(t, update(nil), "To disable transit encryption, TransitEncryptionMode must be preferred first")
}

func TestC22(t *testing.T) {
	log := func(kind, destination string, more props) map[string]any {
		return simtest.With(props{
			"destination": destination, "destinationType": "cloudwatch-logs", "logFormat": "json", "logType": kind,
		}, more)
	}
	const there = "/cache/slow"
	creates(t, elasticache.ReplicationGroup, (*fixture).cache, []errorCase{
		{"fits", props{"logDeliveryConfigurations": list(log("slow-log", there, nil), log("engine-log", there, nil))}, ""},
		{
			"three",
			props{"logDeliveryConfigurations": list(log("slow-log", there, nil), log("engine-log", there, nil),
				log("slow-log", there, nil))},
			"Too many log_delivery_configurations: Attribute supports 2 item maximum, but config has 3 declared.",
		},
		{
			"twice",
			props{"logDeliveryConfigurations": list(log("slow-log", there, nil), log("slow-log", there, nil))},
			"InvalidParameterValue: Log type slow-log is given more than once.",
		},
		{
			"no log group",
			props{"logDeliveryConfigurations": list(log("slow-log", "/none", nil))},
			"InvalidParameterValue: Destination /none does not exist",
		},
		{"a stream", props{"logDeliveryConfigurations": list(log("slow-log", "stream",
			props{"destinationType": "kinesis-firehose"}))}, ""},
		{
			"format",
			props{"logDeliveryConfigurations": list(log("slow-log", there, props{"logFormat": "xml"}))},
			`expected log_format to be one of ["text" "json"], got xml`,
		},
		{
			"kind",
			props{"logDeliveryConfigurations": list(log("fast-log", there, nil))},
			`expected log_type to be one of ["slow-log" "engine-log"], got fast-log`,
		},
	})
}
