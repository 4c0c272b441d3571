package dns

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/certificate"
)

// refuseTaken is the option of a record that looks for another one of the name before it is created, in the preview too.
// Only the engine knows that a record is new to the environment.
func refuseTaken(a Args) (pulumi.ResourceOption, error) {
	var opts []pulumi.InvokeOption
	if a.Provider != nil {
		opts = append(opts, pulumi.Provider(a.Provider))
	}
	hook, err := a.Ctx.RegisterResourceHook(a.Name+"-taken", func(args *pulumi.ResourceHookArgs) error {
		wanted := recordOf(args.NewInputs)
		if wanted.zone == "" {
			return nil // the zone does not exist yet
		}
		found, err := route53.GetRecords(a.Ctx, &route53.GetRecordsArgs{
			ZoneId: wanted.zone, NameRegex: pulumi.StringRef(pattern(wanted.name)),
		}, opts...)
		if err != nil {
			return fmt.Errorf("looking for records of %s: %w", wanted.name, err)
		}
		if reason := wanted.conflict(found.ResourceRecordSets); reason != "" {
			return fmt.Errorf("%s: %s", wanted.name, reason)
		}
		return nil
	}, &pulumi.ResourceHookOptions{OnDryRun: true})
	if err != nil {
		return nil, fmt.Errorf("watching for records that exist: %w", err)
	}
	return pulumi.ResourceHooks(&pulumi.ResourceHookBinding{BeforeCreate: []*pulumi.ResourceHook{hook}}), nil
}

// record is what a record is known by, as its inputs say.
type record struct {
	zone, name, kind string
	overwrite        bool
}

func recordOf(inputs resource.PropertyMap) record {
	text := func(key resource.PropertyKey) string {
		if value := inputs[key]; value.IsString() {
			return value.StringValue()
		}
		return ""
	}
	overwrite := inputs["allowOverwrite"]
	return record{
		zone: text("zoneId"), name: text("name"), kind: text("type"), overwrite: overwrite.IsBool() && overwrite.BoolValue(),
	}
}

// conflict says why a record cannot be created beside those of its name, "" if it can. Route 53 allows nothing beside a
// CNAME, and no simple record beside one with a routing policy.
// Source: Route 53 API reference, ChangeResourceRecordSets; Route 53 developer guide, "Choosing a routing policy".
func (r record) conflict(existing []route53.GetRecordsResourceRecordSet) string {
	find := func(matches func(set route53.GetRecordsResourceRecordSet) bool) bool {
		return slices.ContainsFunc(existing, matches)
	}
	const see = "; see docs/domains.md"
	switch {
	case find(func(set route53.GetRecordsResourceRecordSet) bool { return set.Type == "CNAME" }):
		return "a CNAME record of this name exists, and Route 53 allows no other record beside it" + see
	case find(func(set route53.GetRecordsResourceRecordSet) bool {
		return set.Type == r.kind && set.SetIdentifier != ""
	}):
		return fmt.Sprintf("an %s record with a routing policy exists; want none, or dns %q", r.kind, None) + see
	case !r.overwrite && find(func(set route53.GetRecordsResourceRecordSet) bool { return set.Type == r.kind }):
		return fmt.Sprintf("an %s record of this name exists and is not this environment's; set dns to %q to leave it, and once the "+
			"environment serves, to %q to overwrite it", r.kind, None, Takeover) + see
	}
	return ""
}

// pattern matches a host name as Route 53 returns it: with a dot at its end, and with \052 for an asterisk.
func pattern(host string) string {
	name, wildcard := strings.CutPrefix(host, certificate.Wildcard)
	text := regexp.QuoteMeta(name) + `\.$`
	if wildcard {
		return `^(\*|\\052)\.` + text
	}
	return "^" + text
}
