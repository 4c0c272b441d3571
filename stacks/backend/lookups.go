package backend

import (
	"errors"
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/broker"
	"github.com/tenfold-iac/tenfold/stacks/backend/config"
)

// found is what is looked up in AWS before anything is made: where the environment is, and what exists of it already.
type found struct {
	usEast1      pulumi.ProviderResource
	zoneAccount  pulumi.ProviderResource
	hostedZoneID pulumi.StringInput
	// zones are those of a network of the environment's own.
	zones    []string
	network  Network
	database Database
	cache    Cache
	broker   broker.Connection
	// prefixLists are the maximum numbers of entries of managed prefix lists, by their IDs.
	prefixLists map[string]int
	// closed are the refusals of components whose version AWS does not create any more.
	closed map[string]error
}

// problems collects what is wrong.
type problems []error

// use is a value that was looked up, or what stands in for one that is wrong.
func use[T any](p *problems, value T, err error) T {
	if err != nil {
		*p = append(*p, err)
		standIn(reflect.ValueOf(&value).Elem())
	}
	return value
}

// withSizes is a connection to a broker. What the sizes say is also true of one that stands in.
func withSizes(c config.Config, connection broker.Connection) broker.Connection {
	if connection.Kind != standInText {
		return connection
	}
	connection.Kind, connection.VisibilityTimeouts = c.Sizes.Broker.Kind, map[string]int{}
	for _, name := range queueNames(c.Sizes) {
		connection.VisibilityTimeouts[name] = standInNumber
	}
	return connection
}

// lookUp finds everything that is no component, and all that is wrong with it.
func lookUp(ctx *pulumi.Context, c config.Config) (f found, _ error) {
	var p problems
	virginia, err := newUSEast1Provider(ctx, c)
	f.usEast1 = use(&p, virginia, err)
	account, err := newZoneProvider(ctx, c)
	f.zoneAccount = use(&p, account, err)
	zone, err := findHostedZone(ctx, c, f.zoneAccount)
	f.hostedZoneID = use(&p, zone, err)
	entries, err := findAccess(ctx, c)
	f.prefixLists = use(&p, entries, err)
	p = append(p, refuseSecondBucket(ctx, c), findCertificates(ctx, c, f.usEast1))
	if c.Existing.Network.IsSet() {
		network, err := existingNetwork(ctx, c)
		f.network = use(&p, network, err)
	} else {
		if f.zones, err = findZones(ctx, c); err != nil {
			p, f.zones = append(p, err), []string{c.Region + "a", c.Region + "b"}
		}
	}
	f.lookUpStores(ctx, c, &p)
	return f, errors.Join(p...)
}

// lookUpStores finds what holds data.
func (f *found) lookUpStores(ctx *pulumi.Context, c config.Config, p *problems) {
	if c.Existing.Database.IsSet() {
		database, err := existingDatabase(ctx, c, f.network)
		database.Shared = c.Base != ""
		f.database = use(p, database, err)
	}
	if c.Existing.Cache.IsSet() {
		cache, err := existingCache(ctx, c, f.network)
		f.cache = use(p, cache, err)
	}
	if c.Existing.Broker.IsSet() {
		connection, err := existingBroker(ctx, c, f.network)
		f.broker = use(p, connection, err)
	}
}
