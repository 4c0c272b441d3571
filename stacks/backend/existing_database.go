package backend

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/rds"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/postgres"
	"github.com/tenfold-iac/tenfold/stacks/backend/config"
)

// ownShare is how much of what the class alone would allow RDS's own default of max_connections is, in percent: RDS takes
// what it needs itself off the memory first (856 and not 901 at 8 GiB).
const ownShare = 90

// existingDatabase looks up a primary and its replicas.
func existingDatabase(ctx *pulumi.Context, c config.Config, net Network) (Database, error) {
	e, f := c.Existing.Database, find(ctx, c)
	primary := f.instance("database.identifier", e.Identifier, net)
	if primary == nil {
		return Database{}, f.err()
	}
	f.want(primary.ReplicateSourceDb == "", "database.identifier", "is %q, a replica of %s; want the primary", e.Identifier,
		primary.ReplicateSourceDb)
	secret := f.masterSecret(e, primary)
	d := Database{
		Endpoint: pulumi.String(primary.Address), Identifier: pulumi.String(e.Identifier),
		SecurityGroupID: pulumi.String(f.groupOf("database", e.SecurityGroupID, primary.VpcSecurityGroups)),
		MasterSecretARN: pulumi.String(secret), KMSKeyARN: pulumi.String(f.secretKey("database.masterSecretArn", secret)),
		MaxConnections: e.MaxConnections, Port: primary.Port, ReplicaIdentifiers: pulumi.ToStringArray(e.Replicas),
	}
	if d.MaxConnections == 0 {
		n, err := postgres.MaxConnections(primary.DbInstanceClass)
		d.MaxConnections = n * ownShare / 100
		f.want(err == nil, "database.maxConnections", "is required: Tenfold does not know the class %s of %s; set max_connections of "+
			"the instance", primary.DbInstanceClass, e.Identifier)
	}
	for i, id := range e.Replicas {
		d.Readers = append(d.Readers, f.replica(fmt.Sprintf("database.replicas[%d]", i), id, e.Identifier, net))
	}
	return d, f.err()
}

// instance looks up an instance of PostgreSQL in the network; nil if it cannot be used.
func (f *finder) instance(key, id string, net Network) *rds.LookupInstanceResult {
	found, err := rds.LookupInstance(f.ctx, &rds.LookupInstanceArgs{DbInstanceIdentifier: &id})
	if !f.found(err, key, id, "a DB instance") {
		return nil
	}
	if !f.want(found.Engine == "postgres", key, "is %q, an instance of %s; want one of postgres", id, found.Engine) {
		return nil
	}
	group, err := rds.LookupSubnetGroup(f.ctx, &rds.LookupSubnetGroupArgs{Name: found.DbSubnetGroup})
	if !f.found(err, key, id, "a DB instance with a subnet group") || !f.inNetwork(key, id, group.VpcId, net) {
		return nil
	}
	return found
}

// replica is the host of a replica of a primary.
func (f *finder) replica(key, id, primary string, net Network) pulumi.StringInput {
	found := f.instance(key, id, net)
	if found == nil {
		return pulumi.String("")
	}
	f.want(found.ReplicateSourceDb == primary, key, "is %q, which is not a replica of %s; want one of its replicas", id, primary)
	return pulumi.String(found.Address)
}

// masterSecret is the secret of the master user: that of the file, or the one that RDS manages.
func (f *finder) masterSecret(e config.ExistingDatabase, primary *rds.LookupInstanceResult) string {
	if e.MasterSecretARN == "" && len(primary.MasterUserSecrets) > 0 {
		return primary.MasterUserSecrets[0].SecretArn
	}
	f.want(e.MasterSecretARN != "", "database.masterSecretArn", "is required: RDS does not manage the password of %s; put "+
		"username and password of the master user into a secret", e.Identifier)
	return e.MasterSecretARN
}
