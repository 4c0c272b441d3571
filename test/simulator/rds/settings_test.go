package rds_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/cloudwatch"
	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
	"github.com/tenfold-iac/tenfold/test/simulator/iam"
	"github.com/tenfold-iac/tenfold/test/simulator/kms"
	"github.com/tenfold-iac/tenfold/test/simulator/rds"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

func TestSettings(t *testing.T) {
	f := newFixture(t)
	_, deaf := f.MustCreate(iam.Role, "deaf", props{"assumeRolePolicy": `{"Statement":[{"Effect":"Allow",` +
		`"Principal":{"Service":"rds.amazonaws.com"},"Action":"sts:AssumeRole"}]}`})
	f.MustCreate(kms.Alias, "db", props{"name": "alias/db", "targetKeyId": strings.Split(f.key, "/")[1]})
	const unassumable = invalid + "IAM role ARN value is invalid or does not include the required permissions for: " +
		"ENHANCED_MONITORING"
	const apart = combination + "The backup window and maintenance window must not overlap."
	for name, c := range map[string]struct {
		change props
		want   string
	}{
		"R42": {
			props{"monitoringInterval": 60},
			combination + "A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.",
		},
		"R42 reverse": {
			props{"monitoringRoleArn": f.role},
			combination + "You must specify a MonitoringInterval value other than 0 when you specify a MonitoringRoleARN " +
				"value.",
		},
		"R43":      {props{"monitoringInterval": 60, "monitoringRoleArn": deaf["arn"]}, unassumable},
		"R43 none": {props{"monitoringInterval": 60, "monitoringRoleArn": f.role + "x"}, unassumable},
		"R43 fits": {props{"monitoringInterval": 60, "monitoringRoleArn": f.role}, ""},
		"R44": {
			props{"performanceInsightsEnabled": true, "performanceInsightsRetentionPeriod": 30},
			invalid + "Invalid Performance Insights retention period. Valid values are: [7, 31, 62, 93, 124, 155, 186, 217, " +
				"248, 279, 310, 341, 372, 403, 434, 465, 496, 527, 558, 589, 620, 651, 682, 713, 731]",
		},
		"R44 off": {
			props{"performanceInsightsRetentionPeriod": 7},
			combination + "To specify a Performance Insights KMS key or retention period, enable Performance Insights.",
		},
		"R44 fits": {props{"performanceInsightsEnabled": true, "performanceInsightsRetentionPeriod": 731}, ""},
		"R46": {
			props{"multiAz": true, "availabilityZone": "us-east-1a"},
			combination + "Requesting a specific availability zone is not valid for Multi-AZ instances.",
		},
		"zone": {
			props{"availabilityZone": "us-east-1f"},
			"InvalidVPCNetworkStateFault: The DB subnet group main has no subnet in the requested Availability Zone " +
				"us-east-1f.",
		},
		"zone fits": {props{"availabilityZone": "us-east-1c"}, ""},
		"R47": {
			props{"backupWindow": "03:00-04:00", "maintenanceWindow": "sun:03:59-sun:05:00"}, apart,
		},
		"R47 inside": {
			props{"backupWindow": "23:30-02:00", "maintenanceWindow": "mon:00:30-mon:01:00"}, apart,
		},
		"R47 around": {
			props{"backupWindow": "03:00-03:30", "maintenanceWindow": "sun:22:00-mon:04:00"}, apart,
		},
		"R47 short": {
			props{"backupWindow": "03:00-03:29"},
			invalid + "The backup window and maintenance window must be at least 30 minutes.",
		},
		"R47 fits": {props{"backupWindow": "03:00-04:00", "maintenanceWindow": "sun:04:00-sun:05:00"}, ""},
		"R49 alias": {
			props{"storageEncrypted": true, "kmsKeyId": "arn:aws:kms:us-east-1:123456789012:alias/db"}, "",
		},
		"R49 of AWS": {
			props{"storageEncrypted": true, "kmsKeyId": "arn:aws:kms:us-east-1:123456789012:alias/aws/rds"}, "",
		},
		"R53": {
			props{"vpcSecurityGroupIds": []any{f.group, f.otherGroup}},
			combination + "The DB instance and EC2 security group are in different VPCs. The DB instance is in " + f.vpc +
				" and the EC2 security group is in vpc-",
		},
		"no security group": {
			props{"vpcSecurityGroupIds": []any{"sg-0"}}, invalid + "Invalid security group , groupId= sg-0, groupName=.",
		},
		"no subnet group": {
			props{"dbSubnetGroupName": "none"}, "DBSubnetGroupNotFoundFault: DB subnet group 'none' does not exist.",
		},
		"default subnets": {props{"dbSubnetGroupName": nil}, "InvalidSubnet: No default subnet detected in VPC."},
	} {
		t.Run(name, func(t *testing.T) {
			id, _, err := f.Create(rds.Instance, "db", simtest.With(f.db(props{"skipFinalSnapshot": true}), c.change))
			wanted(t, err, c.want)
			if err == nil {
				require.NoError(t, f.Delete(rds.Instance, id))
			}
		})
	}
	id, _ := f.MustCreate(rds.Instance, "db", f.db(props{"performanceInsightsEnabled": true}))
	_, err := f.Update(rds.Instance, id, f.db(props{
		"performanceInsightsEnabled": true, "performanceInsightsKmsKeyId": f.key,
	}))
	require.ErrorContains(t, err, combination+"You can't change the KMS key of Performance Insights", "R44")
}

