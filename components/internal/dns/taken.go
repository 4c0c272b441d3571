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
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// refuseTaken is the option of a record that looks for others of the name before it is created, or becomes weighted or simple,
// in the preview too. Only the engine knows that a record is new to the environment.
func refuseTaken(a Args) (pulumi.ResourceOption, error) {
	var opts []pulumi.InvokeOption
	if a.Provider != nil {
		opts = append(opts, pulumi.Provider(a.Provider))
	}
	hook, err := a.Ctx.RegisterResourceHook(a.Name+"-taken", func(args *pulumi.ResourceHookArgs) error {
		wanted, old := recordOf(args.NewInputs), recordOf(args.OldInputs)
		if wanted.zone == "" || old.zone != "" && old.set == wanted.set {
			return nil // the zone does not exist yet, or nothing changes between records
		}
		found, err := route53.GetRecords(a.Ctx, &route53.GetRecordsArgs{
			ZoneId: wanted.zone, NameRegex: pulumi.StringRef(pattern(wanted.name)),
		}, opts...)
		if err != nil {
			return fmt.Errorf("looking for records of %s: %w", wanted.name, err)
		}
		others := slices.DeleteFunc(found.ResourceRecordSets, old.is)
		if reason := wanted.conflict(others); reason != "" {
			return fmt.Errorf("%s: %s", wanted.name, reason)
		}
		return warn(a, wanted.overwrites(others))
	}, &pulumi.ResourceHookOptions{OnDryRun: true})
	if err != nil {
		return nil, fmt.Errorf("watching for records that exist: %w", err)
	}
	hooks := []*pulumi.ResourceHook{hook}
	return pulumi.ResourceHooks(&pulumi.ResourceHookBinding{BeforeCreate: hooks, BeforeUpdate: hooks}), nil
}

func warn(a Args, text string) error {
	_, err := component.Warn(a.Ctx, a.Parent, text)
	return err
}

// record is what a record is known by, as its inputs say.
type record struct {
	zone, name, kind string
	// set is the identifier of a weighted record, "" of a simple one.
	set string
	// target is the name that it points to, "" while that is unknown.
	target    string
	overwrite bool
}

func recordOf(inputs resource.PropertyMap) record {
	text := func(path string) string {
		parsed, _ := resource.ParsePropertyPath(path)
		if value, ok := parsed.Get(resource.NewProperty(inputs)); ok && value.IsString() {
			return value.StringValue()
		}
		return ""
	}
	overwrite := inputs["allowOverwrite"]
	return record{
		zone: text("zoneId"), name: text("name"), kind: text("type"), set: text("setIdentifier"), target: text("aliases[0].name"),
		overwrite: overwrite.IsBool() && overwrite.BoolValue(),
	}
}

// is tells the record itself, and those that point to the same as it: they are the environment's own, and follow it.
func (r record) is(set route53.GetRecordsResourceRecordSet) bool {
	own := r.target != "" && strings.TrimSuffix(set.AliasTarget.DnsName, ".") == strings.TrimSuffix(r.target, ".")
	return own || r.kind == set.Type && r.set == set.SetIdentifier
}

const see = "; see docs/domains.md"

// conflict says why a record cannot be created beside those of its name, "" if it can. Route 53 allows nothing beside a
// CNAME, and no simple record beside one with a routing policy.
// Source: Route 53 API reference, ChangeResourceRecordSets; Route 53 developer guide, "Choosing a routing policy".
func (r record) conflict(existing []route53.GetRecordsResourceRecordSet) string {
	ofType := func(typ string) []route53.GetRecordsResourceRecordSet {
		return slices.DeleteFunc(slices.Clone(existing), func(set route53.GetRecordsResourceRecordSet) bool { return set.Type != typ })
	}
	switch same := ofType(r.kind); {
	case len(ofType("CNAME")) > 0:
		return "a CNAME record of this name exists, and Route 53 allows no other record beside it" + see
	case r.set == "":
		return r.alone(same)
	case r.besideWeighted(same) != "":
		return r.besideWeighted(same)
	case len(ofType("AAAA")) > 0:
		return "an AAAA record of this name exists, so clients with IPv6 would not follow the weight; delete it first" + see
	}
	return ""
}

// overwrites says what a record takes the place of, "" for nothing. The provider deletes a record by its name and type, whatever
// it points to by then.
// https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/service/route53/record.go (resourceRecordDelete)
func (r record) overwrites(existing []route53.GetRecordsResourceRecordSet) string {
	for _, set := range existing {
		if set.Type == r.kind && r.overwrite {
			return fmt.Sprintf("%s: this environment takes over the %s record; if another stack made it, remove it from that stack's state, "+
				"or its destroy deletes the record", r.name, r.kind) + see
		}
	}
	return ""
}

// alone says why a simple record cannot be the only one of its name and type.
func (r record) alone(same []route53.GetRecordsResourceRecordSet) string {
	switch {
	case len(same) == 0:
		return ""
	case same[0].SetIdentifier != "":
		return fmt.Sprintf("an %s record with the identifier %q exists, and Route 53 allows no simple record beside it; delete it, or set "+
			"dnsWeight here, too", r.kind, same[0].SetIdentifier) + see
	case !r.overwrite:
		return fmt.Sprintf("an %s record of this name exists and is not this environment's; to overwrite it, set dns to %q; to leave "+
			"it, leave the name out, or set dns to %q while the environment is new", r.kind, Takeover, None) + see
	}
	return ""
}

// besideWeighted says why a weighted record cannot stand beside the others of its name and type.
func (r record) besideWeighted(same []route53.GetRecordsResourceRecordSet) string {
	for _, set := range same {
		switch {
		case set.SetIdentifier == "":
			return fmt.Sprintf("an %s record without a weight exists, and Route 53 allows no weighted record beside it; give it one first",
				r.kind) + see
		case set.SetIdentifier == r.set:
			return fmt.Sprintf("an %s record with the identifier %q exists and is not this environment's", r.kind, r.set) + see
		case set.Failover+set.Region != "" || set.MultiValueAnswer:
			return fmt.Sprintf("an %s record with another routing policy exists, and Route 53 allows no weighted record beside it", r.kind) + see
		}
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
