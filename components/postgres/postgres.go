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

// Postgres is a PostgreSQL database on RDS. It creates, for a database called main:
//
//  1. a KMS key (main-key), rotated each year, that encrypts the data, the backups, the master password and
//     Performance Insights; destroyed, it can be called back for 30 days
//  2. a subnet group (main) of the isolated subnets, and a security group (main-sg) that lets nobody in but, each
//     by a rule of its own (main-from-pgbouncer), those in AllowFrom
//  3. a secret (main-master) with the user name and the password of the master user, as {"username", "password"}
//  4. a parameter group (main-parameters) of the version's family: TLS only, SCRAM, pg_stat_statements, a log of
//     queries of one second and more, eager autovacuum, and memory, workers and connections by the class
//  5. log groups for postgresql and upgrade of each instance (main-log-postgresql, main-replica-1-log-upgrade),
//     with a retention
//  6. a role for Enhanced Monitoring (main-monitoring), each 60 seconds
//  7. the primary (main): Multi-AZ, gp3 that grows by itself, encrypted, point-in-time recovery of 7 days, Database
//     Insights of the standard mode, kept by deletion protection, by the engine's protection and by a final snapshot
//  8. Replicas read replicas (main-replica-1 …), one after the other, in zones that the primary is not in
//  9. with BackupCopy: a vault, a plan, a selection and a role of AWS Backup (main-backup) for a daily snapshot
//     that is copied to another region
//
// # Cost
//
// With db.m7g.large and the defaults 270.41 USD a month (us-east-1, 730 hours, prices as of 2025-04 to 2026-10):
//
//	instance Multi-AZ  0.337 × 730 = 246.01
//	storage Multi-AZ   100 × 0.23  =  23.00
//	key and secret     1.00 + 0.40 =   1.40
//
// A replica adds 0.168 × 730 + 100 × 0.115 = 122.64 + 11.50 = 134.14. SingleZone takes 0.169 × 730 + 100 × 0.115 =
// 134.87 off. IOPS beyond 12,000 cost 0.04 each with Multi-AZ and throughput beyond 500 MiB/s 0.16 per MiB/s.
// Backups are free up to the size of the storage, then 0.095 per GB and month, as are the copies of BackupCopy in
// both regions, with the transfer between them. Logs are 0.50 per GB written and 0.03 per GB and month kept;
// Enhanced Monitoring is paid for as logs. Database Insights of the standard mode keeps 7 days free of charge.
//
// # Names
//
// RDS writes logs to groups that are called after the instance, and makes them itself, without a retention, when
// they are not there. So the groups come first, and the identifier must be known before the instance is: it is the
// subnet group's name, which the engine makes unique (main-1a2b3c4). Nothing that Args can change replaces a subnet
// group. Replicas are main-1a2b3c4-replica-1 and so on, and the final snapshot is main-1a2b3c4-final: a database
// that is made anew gets another name, and so does its snapshot, so that a second destroy does not meet the first
// one's.
//
// # Master password
//
// The component makes the password, once, and keeps it in the secret and, encrypted, in the stack's state. It is not
// RDS that keeps it (manageMasterUserPassword): AWS refuses read replicas of a PostgreSQL primary whose password RDS
// manages. Nothing uses the master user but who creates roles. PasswordVersion makes another password.
//
// # Where replicas are
//
// AWS picks the zones of a Multi-AZ primary and of its standby, and tells only the first. Each replica is placed,
// when it is created, in one of the other Zones by turns. It stays there: after a failover a replica may be in the
// primary's zone, and that is no reason to make it anew. With three zones every second replica is beside the
// standby.
//
// # How it fails
//
//   - The primary or its zone is lost: RDS fails over to the standby in one to two minutes, under the same
//     Endpoint. With SingleZone it is down until RDS has repaired it, or, with the zone lost, until you restore it
//     or promote a replica.
//   - A replica is lost: RDS repairs it. Its endpoint does not answer in the meantime; whoever balances over
//     ReaderEndpoints must leave it out.
//   - All is lost: restore to a point in time (a new instance, with a new name), the final snapshot, or BackupCopy's.
//   - A replica is to take over: promote it in the console or with the CLI. It has its own backups, the same
//     parameters and at least the primary's memory. Then import it as the primary of another component.
//   - Storage is full at MaxStorageGiB: the database stops. RDS adds storage at most every six hours.
//   - A change of InstanceClass waits for MaintenanceWindow, unless ApplyImmediately; until then the update has
//     succeeded and the old class runs. Storage, once made larger, cannot be changed for six hours.
//   - RDS has taken the identifier while the engine lost track of the instance: AWS says DBInstanceAlreadyExists.
//     Import the instance; a second database under another name would be worse.
//   - The primary is replaced by hand (pulumi up --target-replace) a second time: AWS says DBSnapshotAlreadyExists.
//     Copy the final snapshot of the first time under another name, and delete it.
//
// # How it is destroyed
//
// Set AllowDestroy, run an update, then destroy. What is left is the final snapshot (unless SkipFinalSnapshot), and
// the key that can read it, which AWS deletes after 30 days: cancel its deletion, or copy the snapshot with another
// key. A vault of BackupCopy goes with its snapshots; the copies stay.
//
// Without AllowDestroy a destroy comes as far as the primary, and no further. Replicas, which hold nothing of their
// own, are gone by then, and the next update makes them again.
//
// # What it does not do
//
//   - Autoscaling of replicas, which only Aurora has.
//   - Upgrades of the primary's minor version by AWS: EngineVersion says which runs. Replicas, whose version is not
//     stated, follow AWS in their maintenance window, so that they are never behind the primary for long.
//   - Roles, databases and extensions in the database: the bootstrap makes them, as the master user.
//   - Rotation of the master password by a schedule, IAM authentication, RDS Proxy, Multi-AZ clusters, replicas in
//     other regions.
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