func TestManagedPassword(t *testing.T) {
	f := newFixture(t)
	kept := props{
		"password": nil, "manageMasterUserPassword": true, "masterUserSecretKmsKeyId": f.key, "skipFinalSnapshot": true,
	}
	id, state := f.MustCreate(rds.Instance, "db", f.db(kept))
	arn := state.String("masterUserSecrets.0.secretArn")
	require.Regexp(t, `^arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-[0-9A-F]{26}-[0-9a-f]{8}-`+
		`[0-9a-f]{6}$`, arn)
	require.Equal(t, f.key, state.String("masterUserSecrets.0.kmsKeyId"))
	require.Equal(t, "active", state.String("masterUserSecrets.0.secretStatus"))
	require.Equal(t, 1, f.linked(t, "aws:secretsmanager/secret:Secret", "arn", arn))
	require.Equal(t, 1, f.linked(t, "aws:secretsmanager/secretVersion:SecretVersion", "arn", arn), "so that tasks start")
	changed, _, _, err := f.Diff(rds.Instance, id, f.db(kept))
	require.NoError(t, err)
	require.Empty(t, changed)
	require.Empty(t, f.left(t, "aws:secretsmanager/secret:Secret"), "it is no resource of a program")

	state, err = f.Update(rds.Instance, id, f.db(props{"skipFinalSnapshot": true}))
	require.NoError(t, err)
	require.Empty(t, state.List("masterUserSecrets"))
	require.Zero(t, f.linked(t, "aws:secretsmanager/secret:Secret", "arn", arn))
	kept["masterUserSecretKmsKeyId"] = nil
	state, err = f.Update(rds.Instance, id, f.db(kept))
	require.NoError(t, err)
	arn = state.String("masterUserSecrets.0.secretArn")
	require.Contains(t, state["masterUserSecretKmsKeyId"], "arn:aws:kms:us-east-1:123456789012:key/")
	require.NoError(t, f.Delete(rds.Instance, id))
	require.Zero(t, f.linked(t, "aws:secretsmanager/secret:Secret", "arn", arn), "it goes with the instance")
	require.Zero(t, f.linked(t, "aws:secretsmanager/secretVersion:SecretVersion", "arn", arn))
}

func TestLogGroups(t *testing.T) {
	f := newFixture(t)
	const prefix = "/aws/rds/instance/orders/"
	own, _ := f.MustCreate(cloudwatch.LogGroup, "own", props{"name": prefix + "postgresql", "retentionInDays": 7})
	f.MustCreate(rds.Instance, "db", f.db(props{"enabledCloudwatchLogsExports": []any{"postgresql", "upgrade"}}))
	require.Equal(t, 7.0, f.Read(cloudwatch.LogGroup, own)["retentionInDays"], "AWS takes the one that is there")
	_, _, err := f.Create(cloudwatch.LogGroup, "late", props{"name": prefix + "upgrade"})
	require.ErrorContains(t, err, "ResourceAlreadyExistsException: The specified log group already exists", "W18")
	require.Equal(t, []string{own}, f.left(t, cloudwatch.LogGroup), "AWS's own is no resource of a program")
}

func TestWhatADatabaseHolds(t *testing.T) {
	f := newFixture(t)
	f.MustCreate(rds.Instance, "db", f.db(props{"vpcSecurityGroupIds": []any{f.group}}))
	require.ErrorContains(t, f.Delete(ec2.SecurityGroup, f.group), "DependencyViolation")
	require.ErrorContains(t, f.Delete(ec2.Subnet, f.a), "DependencyViolation")
	require.ErrorContains(t, f.Delete(rds.SubnetGroup, "main"), "InvalidDBSubnetGroupStateFault: Cannot delete the "+
		"subnet group 'main' because at least one database instance: orders is still using it.", "R41")
}
