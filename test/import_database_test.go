package test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/network"
	"github.com/tenfold-iac/tenfold/components/postgres"
	"github.com/tenfold-iac/tenfold/test/rehearsal"
	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

const instanceType = "aws:rds/instance:Instance"

// legacyDatabase is a database that a company's own program creates, in the company's own network.
func legacyDatabase(ctx *pulumi.Context) error {
	net, err := network.New(ctx, "main", network.Args{Zones: []string{"us-east-1a", "us-east-1b"}})
	if err != nil {
		return err
	}
	b := &builder{ctx: ctx}
	group := b.add("aws:ec2/securityGroup:SecurityGroup", "legacy", pulumi.Map{"vpcId": net.VPCID})
	subnets := b.add("aws:rds/subnetGroup:SubnetGroup", "legacy", pulumi.Map{
		"name": pulumi.String("legacy"), "subnetIds": net.IsolatedSubnetIDs,
	})
	key := b.add("aws:kms/key:Key", "legacy", nil)
	database := b.add(instanceType, "legacy", pulumi.Map{
		"identifier": pulumi.String("legacy"), "engine": pulumi.String("postgres"), "engineVersion": pulumi.String("17.10"),
		"instanceClass": pulumi.String("db.t4g.medium"), "allocatedStorage": pulumi.Int(50), "storageType": pulumi.String("gp2"),
		"storageEncrypted": pulumi.Bool(true), "kmsKeyId": key.ARN, "dbName": pulumi.String("shop"),
		"username": pulumi.String("shopkeeper"), "password": pulumi.String("correct-horse"),
		"dbSubnetGroupName": pulumi.String("legacy"), "vpcSecurityGroupIds": pulumi.Array{group.ID()},
		"performanceInsightsEnabled": pulumi.Bool(true), "backupRetentionPeriod": pulumi.Int(1),
		"enabledCloudwatchLogsExports": pulumi.ToStringArray([]string{"postgresql"}), "skipFinalSnapshot": pulumi.Bool(true),
		"applyImmediately": pulumi.Bool(true), "publiclyAccessible": pulumi.Bool(true),
		"tags": pulumi.Map{"owner": pulumi.String("shop")},
	}, pulumi.DependsOn([]pulumi.Resource{subnets}))
	for name, value := range map[string]pulumi.Input{
		"vpcId": net.VPCID, "publicSubnetIds": net.PublicSubnetIDs, "privateSubnetIds": net.PrivateSubnetIDs,
		"isolatedSubnetIds": net.IsolatedSubnetIDs, "groupId": group.ID(), "resourceId": database.ID(),
	} {
		ctx.Export(name, value)
	}
	return b.err
}

// company is an account with a company's database.
type company struct {
	options  rehearsal.Options
	outputs  map[string]rehearsal.Output
	group    string // its security group
	database string // its resource ID
}

func newCompany(t *testing.T) company {
	t.Helper()
	t.Parallel()
	o := rehearsal.Options{
		Project: "company", Environment: "legacy", Program: legacyDatabase, WorkDir: t.TempDir(), BinDir: binDir,
		SkipPreview: true, Config: map[string]string{"aws:region": "us-east-1"},
	}
	out := mustUp(t, openEnvironment(t, o)).Outputs
	return company{options: o, outputs: out, group: out["groupId"].String(), database: out["resourceId"].String()}
}

// shop opens a program with a database that imports the company's. change may change its arguments.
func (c company) shop(t *testing.T, change func(*postgres.Args)) *rehearsal.Rehearsal {
	t.Helper()
	o := c.options
	o.Project, o.Environment, o.SkipPreview = "shop", "production", false
	var subnets []string
	for _, id := range c.outputs["isolatedSubnetIds"].Value.([]any) {
		subnets = append(subnets, id.(string))
	}
	o.Program = func(ctx *pulumi.Context) error {
		args := postgres.Args{
			VPCID: pulumi.String(c.outputs["vpcId"].String()), SubnetIDs: pulumi.ToStringArray(subnets), ImportIdentifier: "legacy",
			MasterUsername: "shopkeeper", InstanceClass: "db.m7g.large", ApplyImmediately: true,
			StorageGiB: 50, Replicas: 1, Zones: []string{"us-east-1a", "us-east-1b"},
		}
		change(&args)
		_, err := postgres.New(ctx, "database", args)
		return err
	}
	r, err := rehearsal.Open(t.Context(), o)
	require.NoError(t, err)
	return r
}

