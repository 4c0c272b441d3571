package backend

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/broker"
	"github.com/tenfold-iac/tenfold/components/cache"
	"github.com/tenfold-iac/tenfold/components/network"
	"github.com/tenfold-iac/tenfold/components/postgres"
	"github.com/tenfold-iac/tenfold/stacks/backend/config"
)

// Network is where everything runs.
type Network struct {
	// existingID is the ID of a VPC that the environment does not own, "" for one that it makes.
	existingID                                           string
	VPCID                                                pulumi.StringInput
	PublicSubnetIDs, PrivateSubnetIDs, IsolatedSubnetIDs pulumi.StringArrayInput
	// PublicCIDRs are the ranges of the public subnets, and NATPublicIPs the addresses that tasks come from, if they are known.
	PublicCIDRs, NATPublicIPs pulumi.StringArrayInput
	// Zones are those of the isolated subnets, in their order.
	Zones []string
}

func newNetwork(ctx *pulumi.Context, c config.Config, found found, opts ...pulumi.ResourceOption) (Network, error) {
	if c.Existing.Network.IsSet() {
		return found.network, nil
	}
	made, err := newComponent(ctx, network.New, "network", sized(network.Args{
		Zones:                found.zones,
		FlowLogRetentionDays: c.Sizes.LogRetentionDays,
	}, c.Sizes.Network), opts...)
	if err != nil {
		return Network{}, err
	}
	return Network{
		VPCID: made.VPCID, PublicSubnetIDs: made.PublicSubnetIDs, PrivateSubnetIDs: made.PrivateSubnetIDs,
		IsolatedSubnetIDs: made.IsolatedSubnetIDs, PublicCIDRs: made.PublicCIDRs, NATPublicIPs: made.NATPublicIPs,
		Zones: found.zones,
	}, nil
}

// postgresPort is the port of a database that is made here.
const postgresPort = 5432

// Database is PostgreSQL.
type Database struct {
	Endpoint, Identifier, SecurityGroupID, MasterSecretARN, KMSKeyARN pulumi.StringInput
	// Readers are the hosts of the replicas, whose number is known before they exist.
	Readers            []pulumi.StringInput
	ReplicaIdentifiers pulumi.StringArrayInput
	Port               int
	// Shared says that other environments have data on the server: what is the application's own is dropped at the end.
	Shared bool
	// MaxConnections is how many connections each instance accepts.
	MaxConnections int
}

func newDatabase(
	ctx *pulumi.Context, c config.Config, found found, net Network, opts ...pulumi.ResourceOption,
) (Database, error) {
	if c.Existing.Database.IsSet() {
		return found.database, nil
	}
	made, err := newComponent(ctx, postgres.New, "database", sized(postgres.Args{
		VPCID:             net.VPCID,
		SubnetIDs:         net.IsolatedSubnetIDs,
		Zones:             net.Zones,
		ImportIdentifier:  c.Import.Database,
		ApplyImmediately:  c.ApplyImmediately,
		LogRetentionDays:  c.Sizes.LogRetentionDays,
		AllowDestroy:      c.AllowDestroy,
		SkipFinalSnapshot: c.AllowDestroy && c.SkipFinalSnapshot,
	}, c.Sizes.Database), opts...)
	if err != nil {
		return Database{}, err
	}
	return Database{
		Endpoint: made.Endpoint, Identifier: made.Identifier, SecurityGroupID: made.SecurityGroupID,
		MasterSecretARN: made.MasterSecretARN, KMSKeyARN: made.KMSKeyARN, MaxConnections: made.MaxConnections, Port: postgresPort,
		ReplicaIdentifiers: made.ReplicaIdentifiers, Readers: readers(made, c.Sizes.Database.Replicas),
	}, nil
}

// Cache is Valkey in cluster mode.
type Cache struct {
	Host, ReplicationGroupID, SecurityGroupID, URLSecretARN, KMSKeyARN pulumi.StringInput
	// URLSecretVersion is nil if nobody tells when the secret changes.
	URLSecretVersion pulumi.StringInput
	Port             int
}

func newCache(
	ctx *pulumi.Context, c config.Config, found found, net Network, opts ...pulumi.ResourceOption,
) (Cache, error) {
	if c.Existing.Cache.IsSet() {
		return found.cache, nil
	}
	made, err := newComponent(ctx, cache.New, "cache", sized(cache.Args{
		VPCID:             net.VPCID,
		SubnetIDs:         net.IsolatedSubnetIDs,
		LogRetentionDays:  c.Sizes.LogRetentionDays,
		AllowDestroy:      c.AllowDestroy,
		SkipFinalSnapshot: c.AllowDestroy && c.SkipFinalSnapshot,
	}, c.Sizes.Cache), opts...)
	if err != nil {
		return Cache{}, err
	}
	return Cache{
		Host: made.Host, ReplicationGroupID: made.ReplicationGroupID, SecurityGroupID: made.SecurityGroupID,
		URLSecretARN: made.URLSecretARN, URLSecretVersion: made.URLSecretVersion, KMSKeyARN: made.KMSKeyARN,
		Port: made.Endpoint.Port,
	}, nil
}

// newBroker returns the connection to a broker of its own, or to one that exists.
func newBroker(
	ctx *pulumi.Context, c config.Config, found found, net Network, opts ...pulumi.ResourceOption,
) (broker.Connection, error) {
	if c.Existing.Broker.IsSet() {
		return withSizes(c, found.broker), nil
	}
	made, err := newComponent(ctx, broker.New, "broker", brokerArgs(c, net), opts...)
	if err != nil {
		return broker.Connection{}, err
	}
	return withSizes(c, made.Connection), nil
}
