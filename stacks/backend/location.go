package backend

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/alb"
	"github.com/tenfold-iac/tenfold/stacks/backend/config"
)

// findZones returns the configured availability zones, or the first zones of the region by name. The position of a
// zone in the list is its position in the address plan.
func findZones(ctx *pulumi.Context, c config.Config) ([]string, error) {
	want := c.Sizes.Network.Zones
	found, err := aws.GetAvailabilityZones(ctx, &aws.GetAvailabilityZonesArgs{
		State:   pulumi.StringRef("available"),
		Filters: []aws.GetAvailabilityZonesFilter{{Name: "opt-in-status", Values: []string{"opt-in-not-required"}}},
	})
	if err != nil {
		return nil, fmt.Errorf("looking up the availability zones: %w", err)
	}
	names := slices.Sorted(slices.Values(found.Names))
	if len(c.Zones) > 0 {
		return c.Zones, validateZones(ctx, c, names)
	}
	if len(names) < want {
		const key = overrides + "network.zones"
		return nil, config.Problem(ctx, key, fmt.Sprintf("%s is %d; want at most %d, the zones that this account has in %s: %s",
			key, want, len(names), c.Region, strings.Join(names, ", ")))
	}
	return names[:want], nil
}

// validateZones rejects zones that the account does not have. Each account has its own choice of a region's zones.
func validateZones(ctx *pulumi.Context, c config.Config, names []string) error {
	var all []error
	for i, zone := range c.Zones {
		if !slices.Contains(names, zone) {
			key := fmt.Sprintf("tenfold:zones[%d]", i)
			all = append(all, config.Problem(ctx, key, fmt.Sprintf("%s is %q; want one of %s, the zones that this account has in "+
				"%s", key, zone, strings.Join(names, ", "), c.Region)))
		}
	}
	return errors.Join(all...)
}

// newUSEast1Provider makes the provider of the region in which CloudFront expects its certificate and its firewall; nil
// without either.
func newUSEast1Provider(ctx *pulumi.Context, c config.Config) (pulumi.ProviderResource, error) {
	if c.Domain == "" && !c.Sizes.CDN.WAF {
		return nil, nil
	}
	settings := settings(c)
	settings["region"] = pulumi.String("us-east-1")
	return newProvider(ctx, "us-east-1", settings)
}

// newZoneProvider makes the provider of the account that the hosted zone is in; nil without a role. The provider assumes one role
// only, so that of aws:assumeRole gives way to it. It may change no other account than the role's.
// Source: pulumi-aws 6.83.4, ProviderAssumeRole (a list of roles, for chaining, is in version 7).
func newZoneProvider(ctx *pulumi.Context, c config.Config) (pulumi.ProviderResource, error) {
	if c.ZoneRole == "" {
		return nil, nil
	}
	settings := settings(c)
	delete(settings, "forbiddenAccountIds")
	settings["allowedAccountIds"] = pulumi.JSONMarshal([]string{accountOf(c.ZoneRole)})
	settings["assumeRole"] = pulumi.JSONMarshal(map[string]string{"roleArn": c.ZoneRole})
	return newProvider(ctx, "zone", settings)
}

// accountOf is the ID of the account in an ARN.
func accountOf(arn string) string { return strings.Split(arn, ":")[4] }

// newProvider makes a provider from settings of the stack's configuration. They replace the typed arguments: as texts,
// they are what the engine passes to the default provider.
func newProvider(ctx *pulumi.Context, name string, settings pulumi.Map) (*aws.Provider, error) {
	replace := func(args *pulumi.ResourceTransformationArgs) *pulumi.ResourceTransformationResult {
		return &pulumi.ResourceTransformationResult{Props: settings, Opts: args.Opts}
	}
	return aws.NewProvider(ctx, name, nil, pulumi.Transformations([]pulumi.ResourceTransformation{replace}))
}

// settings are the default provider's: its credentials, its tags and the accounts that it may change.
func settings(c config.Config) pulumi.Map {
	all := pulumi.Map{}
	for name, setting := range c.Provider {
		all[name] = pulumi.String(setting.Text)
		if setting.Secret {
			all[name] = pulumi.ToSecret(setting.Text)
		}
	}
	return all
}

// findHostedZone returns the ID of the hosted zone, nil without one.
func findHostedZone(ctx *pulumi.Context, c config.Config, provider pulumi.ProviderResource) (pulumi.StringInput, error) {
	if c.Zone == "" {
		return nil, nil
	}
	owner, opts := "this account", []pulumi.InvokeOption{}
	if provider != nil {
		owner, opts = fmt.Sprintf("account %s, by tenfold:zoneRole", accountOf(c.ZoneRole)), append(opts, pulumi.Provider(provider))
	}
	zone, err := route53.LookupZone(ctx, &route53.LookupZoneArgs{Name: pulumi.StringRef(c.Zone)}, opts...)
	f := &finder{ctx: ctx, under: "tenfold:"}
	if !f.want(err == nil, "zone", "is %q; want a public hosted zone of %s: %s", c.Zone, owner, awsText(err)) {
		return nil, f.err()
	}
	return pulumi.String(zone.ZoneId), nil
}

// originDNS creates the records of the load balancer's own names. With a certificate for the names that users see there are
// none: CloudFront uses the load balancer's DNS name, and verifies the certificate by the header Host, which it forwards.
// Source: CloudFront developer guide, "Require HTTPS for communication between CloudFront and your custom origin".
func originDNS(c config.Config) string {
	if c.Certificates.ALB != "" {
		return alb.DNSNone
	}
	return alb.DNSCreate
}

// first is the first of some names, "" for none.
func first(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return names[0]
}

// others are all names but the first.
func others(names []string) []string {
	if len(names) < 2 {
		return nil
	}
	return names[1:]
}

// given is a text, nil for an empty one.
func given(text string) pulumi.StringInput {
	if text == "" {
		return nil
	}
	return pulumi.String(text)
}
