package postgres_test

import (
	"fmt"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/postgres"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const (
	instanceType       = "aws:rds/instance:Instance"
	subnetGroupType    = "aws:rds/subnetGroup:SubnetGroup"
	parameterGroupType = "aws:rds/parameterGroup:ParameterGroup"
	keyType            = "aws:kms/key:Key"
	secretType         = "aws:secretsmanager/secret:Secret"
	secretVersionType  = "aws:secretsmanager/secretVersion:SecretVersion"
	groupType          = "aws:ec2/securityGroup:SecurityGroup"
	ingressType        = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	roleType           = "aws:iam/role:Role"
	attachmentType     = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
	logGroupType       = "aws:cloudwatch/logGroup:LogGroup"
	vaultType          = "aws:backup/vault:Vault"
	planType           = "aws:backup/plan:Plan"
	selectionType      = "aws:backup/selection:Selection"
)

var zones = []string{"us-east-1a", "us-east-1b", "us-east-1c"}

func args() postgres.Args {
	return postgres.Args{
		VPCID: pulumi.String("vpc-1"), SubnetIDs: pulumi.ToStringArray([]string{"subnet-a", "subnet-b", "subnet-c"}),
		InstanceClass: "db.m7g.large",
	}
}

func replicated(n int) postgres.Args {
	a := args()
	a.Replicas, a.Zones = n, zones
	return a
}

// everything is a database with all options.
func everything() postgres.Args {
	a := replicated(2)
	a.AllowFrom = []postgres.AllowFrom{{Name: "pgbouncer", SecurityGroupID: pulumi.String("sg-pgbouncer")}}
	a.BackupCopy = &postgres.BackupCopy{VaultARN: pulumi.String("arn:aws:backup:us-west-2:123456789012:backup-vault:dr")}
	return a
}

// instanceOutputs has the primary in us-east-1b.
func instanceOutputs(r stacktest.Resource) resource.PropertyMap {
	return resource.PropertyMap{
		"address":          resource.NewProperty(r.Name + ".rds.amazonaws.com"),
		"availabilityZone": resource.NewProperty("us-east-1b"),
	}
}

// run makes a database called main and probes its outputs.
func run(t *testing.T, a postgres.Args, opts ...stacktest.Option) *stacktest.Recording {
	t.Helper()
	return stacktest.Run(t, func(ctx *pulumi.Context) error {
		db, err := postgres.New(ctx, "main", a)
		if err != nil {
			return err
		}
		return stacktest.ProbeEach(ctx, pulumi.Map{
			"endpoint": db.Endpoint, "port": db.Port, "readers": db.ReaderEndpoints, "secret": db.MasterSecretARN,
			"key": db.KMSKeyARN, "group": db.SecurityGroupID, "identifier": db.Identifier,
			"replicas": db.ReplicaIdentifiers, "connections": pulumi.Int(db.MaxConnections),
		})
	}, append(append(legacy(nil), stacktest.Outputs(instanceType, instanceOutputs)), opts...)...)
}

func TestCounts(t *testing.T) {
	with := func(more map[string]int) map[string]int {
		return stacktest.SumCounts(map[string]int{
			postgres.Type: 1, instanceType: 1, subnetGroupType: 1, parameterGroupType: 1, keyType: 1, secretType: 1,
			secretVersionType: 1, groupType: 1, roleType: 1, attachmentType: 1, logGroupType: 2,
		}, more)
	}
	for name, tc := range map[string]struct {
		args postgres.Args
		want map[string]int
	}{
		"defaults":    {args(), with(nil)},
		"one replica": {replicated(1), with(map[string]int{instanceType: 1, logGroupType: 2})},
		"15 replicas": {replicated(15), with(map[string]int{instanceType: 15, logGroupType: 30})},
		"everything": {everything(), with(map[string]int{
			instanceType: 2, logGroupType: 4, ingressType: 1, vaultType: 1, planType: 1, selectionType: 1, roleType: 1,
			attachmentType: 1,
		})},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, tc.want, run(t, tc.args).Counts())
			require.Equal(t, tc.want, run(t, tc.args, stacktest.Preview()).Counts(), "in a preview")
		})
	}
}

