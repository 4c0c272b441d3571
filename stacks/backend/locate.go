package backend

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// location is where in AWS the environment goes.
type location struct {
	zones []string
	// hostedZoneID is nil without a domain.
	hostedZoneID pulumi.StringInput
}

func locate(ctx *pulumi.Context, c Config) (location, error) {
	var where location
	var err error
	if where.zones, err = zones(ctx, c); err != nil {
		return where, err
	}
	if c.Zone == "" {
		return where, nil
	}
	zone, err := route53.LookupZone(ctx, &route53.LookupZoneArgs{Name: pulumi.StringRef(c.Zone)})
	if err != nil {
		return where, fmt.Errorf("looking up the hosted zone %s of tenfold:zone: %w", c.Zone, err)
	}
	where.hostedZoneID = pulumi.String(zone.ZoneId)
	return where, nil
}

// zones are the availability zones: the configured ones or, without any, the first of the region by name. The order
// matters: a zone's place in it is its place in the address plan.
func zones(ctx *pulumi.Context, c Config) ([]string, error) {
	want := c.Sizes.Network.Zones
	if len(c.Zones) > 0 {
		return c.Zones, nil
	}
	found, err := aws.GetAvailabilityZones(ctx, &aws.GetAvailabilityZonesArgs{
		State:   pulumi.StringRef("available"),
		Filters: []aws.GetAvailabilityZonesFilter{{Name: "opt-in-status", Values: []string{"opt-in-not-required"}}},
	})
	if err != nil {
		return nil, fmt.Errorf("looking up the availability zones: %w", err)
	}
	names := slices.Sorted(slices.Values(found.Names))
	if len(names) < want {
		return nil, fmt.Errorf("network.zones is %d; want at most %d, the zones of %s: %s",
			want, len(names), c.Region, strings.Join(names, ", "))
	}
	return names[:want], nil
}
