package rds_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/cloudwatch"
	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
	"github.com/tenfold-iac/tenfold/test/simulator/iam"
	"github.com/tenfold-iac/tenfold/test/simulator/kms"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/rds"
	"github.com/tenfold-iac/tenfold/test/simulator/secrets"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

type props = model.Props

const region = "us-east-1"

// fixture is an account with a VPC of three zones, a subnet group in them, and what databases name.
type fixture struct {
	*simtest.Account
	vpc, group        string
	a, b, c, a2       string
	other, otherGroup string // in another VPC
	key, role         string
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{Account: simtest.New(t, slices.Concat(cloudwatch.Types(), ec2.Types(), iam.Types(), kms.Types(),
		rds.Types(), secrets.Types(), []*model.Type{{
			Token: "aws:sns/topic:Topic", Service: "SNS", Noun: "SNS Topic", NewID: model.Prefixed("arn:aws:sns:"),
		}}), rds.Functions())}
	f.vpc, _ = f.MustCreate(ec2.VPC, "main", props{"cidrBlock": "10.0.0.0/16"})
	f.group, _ = f.MustCreate(ec2.SecurityGroup, "db", props{"vpcId": f.vpc, "description": "database"})
	f.a = f.subnet("a", "10.0.0.0/24", "us-east-1a")
	f.b = f.subnet("b", "10.0.1.0/24", "us-east-1b")
	f.c = f.subnet("c", "10.0.2.0/24", "us-east-1c")
	f.a2 = f.subnet("a2", "10.0.3.0/24", "us-east-1a")
	otherVPC, _ := f.MustCreate(ec2.VPC, "other", props{"cidrBlock": "10.1.0.0/16"})
	f.other, _ = f.MustCreate(ec2.Subnet, "other", props{"vpcId": otherVPC, "cidrBlock": "10.1.0.0/24"})
	f.otherGroup, _ = f.MustCreate(ec2.SecurityGroup, "other", props{"vpcId": otherVPC, "description": "other"})
	_, key := f.MustCreate(kms.Key, "db", props{})
	f.key = key.String("arn")
	_, role := f.MustCreate(iam.Role, "monitoring", props{"assumeRolePolicy": `{"Statement":[{"Effect":"Allow",` +
		`"Principal":{"Service":"monitoring.rds.amazonaws.com"},"Action":"sts:AssumeRole"}]}`})
	f.role = role.String("arn")
	f.MustCreate(rds.SubnetGroup, "main", props{"name": "main", "subnetIds": []any{f.a, f.b, f.c}})
	return f
}

func (f *fixture) subnet(name, cidr, zone string) string {
	id, _ := f.MustCreate(ec2.Subnet, name, props{"vpcId": f.vpc, "cidrBlock": cidr, "availabilityZone": zone})
	return id
}

// db are the inputs of a small database, with changes.
func (f *fixture) db(changes props) props {
	return simtest.With(props{
		"identifier": "orders", "engine": "postgres", "engineVersion": "16.12", "instanceClass": "db.m7g.large",
		"allocatedStorage": 100, "storageType": "gp3", "username": "app", "password": "correct-horse",
		"dbSubnetGroupName": "main", "backupRetentionPeriod": 7,
	}, changes)
}

// replica are the inputs of a replica of orders, with changes.
func replica(name string, changes props) props {
	return simtest.With(props{
		"identifier": name, "replicateSourceDb": "orders", "instanceClass": "db.m7g.large", "skipFinalSnapshot": true,
	}, changes)
}

// wanted requires no error, or one that contains want.
func wanted(t *testing.T, err error, want string) {
	t.Helper()
	if want == "" {
		require.NoError(t, err)
	} else {
		require.ErrorContains(t, err, want)
	}
}

// left lists the resources that programs created or left behind, by type.
func (f *fixture) left(t *testing.T, token string) []string {
	t.Helper()
	resources, err := f.Resources(t.Context())
	require.NoError(t, err)
	var ids []string
	for _, r := range resources {
		if r.Type == token {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// linked counts the resources of a type with a value of a property, including AWS's own.
func (f *fixture) linked(t *testing.T, token, property, value string) int {
	t.Helper()
	n := 0
	require.NoError(t, f.Do(t.Context(), func(tx *account.Tx) error {
		n = tx.CountLinked(region, token, property, value)
		return nil
	}))
	return n
}
