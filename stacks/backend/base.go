package backend

import (
	"cmp"
	"fmt"
	"hash/crc32"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs/pgbouncer"
	"github.com/tenfold-iac/tenfold/stacks/backend/config"
)

const baseKey = "tenfold:base"

// onBase lets an environment use the network, the database server and the cache of another environment, with a database
// and roles of its own. Everything else it makes itself.
func onBase(ctx *pulumi.Context, c config.Config) (config.Config, error) {
	if c.Base == "" {
		return ownNames(c), nil
	}
	base, err := openBase(ctx, c.Base)
	if err != nil {
		return c, err
	}
	c.Existing = config.Existing{
		Network: config.ExistingNetwork{
			VPCID:             base.text("vpcId"),
			PublicSubnetIDs:   base.texts("publicSubnetIds"),
			PrivateSubnetIDs:  base.texts("privateSubnetIds"),
			IsolatedSubnetIDs: base.texts("isolatedSubnetIds"),
		},
		Database: config.ExistingDatabase{
			Identifier:      base.text("databaseIdentifier"),
			Replicas:        base.texts("databaseReplicaIdentifiers"),
			MasterSecretARN: base.text("databaseMasterSecretArn"),
			MaxConnections:  base.number("databaseMaxConnections"),
		},
		Cache: config.ExistingRedis{
			ReplicationGroupID: base.text("cacheReplicationGroupId"), URLSecretARN: base.text("cacheUrlSecretArn"),
		},
		Broker:  c.Existing.Broker,
		Storage: c.Existing.Storage,
	}
	c.Sizes.PgBouncer.DatabaseName = databaseName(c.Environment)
	c.Sizes.PgBouncer.RoleName = c.Sizes.PgBouncer.DatabaseName
	c.Sizes.PgBouncer.ReservedConnections = base.reserve(c)
	return c, base.err
}

// ownNames are the database and the role on a server that the environment does not own: those of other environments there have
// other names. The file may name others.
func ownNames(c config.Config) config.Config {
	if c.Existing.Database.IsSet() {
		pool := &c.Sizes.PgBouncer
		pool.DatabaseName = cmp.Or(pool.DatabaseName, databaseName(c.Environment))
		pool.RoleName = cmp.Or(pool.RoleName, databaseName(c.Environment))
	}
	return c
}

// baseOutputs reads the outputs of the other environment, and keeps the first error.
type baseOutputs struct {
	ctx  *pulumi.Context
	name string
	ref  *pulumi.StackReference
	err  error
}

func openBase(ctx *pulumi.Context, name string) (*baseOutputs, error) {
	stack := fmt.Sprintf("%s/%s/%s", ctx.Organization(), ctx.Project(), name)
	ref, err := pulumi.NewStackReference(ctx, "base", &pulumi.StackReferenceArgs{Name: pulumi.String(stack)})
	return &baseOutputs{ctx: ctx, name: name, ref: ref}, err
}

// value is an output. The base is up, so that its outputs are known in the preview.
func (b *baseOutputs) value(output string) any {
	if b.err != nil {
		return nil
	}
	found, err := b.ref.GetOutputDetails(output)
	if err == nil && found.Value == nil {
		err = config.Problem(b.ctx, baseKey, fmt.Sprintf("%s is %q, which has no output %s; want an environment that is up and has no "+
			"base itself; run pulumi up -s %s first", baseKey, b.name, output, b.name))
	}
	if err != nil {
		b.err = err
		return nil
	}
	return found.Value
}

func (b *baseOutputs) text(output string) string {
	text, _ := b.value(output).(string)
	return text
}

func (b *baseOutputs) texts(output string) []string {
	list, _ := b.value(output).([]any)
	var all []string
	for _, one := range list {
		all = append(all, fmt.Sprint(one))
	}
	return all
}

func (b *baseOutputs) number(output string) int {
	n, _ := b.value(output).(float64)
	return int(n)
}

// reserve is how many connections are not for this environment: all but those that the base's PgBouncer leaves to others,
// less those that superusers, RDS and people need.
func (b *baseOutputs) reserve(c config.Config) int {
	left := b.number("databaseReservedConnections") - pgbouncer.DefaultReservedConnections
	if b.err == nil && left <= 0 {
		b.err = config.Problem(b.ctx, baseKey, fmt.Sprintf("%s is %q, whose PgBouncer leaves %d connections to others, and people "+
			"and RDS need %d; raise overrides.pgbouncer.reservedConnections in its file, and run pulumi up -s %s", baseKey, b.name,
			left+pgbouncer.DefaultReservedConnections, pgbouncer.DefaultReservedConnections, b.name))
	}
	return c.Existing.Database.MaxConnections - left
}

// maxDatabaseName leaves room for the logins of a role, whose names are at most 63 characters in PostgreSQL.
const maxDatabaseName = 55

// databaseName is the database of an environment on a server that others use as well, and its role: app_pr_42 for pr-42.
func databaseName(environment string) string {
	name := "app_" + strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, strings.ToLower(environment))
	plain := strings.ReplaceAll(name[len("app_"):], "_", "-") == environment
	if plain && len(name) <= maxDatabaseName {
		return name
	}
	const sum = 9 // an underscore and eight digits, so that no two environments have one name
	return fmt.Sprintf("%.*s_%08x", maxDatabaseName-sum, name, crc32.ChecksumIEEE([]byte(environment)))
}
