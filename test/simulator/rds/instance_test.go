package rds_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/rds"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

const (
	invalid     = "InvalidParameterValue: "
	combination = "InvalidParameterCombination: "
)

func TestInstanceIsMade(t *testing.T) {
	f := newFixture(t)
	id, state := f.MustCreate(rds.Instance, "db", f.db(props{"vpcSecurityGroupIds": []any{f.group}}))
	require.Regexp(t, `^db-[0-9A-F]{26}$`, id)
	for property, want := range map[string]any{
		"arn": "arn:aws:rds:us-east-1:123456789012:db:orders", "resourceId": id, "port": 5432.0, "status": "available",
		"address":  "orders.c8xq2mzk4wfd.us-east-1.rds.amazonaws.com",
		"endpoint": "orders.c8xq2mzk4wfd.us-east-1.rds.amazonaws.com:5432", "hostedZoneId": "Z2R2ITUGPM61AM",
		"availabilityZone": "us-east-1a", "engineVersionActual": "16.12", "parameterGroupName": "default.postgres16",
		"optionGroupName": "default:postgres-16", "iops": 3000.0, "storageThroughput": 125.0,
		"licenseModel":     "postgresql-license",
		"caCertIdentifier": "rds-ca-rsa2048-g1", "storageEncrypted": false, "kmsKeyId": "",
		"performanceInsightsRetentionPeriod": 0.0, "masterUserSecrets": []any{}, "replicas": []any{},
	} {
		require.Equal(t, want, state[property], property)
	}
	require.NotEmpty(t, state["latestRestorableTime"])
	changed, _, _, err := f.Diff(rds.Instance, id, f.db(props{"vpcSecurityGroupIds": []any{f.group}}))
	require.NoError(t, err)
	require.Empty(t, changed)

	_, state = f.MustCreate(rds.Instance, "next", f.db(props{
		"identifier": nil, "engineVersion": "15", "storageEncrypted": true, "performanceInsightsEnabled": true,
		"backupRetentionPeriod": nil, "storageType": nil,
	}))
	require.Regexp(t, `^next-[0-9a-f]{7}$`, state["identifier"])
	require.Equal(t, "15", state["engineVersion"], "stays as it was written")
	require.Equal(t, "15.17", state["engineVersionActual"])
	require.Equal(t, "us-east-1b", state["availabilityZone"], "where the group has the fewest instances")
	require.Contains(t, state["kmsKeyId"], "arn:aws:kms:us-east-1:123456789012:key/")
	require.Equal(t, state["kmsKeyId"], state["performanceInsightsKmsKeyId"])
	require.Equal(t, 7.0, state["performanceInsightsRetentionPeriod"])
	require.Equal(t, "", state["latestRestorableTime"])
	require.Equal(t, "gp2", state["storageType"])
	group := f.Read("aws:ec2/vpc:Vpc", f.vpc).String("defaultSecurityGroupId")
	require.Equal(t, []any{group}, state["vpcSecurityGroupIds"])

	_, state = f.MustCreate(rds.Instance, "plain", f.db(props{
		"identifier": nil, "identifierPrefix": "a-", "engineVersion": nil,
	}))
	require.Regexp(t, `^a-[0-9]{18}[0-9a-f]{8}$`, state["identifier"])
	require.Equal(t, "17.9", state["engineVersion"])
}

