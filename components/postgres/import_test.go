package postgres_test

import (
	"errors"
	"maps"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/postgres"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const instancesToken = "aws:rds/getInstances:getInstances"

// legacy is an account with an instance called legacy in the VPC vpc-1, with changes.
func legacy(changes map[string]any) []stacktest.Option {
	found := map[string]any{
		"dbInstanceIdentifier": "legacy", "resourceId": "db-LEGACY", "engine": "postgres", "engineVersion": "17.4",
		"masterUsername": "shopkeeper", "port": 5432, "storageEncrypted": true, "storageType": "gp2",
		"allocatedStorage": 50, "maxAllocatedStorage": 0, "dbClusterIdentifier": "", "replicateSourceDb": "",
		"databaseInsightsMode": "standard", "dbSubnetGroup": "legacy", "masterUserSecrets": []any{},
		"vpcSecurityGroups": []any{"sg-shop", "main-sg-id", "sg-jobs"},
	}
	maps.Copy(found, changes)
	answer := func(token string, outputs map[string]any) stacktest.Option {
		return stacktest.Function(token, func(resource.PropertyMap) (resource.PropertyMap, error) {
			return resource.NewPropertyMapFromMap(outputs), nil
		})
	}
	return []stacktest.Option{
		answer("aws:rds/getInstance:getInstance", found),
		answer("aws:rds/getSubnetGroup:getSubnetGroup", map[string]any{"vpcId": "vpc-1"}),
		answer("aws:cloudwatch/getLogGroups:getLogGroups", map[string]any{
			"logGroupNames": []any{"/aws/rds/instance/legacy/postgresql"},
		}),
		answer(instancesToken, map[string]any{"instanceIdentifiers": []any{}}),
	}
}

func importing() postgres.Args {
	a := replicated(1)
	a.ImportIdentifier, a.MasterUsername = "legacy", "shopkeeper"
	return a
}

func TestImport(t *testing.T) {
	for _, opts := range [][]stacktest.Option{nil, {stacktest.Preview()}} {
		rec := run(t, importing(), opts...)
		primary, replica := rec.Named(t, instanceType, "main"), rec.Named(t, instanceType, "main-replica-1")
		require.Equal(t, "db-LEGACY", primary.ImportID, "the ID that the state holds, so that it is imported once")
		require.Equal(t, "legacy", primary.Input("identifier"))
		require.True(t, primary.Protect)
		require.Empty(t, replica.ImportID)
		require.Equal(t, "legacy-replica-1", replica.Input("identifier"))
		own, theirs := rec.Named(t, logGroupType, "main-log-upgrade"), rec.Named(t, logGroupType, "main-log-postgresql")
		require.Empty(t, own.ImportID)
		require.Equal(t, "/aws/rds/instance/legacy/postgresql", theirs.ImportID)
		require.Equal(t, "/aws/rds/instance/legacy/postgresql", theirs.Input("name"))
		require.Equal(t, []string{"name", "kmsKeyId"}, theirs.IgnoreChanges)
	}
	rec := run(t, importing())
	primary := rec.Named(t, instanceType, "main")
	require.Equal(t, []any{"main-sg-id", "sg-jobs", "sg-shop"}, primary.Input("vpcSecurityGroupIds"))
	require.Equal(t, "legacy-final", primary.Input("finalSnapshotIdentifier"))
	require.Equal(t, `{"username":"shopkeeper","password":"`+primary.Input("password").(string)+`"}`,
		rec.One(t, secretVersionType).Input("secretString"))
	asked := rec.Calls(instancesToken)
	require.Len(t, asked, 1)
	require.Equal(t, []any{map[string]any{"name": "db-instance-id", "values": []any{"main-name"}}}, asked[0].Input("filters"))
	require.Empty(t, run(t, args()).One(t, instanceType).ImportID)
}

func TestWhatCannotBeImported(t *testing.T) {
	const want = `importIdentifier is "legacy"; want an instance with `
	for name, tc := range map[string]struct {
		found map[string]any
		args  func(*postgres.Args)
		want  string
	}{
		"another engine": {
			found: map[string]any{"engine": "mysql"}, want: want + "engine postgres; it is mysql",
		},
		"a cluster's instance": {
			found: map[string]any{"dbClusterIdentifier": "shop"}, want: want + "dbClusterIdentifier of none; it is shop",
		},
		"a replica": {
			found: map[string]any{"replicateSourceDb": "primary"},
			want:  want + "replicateSourceDb of none; it is primary; first promote the replica",
		},
		"plain storage": {
			found: map[string]any{"storageEncrypted": false},
			want:  want + "storageEncrypted true; it is false; first encrypt it, as docs/importing.md says",
		},
		"provisioned storage": {
			found: map[string]any{"storageType": "io1"}, want: want + "storageType gp2 or gp3; it is io1; first change it",
		},
		"another port": {
			found: map[string]any{"port": 5433},
			want:  want + "port 5432; it is 5433; first change it, which restarts the database",
		},
		"a password that RDS keeps": {
			found: map[string]any{"masterUserSecrets": []any{map[string]any{"secretArn": "arn"}}},
			want: want + "manageMasterUserPassword false; it is true; first run aws rds modify-db-instance with " +
				"--no-manage-master-user-password and --master-user-password",
		},
		"advanced insights": {
			found: map[string]any{"databaseInsightsMode": "advanced"},
			want: want + "databaseInsightsMode standard; it is advanced; first change it: the AWS provider cannot if the " +
				"insights have a key of their own",
		},
		"another user": {
			args: func(a *postgres.Args) { a.MasterUsername = "" },
			want: `masterUsername is "postgres"; want "shopkeeper"; the master user of legacy cannot change`,
		},
		"another major version": {
			found: map[string]any{"engineVersion": "16.9"},
			want: `engineVersion is "17"; want the major version 16; legacy runs 16.9; import it first, and upgrade it ` +
				"with a later update",
		},
		"an older version": {
			found: map[string]any{"engineVersion": "17.10"},
			args:  func(a *postgres.Args) { a.EngineVersion = "17.9" },
			want:  `engineVersion is "17.9"; want 17.10 or newer; legacy runs 17.10`,
		},
		"an older major version": {
			found: map[string]any{"engineVersion": "18.1"},
			args:  func(a *postgres.Args) { a.AllowMajorVersionUpgrade = true },
			want:  `engineVersion is "17"; want 18.1 or newer; legacy runs 18.1`,
		},
		"more storage than the limit": {
			found: map[string]any{"allocatedStorage": 190},
			want:  "maxStorageGiB is 200; want at least 209; legacy has 190 GiB, and autoscaling must be able to add a tenth",
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := importing()
			if tc.args != nil {
				tc.args(&a)
			}
			for _, opts := range [][]stacktest.Option{nil, {stacktest.Preview()}} {
				rec, err := record(a, append(legacy(tc.found), opts...))
				require.EqualError(t, err, alone(tc.want))
				require.Len(t, rec.All(), 1, "nothing but the component")
			}
		})
	}
}