func asItIs(*postgres.Args) {}

func withoutImport(a *postgres.Args) { a.ImportIdentifier = "" }

// imported is the company's database, which must be the same one at any time.
func (c company) imported(t *testing.T, r *rehearsal.Rehearsal) account.Props {
	t.Helper()
	for _, res := range resources(t, r) {
		if res.ID == c.database {
			require.Equal(t, "legacy", res.Properties.String("identifier"))
			return res.Properties
		}
	}
	t.Fatal("the company's database is gone")
	return nil
}

// instances are the identifiers of all databases.
func instances(t *testing.T, r *rehearsal.Rehearsal) (identifiers []string) {
	t.Helper()
	for _, res := range resources(t, r) {
		if res.Type == instanceType {
			identifiers = append(identifiers, res.Properties.String("identifier"))
		}
	}
	return identifiers
}

// changesOf are what happens to AWS resources that exist already.
func changesOf(result rehearsal.Result) (list []string) {
	for _, change := range result.Changed {
		if change.Operation != "create" && strings.HasPrefix(change.Type, "aws:") {
			list = append(list, change.String())
		}
	}
	slices.Sort(list)
	return list
}

func TestADatabaseIsImported(t *testing.T) {
	c := newCompany(t)
	r := c.shop(t, asItIs)
	before := c.imported(t, r)
	want := []string{
		`import aws:cloudwatch/logGroup:LogGroup "database-log-postgresql"`,
		`import aws:rds/instance:Instance "database"`,
		`update aws:cloudwatch/logGroup:LogGroup "database-log-postgresql" (retentionInDays, tags, tagsAll)`,
		`update aws:rds/instance:Instance "database" (allowMajorVersionUpgrade, applyImmediately, ` +
			"backupRetentionPeriod, backupWindow, copyTagsToSnapshot, deletionProtection, enabledCloudwatchLogsExports, " +
			"finalSnapshotIdentifier, instanceClass, maintenanceWindow, maxAllocatedStorage, " +
			"monitoringInterval, monitoringRoleArn, multiAz, parameterGroupName, password, publiclyAccessible, " +
			"skipFinalSnapshot, storageType, tags, tagsAll, vpcSecurityGroupIds)",
	}
	preview, err := r.Preview(t.Context())
	require.NoError(t, err)
	require.Equal(t, want, changesOf(preview), "the preview shows all")
	require.Equal(t, want, changesOf(mustUp(t, r)))

	after := c.imported(t, r)
	require.Equal(t, []string{"legacy", "legacy-replica-1"}, instances(t, r))
	for _, fixed := range []string{
		"address", "kmsKeyId", "dbSubnetGroupName", "performanceInsightsKmsKeyId", "username", "dbName", "allocatedStorage",
	} {
		require.Equal(t, before[fixed], after[fixed], fixed)
	}
	require.Contains(t, after.Strings("vpcSecurityGroupIds"), c.group, "the clients of today still connect")
	require.Len(t, after.Strings("vpcSecurityGroupIds"), 2)
	require.NotEqual(t, "correct-horse", after["password"])
	require.Equal(t, "legacy-final", after["finalSnapshotIdentifier"])
	require.Equal(t, []any{true, true, false, "gp3", "17.10"}, []any{
		after["deletionProtection"], after["multiAz"], after["skipFinalSnapshot"], after["storageType"], after["engineVersion"],
	})
	unchanged(t, r)
}

// unchanged requires that neither an update nor a refresh finds anything to do.
func unchanged(t *testing.T, r *rehearsal.Rehearsal) {
	t.Helper()
	require.Empty(t, mustUp(t, r).Changed)
	drift, err := r.Refresh(t.Context())
	require.NoError(t, err)
	require.Empty(t, drift.Changed)
	require.Empty(t, mustUp(t, r).Changed)
}