func TestInstanceChecks(t *testing.T) {
	f := newFixture(t)
	for name, c := range map[string]struct {
		change props
		want   string
	}{
		"R1 charset": {
			props{"identifier": "Orders"},
			`only lowercase alphanumeric characters and hyphens allowed in "identifier"`,
		},
		"R1 first":    {props{"identifier": "1orders"}, `first character of "identifier" must be a letter`},
		"R1 hyphens":  {props{"identifier": "or--ders"}, `"identifier" cannot contain two consecutive hyphens`},
		"R1 end":      {props{"identifier": "orders-"}, `"identifier" cannot end with a hyphen`},
		"R1 both":     {props{"identifierPrefix": "x-"}, `"identifier": conflicts with identifier_prefix`},
		"R6":          {props{"manageMasterUserPassword": true}, `"manage_master_user_password": conflicts with password`},
		"R9 user":     {props{"replicateSourceDb": "x"}, `"username": conflicts with replicate_source_db`},
		"R9 database": {props{"replicateSourceDb": "x", "dbName": "d"}, `"db_name": conflicts with replicate_source_db`},
		"R9 snapshot": {
			props{"replicateSourceDb": "x", "snapshotIdentifier": "s"},
			`"snapshot_identifier": conflicts with replicate_source_db`,
		},
		"R9 characters": {
			props{"replicateSourceDb": "x", "characterSetName": "c"},
			`"character_set_name": conflicts with replicate_source_db`,
		},
		"R9 restore": {
			props{"snapshotIdentifier": "s", "restoreToPointInTime": map[string]any{"useLatestRestorableTime": true}},
			`"restore_to_point_in_time": conflicts with snapshot_identifier`,
		},
		"network": {props{"networkType": "IPV6"}, `expected network_type to be one of ["IPV4" "DUAL"], got IPV6`},
		"insights": {
			props{"databaseInsightsMode": "x"}, `expected database_insights_mode to be one of ["standard" "advanced"], got x`,
		},
		"lifecycle": {props{"engineLifecycleSupport": "x"}, "expected engine_lifecycle_support to be one of"},
		"mode":      {props{"replicaMode": "x"}, `expected replica_mode to be one of ["open-read-only" "mounted"], got x`},
		"R49 insights": {
			props{"performanceInsightsKmsKeyId": "1"}, `"performance_insights_kms_key_id" (1) is an invalid ARN`,
		},
		"R49 role": {props{"monitoringRoleArn": "r"}, `"monitoring_role_arn" (r) is an invalid ARN`},
		"R1 prefix": {
			props{"identifierPrefix": "A"}, `only lowercase alphanumeric characters and hyphens allowed in "identifier_prefix"`,
		},
		"R1 prefix first":   {props{"identifierPrefix": "1"}, `first character of "identifier_prefix" must be a letter`},
		"R1 prefix hyphens": {props{"identifierPrefix": "a--"}, `"identifier_prefix" cannot contain two consecutive hyphens`},
		"R25 first":         {props{"finalSnapshotIdentifier": "1"}, "must begin with alphabetic character"},
		"R25 charset": {
			props{"finalSnapshotIdentifier": "a_b"}, "must only contain alphanumeric characters and hyphens",
		},
		"R25 hyphens": {props{"finalSnapshotIdentifier": "a--b"}, "cannot contain two consecutive hyphens"},
		"R25 end":     {props{"finalSnapshotIdentifier": "a-"}, "cannot end in a hyphen"},
		"R42 interval": {
			props{"monitoringInterval": 7}, "expected monitoring_interval to be one of [0 1 5 10 15 30 60], got 7",
		},
		"R47 period": {
			props{"backupRetentionPeriod": 36},
			"expected backup_retention_period to be in the range (0 - 35), got 36",
		},
		"R48 backup": {
			props{"backupWindow": "3:00-4:00"}, `"backup_window" must satisfy the format of "hh24:mi-hh24:mi".`,
		},
		"R48 maintenance": {
			props{"maintenanceWindow": "sun:25:00-sun:03:00"},
			`"maintenance_window" must satisfy the format of "ddd:hh24:mi-ddd:hh24:mi".`,
		},
		"R49 ARN": {
			props{"kmsKeyId": "1234"}, `"kms_key_id" (1234) is an invalid ARN: arn: invalid prefix`,
		},
		"R51": {
			props{"storageType": "gp4"},
			`expected storage_type to be one of ["standard" "gp2" "gp3" "io1" "io2"], got gp4`,
		},
		"R52 unknown": {
			props{"enabledCloudwatchLogsExports": []any{"postgresql", "slow"}},
			"expected enabled_cloudwatch_logs_exports.1 to be one of ",
		},
	} {
		t.Run(name, func(t *testing.T) {
			failures := f.Check(rds.Instance, "db", f.db(c.change))
			require.NotEmpty(t, failures)
			require.Contains(t, strings.Join(failures, "\n"), c.want)
		})
	}
	require.Empty(t, f.Check(rds.Instance, "db", f.db(props{
		"finalSnapshotIdentifier": "orders-final", "monitoringInterval": 60, "backupWindow": "03:00-04:00",
		"maintenanceWindow": "Sun:04:30-Sun:05:30", "enabledCloudwatchLogsExports": []any{"postgresql", "upgrade"},
		"kmsKeyId": f.key, "backupRetentionPeriod": 0,
	})))
}