// alone is the error about one problem.
func alone(problem string) string {
	return "1 error occurred:\n\t* postgres \"main\": " + problem + "\n\n"
}

func record(a postgres.Args, opts []stacktest.Option) (*stacktest.Recording, error) {
	return stacktest.Record(func(ctx *pulumi.Context) error {
		_, err := postgres.New(ctx, "main", a)
		return err
	}, opts...)
}

// What the import accepted once must not become a problem later.
func TestAnImportedDatabaseGrowsAndIsUpgraded(t *testing.T) {
	for name, found := range map[string]map[string]any{
		"grown to its limit": {"allocatedStorage": 200, "maxAllocatedStorage": 200},
		"upgraded by AWS":    {"engineVersion": "17.25"},
		"upgraded later":     {"engineVersion": "16.9"},
	} {
		t.Run(name, func(t *testing.T) {
			a := importing()
			a.AllowMajorVersionUpgrade = true
			_, err := record(a, legacy(found))
			require.NoError(t, err)
		})
	}
}

func TestWhereAnInstanceCannotBeImported(t *testing.T) {
	a := importing()
	const elsewhere = `vpcId is "vpc-2"; want vpc-1; it is the VPC of legacy`
	a.VPCID = pulumi.String("vpc-2")
	_, err := record(a, legacy(nil))
	require.EqualError(t, err, alone(elsewhere))
	a.VPCID = pulumi.String("vpc-2").ToStringOutput()
	_, err = record(a, legacy(nil))
	require.ErrorContains(t, err, `postgres "main": `+elsewhere)

	_, err = record(importing(), append(legacy(nil), stacktest.Function("aws:rds/getInstance:getInstance",
		func(resource.PropertyMap) (resource.PropertyMap, error) {
			return nil, errors.New("no matching RDS DB Instance found")
		})))
	require.ErrorContains(t, err, `postgres "main": importIdentifier is "legacy"; want an RDS instance of this account and `+
		"region; ")
	require.ErrorContains(t, err, "no matching RDS DB Instance found")

	created := func(identifier string) stacktest.Option {
		return stacktest.Function(instancesToken, func(resource.PropertyMap) (resource.PropertyMap, error) {
			return resource.PropertyMap{"instanceIdentifiers": resource.NewProperty([]resource.PropertyValue{
				resource.NewProperty(identifier),
			})}, nil
		})
	}
	_, err = record(importing(), append(legacy(nil), created("main-name")))
	require.ErrorContains(t, err, `postgres "main": importIdentifier is "legacy"; want none; this database has been created `+
		"already: it is main-name")
	_, err = record(importing(), append(legacy(nil), created("legacy")))
	require.NoError(t, err)
}

func TestImportIdentifier(t *testing.T) {
	for identifier, want := range map[string]string{
		"Orders":   `importIdentifier is "Orders"; want the identifier of an RDS instance, such as orders-db`,
		"orders--": `importIdentifier is "orders--"; want the identifier of an RDS instance, such as orders-db`,
		"a2345678901234567890123456789012345678901234567890123": "the length of importIdentifier is 53; want at most 52; " +
			"replicas are called after it",
	} {
		a := importing()
		a.ImportIdentifier = identifier
		rec, err := record(a, legacy(nil))
		require.EqualError(t, err, alone(want))
		require.Empty(t, rec.All())
	}
}
