package backend

import (
	"fmt"
	"maps"
	"regexp"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/stacks/backend/config"
)

// withAccess gives a part what the environment's file allows it. Beat and Flower have no business in the uploads. Flower
// with a command of its own does not import the application, and gets nothing of it.
func (a AppSpec) withAccess(c config.Config, part string) AppSpec {
	a.Endpoints, a.Policies = slices.Clone(a.Endpoints), slices.Clone(a.Policies)
	if part == flowerName && len(c.Sizes.Flower.Command) > 0 {
		a.Endpoints, a.Secrets, a.SecretVersions, a.SecretsGeneration = nil, nil, nil, 0
		a.SecretKeyARNs = secretKeys(c)
	}
	if part != beatName && part != flowerName {
		a.Policies = append(a.Policies, Policy{Name: "uploads", Document: a.UploadPolicy})
	}
	for _, e := range c.Egress {
		if e.Of(part) {
			a.Endpoints = append(a.Endpoints, Endpoint{
				Name: e.Name, CIDR: e.CIDR, PrefixListID: given(e.PrefixList), Port: e.Port, Protocol: e.Protocol,
			})
		}
	}
	for _, p := range c.TaskPolicies {
		switch {
		case !p.Of(part):
		case p.ARN != "":
			a.Policies = append(a.Policies, Policy{Name: p.Name, ARN: pulumi.String(p.ARN)})
		default:
			a.Policies = append(a.Policies, Policy{Name: p.Name, Document: pulumi.String(p.JSON())})
		}
	}
	return a
}

// maxPrefixListEntries is what a security group has left for prefix lists. Each counts with its maximum number of entries:
// https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html
const maxPrefixListEntries = 50

// findAccess looks up in the preview what the environment's file names by ID or ARN, and warns of ports that stay closed. It
// returns the maximum number of entries of each prefix list.
func findAccess(ctx *pulumi.Context, c config.Config) (entries map[string]int, _ error) {
	f, entries := &finder{ctx: ctx, under: "tenfold:"}, map[string]int{}
	for i, e := range c.Egress {
		if e.PrefixList != "" {
			entries[e.PrefixList] = f.prefixList(fmt.Sprintf("egress[%d].prefixList", i), e.PrefixList)
		}
	}
	for i, p := range c.TaskPolicies {
		if p.ARN == "" {
			continue
		}
		_, err := iam.LookupPolicy(ctx, &iam.LookupPolicyArgs{Arn: &p.ARN})
		f.want(err == nil, fmt.Sprintf("taskPolicies[%d].arn", i), "is %q; want a managed policy: %s", p.ARN, awsText(err))
	}
	for _, warning := range closedPorts(c) {
		if err := ctx.Log.Warn(warning, nil); err != nil {
			return nil, err
		}
	}
	return entries, f.err()
}

// prefixList checks that a managed prefix list exists, and that a security group has room for it. It returns its maximum
// number of entries.
func (f *finder) prefixList(key, id string) int {
	list, err := ec2.LookupManagedPrefixList(f.ctx, &ec2.LookupManagedPrefixListArgs{Id: &id})
	if !f.found(err, key, id, "a prefix list") {
		return 0
	}
	f.want(list.MaxEntries <= maxPrefixListEntries, key, "is %q with a maximum of %d entries; want at most %d: a security group "+
		"has 60 rules", id, list.MaxEntries, maxPrefixListEntries)
	return list.MaxEntries
}

// mailPort is the name of a variable with the port of a mail server, as Django, Flask-Mail and others read it.
var mailPort = regexp.MustCompile(`^(EMAIL|MAIL|SMTP)_PORT$`)

// closedPorts says which connections of the application will not come about: ports of mail servers that nothing opens, and
// port 25, which AWS blocks.
func closedPorts(c config.Config) []string {
	var all []string
	open := map[string]bool{"443": true}
	for _, e := range c.Egress {
		open[fmt.Sprint(e.Port)] = true
		if e.Port == smtp && e.Protocol != "udp" {
			all = append(all, fmt.Sprintf("tenfold:egress opens port 25 as %q, but AWS blocks it until it lifts the limit for your "+
				"account. Mail servers also listen on 587.", e.Name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.Variables)) {
		if port := c.Variables[name]; mailPort.MatchString(name) && !open[port] {
			all = append(all, fmt.Sprintf("tenfold:variables.%s is %s, but no tenfold:egress opens that port. Tasks reach only "+
				"port 443 outside of the network.", name, port))
		}
	}
	return all
}

const smtp = 25