func TestInstanceRefused(t *testing.T) {
	f := newFixture(t)
	f.MustCreate(rds.Instance, "there", f.db(props{"identifier": "there"}))
	old, _ := f.MustCreate(rds.ParameterGroup, "old", props{"family": "postgres15"})
	current, _ := f.MustCreate(rds.ParameterGroup, "current", props{"family": "postgres16"})
	lost := strings.Replace(f.key, "key/", "key/0", 1)
	for name, c := range map[string]struct {
		change props
		want   string
	}{
		"R1 length": {
			props{"identifier": strings.Repeat("a", 64)},
			invalid + "The parameter DBInstanceIdentifier is not a valid identifier. Identifiers must begin with a letter; " +
				"must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two " +
				"consecutive hyphens.",
		},
		"R2": {props{"identifier": "there"}, "DBInstanceAlreadyExists: DB instance already exists"},
		"R3 user": {
			props{"username": nil}, invalid + "The parameter MasterUsername must be provided and must not be blank.",
		},
		"R3 password": {
			props{"password": nil},
			invalid + "The parameter MasterUserPassword must be provided and must not be blank.",
		},
		"engine": {props{"engine": nil}, `"engine": required field is not set`},
		"size":   {props{"allocatedStorage": nil}, `"allocated_storage": required field is not set`},
		"S3": {
			props{"s3Import": map[string]any{
				"bucketName": "b", "ingestionRole": "r", "sourceEngine": "mysql", "sourceEngineVersion": "8.0",
			}},
			"the simulated account does not model an instance that is made from S3 or from automated backups",
		},
		"other engine": {
			props{"engine": "mysql"}, "the simulated account does not model the engine mysql; it models postgres",
		},
		"R4 short": {
			props{"password": "1234567"},
			invalid + "The parameter MasterUserPassword is not a valid password because it is shorter than 8 characters.",
		},
		"R4 long": {props{"password": strings.Repeat("a", 129)}, "because it is longer than 128 characters."},
		"R4 charset": {
			props{"password": "correct@horse"},
			"is not a valid password. Only printable ASCII characters besides '/', '@', '\"', ' ' may be used.",
		},
		"R4 all": {props{"password": "!#$%&'()*+,-.0:;<=>?AZ[\\]^_`az{|}~"}, ""},
		"R5 reserved": {
			props{"username": "admin"},
			invalid + "MasterUsername admin cannot be used as it is a reserved word used by the engine",
		},
		"R5 first":  {props{"username": "1app"}, invalid + "The parameter MasterUsername is not a valid identifier."},
		"R5 length": {props{"username": strings.Repeat("a", 64)}, "because it is longer than 63 characters."},
		"R7": {
			props{"masterUserSecretKmsKeyId": f.key},
			combination + "You must enable ManageMasterUserPassword to specify MasterUserSecretKmsKeyId.",
		},
		"name": {
			props{"dbName": "my-db"},
			invalid + "DBName must begin with a letter and contain only alphanumeric characters.",
		},
		"R33": {
			props{"parameterGroupName": old},
			combination + "The parameter group " + old + " with DBParameterGroupFamily postgres15 can't be used for this " +
				"instance. Use a parameter group with DBParameterGroupFamily postgres16.",
		},
		"R33 default": {
			props{"parameterGroupName": "default.postgres15"}, "The parameter group default.postgres15 with",
		},
		"R33 fits": {props{"parameterGroupName": current}, ""},
		"no group": {props{"parameterGroupName": "none"}, "DBParameterGroupNotFound: DBParameterGroup not found: none"},
		"options": {
			props{"optionGroupName": "none"}, "OptionGroupNotFoundFault: Specified OptionGroupName: none not found.",
		},
		"R49 key": {props{"kmsKeyId": f.key}, combination + "KmsKeyId must be used with StorageEncrypted set to true."},
		"R49 lost": {
			props{"kmsKeyId": lost, "storageEncrypted": true},
			"KMSKeyNotAccessibleFault: Specified KMS key [" + lost + "] does not exist, is not enabled or you do not have " +
				"permissions to access it.",
		},
		"R49 fits": {props{"kmsKeyId": f.key, "storageEncrypted": true}, ""},
		"R50 class": {
			props{"instanceClass": "db.t2.micro"},
			combination + "RDS does not support creating a DB instance with the following combination: " +
				"DBInstanceClass=db.t2.micro, Engine=postgres, EngineVersion=16.12, LicenseModel=postgresql-license. For " +
				"supported combinations of instance class and database engine version, see the documentation.",
		},
		"R50 no class": {props{"instanceClass": "db.m7g.huge"}, "DBInstanceClass=db.m7g.huge"},
		"R50 version":  {props{"engineVersion": "16.99"}, combination + "Cannot find version 16.99 for postgres"},
		"R52": {
			props{"enabledCloudwatchLogsExports": []any{"slowquery"}},
			combination + "You cannot use the log types 'slowquery' with engine version postgres 16.12.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			id, _, err := f.Create(rds.Instance, "db", simtest.With(f.db(props{"skipFinalSnapshot": true}), c.change))
			wanted(t, err, c.want)
			if err == nil {
				require.NoError(t, f.Delete(rds.Instance, id))
			}
		})
	}
	_, _, err := f.Create(rds.Instance, "db", f.db(props{"username": nil}))
	require.ErrorContains(t, err, "1 error occurred:\n\t* creating RDS DB Instance (db): operation error RDS: "+
		"CreateDBInstance, https response error StatusCode: 400, RequestID: ")
}
