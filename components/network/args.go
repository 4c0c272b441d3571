package network

import (
	"cmp"
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// Args are the arguments of New.
type Args struct {
	// CIDR is the VPC's IPv4 range, /16 to /20, of the private (RFC 1918) or the shared (RFC 6598) address space. A
	// change replaces the whole network. Use different ranges for networks that you may peer. Default: "10.0.0.0/16".
	CIDR string `pulumi:"cidr,optional"`
	// Zones are the names of 2 or 3 availability zones of one region, such as us-east-1a. The order decides the address
	// ranges: add a zone at the end, and remove only the last one. Any other change replaces subnets. Required.
	Zones []string `pulumi:"zones"`
	// NAT is "perZone", so that the loss of a zone affects no other, or "single", which is cheaper and fails for all
	// zones at once. Default: "perZone".
	NAT string `pulumi:"nat,optional"`
	// InterfaceEndpoints are the AWS services that private subnets reach without NAT, by their short names: ecr.api,
	// ecr.dkr, logs, secretsmanager, ssm, sts, kms, monitoring. S3 always has a gateway endpoint, which is free. An
	// image pull without NAT needs ecr.api and ecr.dkr.
	// Default: none.
	InterfaceEndpoints []string `pulumi:"interfaceEndpoints,optional"`
	// FlowLogRetentionDays is how long flow logs are kept, in days: 1 to 3653, of the values that CloudWatch Logs
	// accepts.
	// Default: 30.
	FlowLogRetentionDays int `pulumi:"flowLogRetentionDays,optional"`
	// FlowLogRejectsOnly leaves accepted traffic out of the flow logs. They then cost almost nothing and show what was
	// blocked, but not where data went. Default: false.
	FlowLogRejectsOnly bool `pulumi:"flowLogRejectsOnly,optional"`
}

const defaultCIDR = "10.0.0.0/16"

func (a Args) withDefaults() Args {
	a.CIDR = cmp.Or(a.CIDR, defaultCIDR)
	a.NAT = cmp.Or(a.NAT, NATPerZone)
	a.FlowLogRetentionDays = cmp.Or(a.FlowLogRetentionDays, 30)
	return a
}

func (a Args) problems(name string) component.Problems {
	var p component.Problems
	a.validateCIDR(&p)
	a.validateZones(&p)
	a.validateNAT(&p)
	a.validateEndpoints(&p)
	p.LogRetention("flowLogRetentionDays", a.FlowLogRetentionDays)
	p.Length("name", name, maxName, `an IAM role is called after it, with "-flow-logs" and 8 more, and AWS allows 64`)
	return p
}

const (
	// maxName is for the role of the flow logs, the child with the longest physical name: AWS allows a role 64 characters,
	// "-flow-logs" takes 10 and autonaming 8.
	maxName = 64 - 10 - 8

	minPrefix = 16 // the largest VPC that AWS allows
	maxPrefix = 20 // the smallest VPC whose public subnets still hold the load balancers
)

var privateSpaces = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"),
	netip.MustParsePrefix("192.168.0.0/16"), netip.MustParsePrefix("100.64.0.0/10"),
}

func (a Args) validateCIDR(p *component.Problems) {
	cidr, err := netip.ParsePrefix(a.CIDR)
	if err != nil || !cidr.Addr().Is4() {
		p.Want("cidr", a.CIDR, "an IPv4 range such as "+defaultCIDR)
		return
	}
	if cidr != cidr.Masked() {
		p.Want("cidr", a.CIDR, "the first address of a range", "use "+cidr.Masked().String())
	}
	if cidr.Bits() < minPrefix || cidr.Bits() > maxPrefix {
		p.Want("cidr", a.CIDR, fmt.Sprintf("a prefix of /%d to /%d", minPrefix, maxPrefix))
	}
	inside := func(space netip.Prefix) bool { return space.Contains(cidr.Addr()) && space.Bits() <= cidr.Bits() }
	if !slices.ContainsFunc(privateSpaces, inside) {
		p.Want("cidr", a.CIDR, "a range inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10")
	}
}

func (a Args) validateZones(p *component.Problems) {
	if len(a.Zones) == 0 {
		p.Missing("zones", "name 2 to 3 availability zones of one region, such as us-east-1a and us-east-1b")
		return
	}
	p.Between("zones", len(a.Zones), 2, maxZones)
	for i, zone := range a.Zones {
		field := fmt.Sprintf("zones[%d]", i)
		switch {
		case !component.IsZone(zone):
			p.Want(field, zone, "the name of an availability zone such as us-east-1a")
		case slices.Contains(a.Zones[:i], zone):
			p.Want(field, zone, "a zone that is not in the list yet")
		case component.IsZone(a.Zones[0]) && regionOf(zone) != regionOf(a.Zones[0]):
			p.Want(field, zone, "a zone of "+regionOf(a.Zones[0])+", the region of zones[0]")
		}
	}
}

// regionOf is the region of an availability zone.
func regionOf(zone string) string { return zone[:len(zone)-1] }

var servicePattern = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$`)

// otherName are names of services under which no interface endpoint exists, with what to write instead. AWS would
// refuse them too, but in the middle of the update.
var otherName = map[string]string{
	"s3":          "leave it out: S3 always has a gateway endpoint, which is free",
	"dynamodb":    "leave it out: DynamoDB's endpoint is a gateway, which this component does not make",
	"ecr":         "use ecr.api and ecr.dkr",
	"cloudwatch":  "use monitoring for metrics and logs for logs",
	"eventbridge": "use events",
	"ses":         "use email-smtp",
}

func (a Args) validateEndpoints(p *component.Problems) {
	for i, service := range a.InterfaceEndpoints {
		field := fmt.Sprintf("interfaceEndpoints[%d]", i)
		hint, misnamed := otherName[service]
		switch {
		case misnamed:
			p.Want(field, service, "a service with an interface endpoint", hint)
		case strings.HasPrefix(service, "com.amazonaws."), !servicePattern.MatchString(service):
			p.Want(field, service, "the short name of a service such as ecr.api")
		case slices.Contains(a.InterfaceEndpoints[:i], service):
			p.Want(field, service, "a service that is not in the list yet")
		}
	}
}