// Without the argument the imported database stays. Only the groups of the company are detached.
func TestTheImportEnds(t *testing.T) {
	c := newCompany(t)
	mustUp(t, c.shop(t, asItIs))
	r := c.shop(t, withoutImport)
	result := mustUp(t, r)
	require.Equal(t, []string{
		`update aws:rds/instance:Instance "database" (finalSnapshotIdentifier, vpcSecurityGroupIds)`,
	}, changesOf(result))
	require.Empty(t, result.Counts.Create)
	require.NotContains(t, c.imported(t, r).Strings("vpcSecurityGroupIds"), c.group)
	unchanged(t, r)
	mustUp(t, c.shop(t, asItIs))
	require.Equal(t, []string{"legacy", "legacy-replica-1"}, instances(t, r), "and back")
}

// An import whose update fails is continued by the next one, also without the argument.
func TestAFailedImportIsContinued(t *testing.T) {
	for name, next := range map[string]func(*postgres.Args){"as it was": asItIs, "without the argument": withoutImport} {
		t.Run(name, func(t *testing.T) {
			c := newCompany(t)
			r := c.shop(t, asItIs)
			inAccount(t, r, func(ctx context.Context, a *account.Account) error {
				return a.Inject(ctx, account.Fault{Action: "update", Type: instanceType, Effect: account.Fail})
			})
			before := c.imported(t, r)
			_, err := r.Up(t.Context())
			require.ErrorContains(t, err, "updating RDS DB Instance ("+c.database+"): ")
			require.Equal(t, before, c.imported(t, r))

			inAccount(t, r, func(ctx context.Context, a *account.Account) error { return a.ClearFaults(ctx) })
			r = c.shop(t, next)
			result := mustUp(t, r)
			require.Zero(t, result.Counts.Replace+result.Counts.Delete, result.Changed)
			require.Equal(t, true, c.imported(t, r)["deletionProtection"])
			unchanged(t, r)
		})
	}
}

// The engine would import the instance, and then delete the one that the program has created.
func TestACreatedDatabaseIsNotReplacedByAnImport(t *testing.T) {
	c := newCompany(t)
	mustUp(t, c.shop(t, withoutImport))
	r := c.shop(t, asItIs)
	before := instances(t, r)
	_, err := r.Up(t.Context())
	require.ErrorContains(t, err, `postgres "database": importIdentifier is "legacy"; want none; this database has been created `+
		"already: it is database-")
	require.Equal(t, before, instances(t, r))
}

// An imported database is protected, and a destroy that is allowed forgets it and what it needs.
func TestAnImportedDatabaseIsKept(t *testing.T) {
	c := newCompany(t)
	mustUp(t, c.shop(t, asItIs))
	r := c.shop(t, asItIs)
	_, err := r.Destroy(t.Context())
	require.ErrorContains(t, err, "because it is protected")
	c.imported(t, r)

	r = c.shop(t, func(a *postgres.Args) { a.AllowDestroy = true })
	mustUp(t, r)
	before := c.imported(t, r)
	_, err = r.Destroy(t.Context())
	require.NoError(t, err)
	requireKept(t, before, c.imported(t, r))
	require.Equal(t, []string{"legacy"}, instances(t, r), "its replicas are not the company's")
	kept := map[string]bool{}
	for _, res := range resources(t, r) {
		kept[res.Type] = true
	}
	for _, needed := range []string{
		"aws:rds/parameterGroup:ParameterGroup", "aws:iam/role:Role", "aws:secretsmanager/secret:Secret", "aws:kms/key:Key",
	} {
		require.True(t, kept[needed], needed)
	}
}

// requireKept requires an instance as it was, but for its replicas.
func requireKept(t *testing.T, before, after account.Props) {
	t.Helper()
	require.Empty(t, after["replicas"])
	delete(before, "replicas")
	delete(after, "replicas")
	require.Equal(t, before, after)
}

// Without the argument, it is the program's own: a destroy that is allowed deletes it, and keeps a last snapshot.
func TestAnImportedDatabaseThatStaysIsDestroyed(t *testing.T) {
	c := newCompany(t)
	mustUp(t, c.shop(t, asItIs))
	r := c.shop(t, func(a *postgres.Args) {
		withoutImport(a)
		a.AllowDestroy = true
	})
	mustUp(t, r)
	_, err := r.Destroy(t.Context())
	require.NoError(t, err)
	require.Empty(t, instances(t, r))
	for _, res := range resources(t, r) {
		if res.Type == "aws:rds/snapshot:Snapshot" {
			return
		}
	}
	t.Fatal("no final snapshot")
}
