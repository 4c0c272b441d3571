package postgres_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/postgres"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

func TestKey(t *testing.T) {
	key := run(t, args()).One(t, keyType)
	stacktest.RequireInputs(t, key, map[string]any{"enableKeyRotation": true, "deletionWindowInDays": 30})
	require.Contains(t, key.Input("policy"), "logs.us-east-1.amazonaws.com", "it encrypts the logs, too")
	require.True(t, key.RetainOnDelete, "the final snapshot needs it")
	a := args()
	a.AllowDestroy, a.SkipFinalSnapshot = true, true
	require.False(t, run(t, a).One(t, keyType).RetainOnDelete)
}

func TestSubnetGroup(t *testing.T) {
	group := run(t, args()).One(t, subnetGroupType)
	require.Equal(t, "main", group.Name)
	require.Equal(t, []any{"subnet-a", "subnet-b", "subnet-c"}, group.Input("subnetIds"))
	require.False(t, group.Has("name"), "the database is called after it, and must get another name each time")
}

func TestSecretHasTheKey(t *testing.T) {
	stacktest.RequireInputs(t, run(t, args()).One(t, secretType), map[string]any{
		"kmsKeyId": "arn:aws:mock:::main-key", "name": nil,
	})
}

func TestParameterGroup(t *testing.T) {
	for version, family := range map[string]string{"": "postgres17", "16.12": "postgres16", "18.1": "postgres18"} {
		a := args()
		a.EngineVersion = version
		group := run(t, a).One(t, parameterGroupType)
		require.Equal(t, family, group.Input("family"))
		require.False(t, group.Has("name"), "its successor must fit beside it")
		require.Len(t, group.Input("parameters"), 21)
		require.Contains(t, group.Input("parameters"), map[string]any{
			"name": "rds.force_ssl", "value": "1", "applyMethod": "pending-reboot",
		})
		require.Contains(t, group.Input("parameters"), map[string]any{
			"name": "max_connections", "value": "901", "applyMethod": "pending-reboot",
		})
	}
}

func TestSecurityGroupIsClosed(t *testing.T) {
	rec := run(t, args())
	group := rec.One(t, groupType)
	require.Equal(t, "vpc-1", group.Input("vpcId"))
	require.False(t, group.Has("ingress"))
	require.False(t, group.Has("egress"))
	require.Zero(t, rec.Count(ingressType))
	stacktest.RequireInputs(t, run(t, everything()).One(t, ingressType), map[string]any{
		"securityGroupId": "main-sg-id", "referencedSecurityGroupId": "sg-pgbouncer", "ipProtocol": "tcp",
		"fromPort": 5432, "toPort": 5432, "cidrIpv4": nil, "cidrIpv6": nil,
	})
}

func TestLogGroups(t *testing.T) {
	a := replicated(1)
	a.LogRetentionDays = 90
	names := map[string]any{}
	for _, group := range run(t, a).OfType(logGroupType) {
		names[group.Name] = group.Input("name")
		require.Equal(t, 90, group.Input("retentionInDays"))
		require.Equal(t, "arn:aws:mock:::main-key", group.Input("kmsKeyId"))
	}
	require.Equal(t, map[string]any{
		"main-log-postgresql":           "/aws/rds/instance/main-name/postgresql",
		"main-log-upgrade":              "/aws/rds/instance/main-name/upgrade",
		"main-replica-1-log-postgresql": "/aws/rds/instance/main-name-replica-1/postgresql",
		"main-replica-1-log-upgrade":    "/aws/rds/instance/main-name-replica-1/upgrade",
	}, names)
}

func TestMonitoringRole(t *testing.T) {
	rec := run(t, args())
	require.JSONEq(t, `{"Version": "2012-10-17", "Statement": [{
		"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "monitoring.rds.amazonaws.com"},
		"Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}}
	}]}`, rec.One(t, roleType).Input("assumeRolePolicy").(string))
	stacktest.RequireInputs(t, rec.One(t, attachmentType), map[string]any{
		"role": "main-monitoring-name", "policyArn": "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
	})
}

func TestBackupCopy(t *testing.T) {
	rec := run(t, everything())
	require.Equal(t, "arn:aws:mock:::main-key", rec.One(t, vaultType).Input("kmsKeyArn"))
	require.Equal(t, []any{map[string]any{
		"ruleName": "daily-copy", "targetVaultName": "main-backup-name", "schedule": "cron(0 6 * * ? *)",
		"lifecycle": map[string]any{"deleteAfter": 7},
		"copyActions": []any{map[string]any{
			"destinationVaultArn": "arn:aws:backup:us-west-2:123456789012:backup-vault:dr",
			"lifecycle":           map[string]any{"deleteAfter": 35},
		}},
	}}, rec.One(t, planType).Input("rules"))
	selection := rec.One(t, selectionType)
	stacktest.RequireInputs(t, selection, map[string]any{
		"planId": "main-backup-id", "iamRoleArn": "arn:aws:mock:::main-backup", "resources": []any{"arn:aws:mock:::main"},
	})
	require.Contains(t, selection.WaitsFor(), "RolePolicyAttachment main-backup")
	require.JSONEq(t, `{"Version": "2012-10-17", "Statement": [{
		"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "backup.amazonaws.com"}
	}]}`, rec.Named(t, roleType, "main-backup").Input("assumeRolePolicy").(string))
	stacktest.RequireInputs(t, rec.Named(t, attachmentType, "main-backup"), map[string]any{
		"role":      "main-backup-name",
		"policyArn": "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
	})
}

func TestChoicesOfBackupCopy(t *testing.T) {
	a := everything()
	a.BackupCopy = &postgres.BackupCopy{VaultARN: a.BackupCopy.VaultARN, Start: "22:30", RetentionDays: 365}
	plan := run(t, a).One(t, planType)
	require.Equal(t, "cron(30 22 * * ? *)", plan.Input("rules[0].schedule"))
	require.Equal(t, 365, plan.Input("rules[0].copyActions[0].lifecycle.deleteAfter"))
	require.Equal(t, 7, plan.Input("rules[0].lifecycle.deleteAfter"))
}
