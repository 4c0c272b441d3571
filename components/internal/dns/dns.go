// Package dns makes the Route 53 records that point host names to a load balancer or a distribution.
package dns

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/certificate"
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// What to do with the record of a name.
const (
	// Create creates it. A record that exists already is an error: it may be somebody's website.
	Create = "create"
	// None leaves it alone.
	None = "none"
	// Takeover overwrites one that exists.
	Takeover = "takeover"
)

// MaxWeight is the largest weight of a record. Source: Route 53 API reference, ResourceRecordSet.
const MaxWeight = 255

var modes = []string{Create, None, Takeover}

// Kind is a type of record, and the role that names it.
type Kind struct{ Role, Type string }

var (
	// IPv4 is the record of a load balancer.
	IPv4 = []Kind{{"alias", "A"}}
	// IPv4AndIPv6 are the records of a distribution.
	IPv4AndIPv6 = []Kind{{"alias", "A"}, {"alias6", "AAAA"}}
)

// Args are what alias records are made of.
type Args struct {
	component.Base
	// Mode is Create, None or Takeover.
	Mode string
	// Names are the host names.
	Names []string
	// HostedZoneID is the public zone that they are in.
	HostedZoneID pulumi.StringInput
	// Kinds are the records of each name.
	Kinds []Kind
	// Weight makes the records weighted, 0 to MaxWeight; nil makes them simple. A weighted record is of IPv4 alone, so that one
	// number decides: a weighted AAAA record without one of the other site would get all clients with IPv6.
	Weight *int
	// Target is what they point to.
	Target route53.RecordAliasArgs
	// Provider is that of the zone's account; nil for the environment's own.
	Provider pulumi.ProviderResource
	// After are what the records wait for.
	After []pulumi.ResourceOption
}

// NewAliases points the names to the target. The logical name of a record has the host name, so that the names can change
// places.
func NewAliases(a Args) error {
	if a.Mode == None || len(a.Names) == 0 {
		return nil
	}
	hook, err := refuseTaken(a)
	if err != nil {
		return err
	}
	kinds := a.Kinds
	if a.Weight != nil {
		kinds = IPv4
	}
	for _, host := range a.Names {
		for _, kind := range kinds {
			name := a.Child(kind.Role + "-" + strings.Replace(host, certificate.Wildcard, "_wildcard.", 1))
			opts := a.Options(slices.Concat(component.With(a.Provider), a.After, []pulumi.ResourceOption{hook})...)
			if _, err := route53.NewRecord(a.Ctx, name, recordArgs(a, host, kind.Type), opts...); err != nil {
				return component.Creating(fmt.Sprintf("alias record %s for %s", kind.Type, host), err)
			}
		}
	}
	return nil
}

func recordArgs(a Args, host, typ string) *route53.RecordArgs {
	args := &route53.RecordArgs{
		ZoneId:  a.HostedZoneID,
		Name:    pulumi.String(host),
		Type:    pulumi.String(typ),
		Aliases: route53.RecordAliasArray{a.Target},
	}
	if a.Mode == Takeover {
		args.AllowOverwrite = pulumi.Bool(true)
	}
	if a.Weight != nil { // the stack tells it from the other records of the name
		args.SetIdentifier = pulumi.String(a.Ctx.Stack())
		args.WeightedRoutingPolicies = route53.RecordWeightedRoutingPolicyArray{
			route53.RecordWeightedRoutingPolicyArgs{Weight: pulumi.Int(*a.Weight)},
		}
	}
	return args
}
