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
	existingID                                                                      string
	VPCID                                                                           pulumi.StringInput
	PublicSubnetIDs, PrivateSubnetIDs, IsolatedSubnetIDs, PublicCIDRs, NATPublicIPs pulumi.StringArrayInput
	// Zones are those of the isolated subnets, in their order.
	Zones []string
}

// Database is PostgreSQL.
type Database struct {
	Endpoint, Identifier, SecurityGroupID, MasterSecretARN, KMSKeyARN pulumi.StringInput
	// Readers are the hosts of the replicas, whose number is known before they exist.
	Readers []pulumi.StringInput
	// MaxConnections is how many connections each instance accepts.
	MaxConnections int
}

// Cache is Valkey in cluster mode.
type Cache struct {
	Host, SecurityGroupID, URLSecret, KMSKeyARN pulumi.StringInput
	// URLSecretVersion is nil if nobody tells when the secret changes.
	URLSecretVersion pulumi.StringInput
	Port             int
}