func TestOutputs(t *testing.T) {
	rec := run(t, everything())
	for name, want := range map[string]any{
		"endpoint": "main.rds.amazonaws.com", "port": 5432,
		"readers":    []any{"main-replica-1.rds.amazonaws.com", "main-replica-2.rds.amazonaws.com"},
		"secret":     "arn:aws:secretsmanager:us-east-1:123456789012:secret:main-master-AbCdEf",
		"key":        "arn:aws:mock:::main-key",
		"group":      "main-sg-id",
		"identifier": "main-name", "replicas": []any{"main-name-replica-1", "main-name-replica-2"},
		"connections": 901,
	} {
		require.Equal(t, want, rec.Value(t, name), name)
	}
	rec = run(t, args())
	require.Equal(t, []any{}, rec.Value(t, "readers"))
	require.Equal(t, []any{}, rec.Value(t, "replicas"))
}

func TestOutputsInAPreview(t *testing.T) {
	rec := run(t, everything(), stacktest.Preview())
	require.Equal(t, stacktest.Unknown, rec.Value(t, "endpoint"))
	require.Equal(t, stacktest.Unknown, rec.Value(t, "secret"))
	require.Equal(t, stacktest.Unknown, rec.Value(t, "readers"))
	require.Equal(t, 5432, rec.Value(t, "port"))
	require.Equal(t, 901, rec.Value(t, "connections"))
	require.Equal(t, []any{}, run(t, args(), stacktest.Preview()).Value(t, "readers"), "how many is always known")
}

// Who connects must be let in, and who reads the secret must find a value in it.
func TestOutputsWaitForWhatTheyNeed(t *testing.T) {
	rec := run(t, everything())
	require.Contains(t, rec.Probed(t, "endpoint").WaitsFor(), "SecurityGroupIngressRule main-from-pgbouncer")
	require.Contains(t, rec.Probed(t, "secret").WaitsFor(), "SecretVersion main-master")
}

func TestProblemsStopBeforeAnythingIsRegistered(t *testing.T) {
	rec, err := stacktest.Record(func(ctx *pulumi.Context) error {
		a := args()
		a.Replicas = 16
		_, err := postgres.New(ctx, "main", a)
		return err
	})
	require.ErrorContains(t, err, `postgres "main": replicas is 16; want 0 to 15; `+
		"RDS replicates a PostgreSQL primary 15 times at most")
	require.ErrorContains(t, err, `postgres "main": the number of zones is 0; want at least 2 with replicas; `+
		"a replica beside the primary goes down with it")
	require.Empty(t, rec.All())
}

func TestComponentShowsIntent(t *testing.T) {
	rec := run(t, everything())
	stacktest.RequireInputs(t, rec.One(t, postgres.Type), map[string]any{
		"engineVersion": "17", "instanceClass": "db.m7g.large", "storageGiB": 100, "maxStorageGiB": 200, "replicas": 2,
		"zones": []any{"us-east-1a", "us-east-1b", "us-east-1c"}, "backupRetentionDays": 7,
	})
}

// The master password is nowhere but where a secret is expected.
func TestPasswordIsSecret(t *testing.T) {
	for _, opts := range [][]stacktest.Option{nil, {stacktest.Preview()}} {
		rec := run(t, everything(), opts...)
		version, primary := rec.One(t, secretVersionType), rec.Named(t, instanceType, "main")
		require.True(t, version.IsSecret("secretString"))
		require.True(t, primary.IsSecret("password"))
		value := version.Input("secretString").(string)
		password, ok := primary.Input("password").(string)
		require.True(t, ok)
		require.Len(t, password, 32)
		require.Equal(t, fmt.Sprintf(`{"username":"postgres","password":"%s"}`, password), value)
		for _, r := range rec.All() {
			if r.Type != secretVersionType && r.Name != "main" {
				require.NotContains(t, fmt.Sprint(r.Inputs), password, r.URN)
			}
		}
	}
}

// AWS generates another password in each run: only the first counts.
func TestPasswordStaysAsItWas(t *testing.T) {
	rec := run(t, args())
	calls := rec.Calls("aws:secretsmanager/getRandomPassword:getRandomPassword")
	require.Len(t, calls, 1)
	require.Equal(t, true, calls[0].Input("excludePunctuation"), "RDS or a URL would not accept some characters")
	version := rec.One(t, secretVersionType)
	require.Equal(t, []string{"secretString"}, version.IgnoreChanges)
	require.Equal(t, "main-master-id", version.Input("secretId"))
}

func TestPasswordVersion(t *testing.T) {
	a := args()
	a.PasswordVersion = 2
	rec := run(t, a)
	version := rec.One(t, secretVersionType)
	require.Equal(t, "main-master-2", version.Name, "another resource, whose value is not ignored")
	require.Equal(t, "main-master-id", version.Input("secretId"))
	require.Equal(t, "main-master", rec.One(t, secretType).Name)
}
