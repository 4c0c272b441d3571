// Package postgres is the database of an environment: a PostgreSQL primary on RDS with a standby in another zone,
// read replicas, backups, and everything that keeps them from getting lost.
package postgres

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/rds"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// Type is the component's type token.
const Type = "tenfold:postgres:Postgres"

// Postgres is a PostgreSQL database on RDS. For a database called main it creates
//
//   - a KMS key (main-key), a subnet group (main), and a security group (main-sg) that admits only AllowFrom
//   - a secret (main-master) with the user name and the password of the master user
//   - a parameter group (main-parameters), log groups of each instance (main-log-postgresql …), and a role for Enhanced
//     Monitoring (main-monitoring)
//   - the primary (main): Multi-AZ, encrypted, with storage that grows automatically, point-in-time recovery, deletion
//     protection and a final snapshot
//   - Replicas read replicas (main-replica-1 …) in other zones than the primary's
//   - with BackupCopy: a vault, a plan, a selection and a role of AWS Backup (main-backup)
//
// Cost: 270.41 USD a month with db.m7g.large and the defaults; a replica adds 134.14, SingleZone saves 134.87.
//
// How it fails: if the primary or its zone fails, RDS fails over to the standby in one to two minutes, under the same
// Endpoint. With SingleZone the database is down until RDS has repaired it. The database stops when storage reaches
// MaxStorageGiB. A change of InstanceClass waits for MaintenanceWindow, unless ApplyImmediately is set.
//
// Destroying: set AllowDestroy, run an update, then destroy. The final snapshot remains, and the key can be recovered.
//
// What it does not do: autoscaling of replicas, roles and extensions inside the database, scheduled password rotation,
// IAM authentication, RDS Proxy, Multi-AZ clusters, replicas in other regions.
//
// Names, the placement of replicas, the arithmetic of the cost and all failure modes are in docs/postgres.md.
type Postgres struct {
	pulumi.ResourceState

	// Endpoint is the host of the primary, without a port. It is known once the rules of AllowFrom exist.
	Endpoint pulumi.StringOutput `pulumi:"endpoint"`
	// Port is 5432.
	Port pulumi.IntOutput `pulumi:"port"`
	// ReaderEndpoints are the hosts of the replicas in their order, none when there are none.
	ReaderEndpoints pulumi.StringArrayOutput `pulumi:"readerEndpoints"`
	// MasterSecretARN is the secret of the master user, with the keys username and password. It is known once the
	// secret has its value.
	MasterSecretARN pulumi.StringOutput `pulumi:"masterSecretArn"`
	// KMSKeyARN is the key; who reads the secret needs kms:Decrypt with it.
	KMSKeyARN pulumi.StringOutput `pulumi:"kmsKeyArn"`
	// SecurityGroupID is the group of all instances.
	SecurityGroupID pulumi.StringOutput `pulumi:"securityGroupId"`
	// Identifier is the primary's, for alarms.
	Identifier pulumi.StringOutput `pulumi:"identifier"`
	// ReplicaIdentifiers are those of the replicas in their order.
	ReplicaIdentifiers pulumi.StringArrayOutput `pulumi:"replicaIdentifiers"`

	// MaxConnections is how many connections each instance accepts.
	MaxConnections int
}

// New creates a database.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Postgres, error) {
	args = args.withDefaults()
	if err := args.problems(name).Err("postgres", name); err != nil {
		return nil, err
	}
	p := &Postgres{MaxConnections: classes[args.InstanceClass].maxConnections()}
	if err := component.Register(ctx, Type, name, args, p, opts...); err != nil {
		return nil, err
	}
	b := &builder{
		Base: component.Base{Ctx: ctx, Name: name, Parent: p, AllowDestroy: args.AllowDestroy}, args: args,
	}
	if err := b.build(); err != nil {
		return nil, err
	}
	p.setOutputs(b)
	return p, component.Publish(ctx, p)
}

func (p *Postgres) setOutputs(b *builder) {
	p.Endpoint = component.OnceExist(b.primary.Address, b.rules...)
	p.Port, p.Identifier = b.primary.Port, b.primary.Identifier
	p.ReaderEndpoints = ofEach(b.replicas, func(r *rds.Instance) pulumi.StringOutput { return r.Address })
	p.ReplicaIdentifiers = ofEach(b.replicas, func(r *rds.Instance) pulumi.StringOutput { return r.Identifier })
	p.MasterSecretARN = component.OnceExist(b.secret.Arn, b.secretVersion.ID())
	p.KMSKeyARN, p.SecurityGroupID = b.key.Arn, b.group.ID().ToStringOutput()
}

func ofEach(replicas []*rds.Instance, get func(*rds.Instance) pulumi.StringOutput) pulumi.StringArrayOutput {
	list := pulumi.StringArray{}
	for _, r := range replicas {
		list = append(list, get(r))
	}
	return list.ToStringArrayOutput()
}
