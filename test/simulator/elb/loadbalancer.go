package elb

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/regions"
)

func loadBalancer() *model.Type {
	return &model.Type{
		Token: LoadBalancer, Aliases: aliases("loadBalancer:LoadBalancer"), Service: service,
		Noun: "ELBv2 Load Balancer", Modeled: true,
		Actions: model.Actions{Update: "ModifyLoadBalancerAttributes"},
		Name:    model.Name{Property: "name", Prefix: "namePrefix", Max: 32},
		NewID:   newLoadBalancerARN, ARN: "{id}",
		Links:      []string{"name", "dnsName", "loadBalancerType", "vpcId"},
		Interfaces: model.Interfaces{Subnets: "subnets", Groups: "securityGroups"},
		Computed:   []string{"subnets", "subnetMappings", "securityGroups"},
		Defaults:   loadBalancerDefaults,
		Replaces: []model.Replace{
			{Rule: "L10", Properties: []string{
				"name", "namePrefix", "internal", "loadBalancerType", "customerOwnedIpv4Pool",
			}},
			{Rule: "L11, L12"}, // planLoadBalancer decides
		},
		Plan:    planLoadBalancer,
		Rules:   loadBalancerRules(),
		Fill:    fillLoadBalancer,
		Deleted: loadBalancerDeleted,
	}
}

var loadBalancerDefaults = model.Props{
	"loadBalancerType": application, "internal": false, "ipAddressType": "ipv4", "idleTimeout": 60.0,
	"clientKeepAlive": 3600.0, "enableHttp2": true, "enableDeletionProtection": false, "dropInvalidHeaderFields": false,
	"enableTlsVersionAndCipherSuiteHeaders": false, "enableWafFailOpen": false, "enableXffClientPort": false,
	"enableZonalShift": false, "preserveHostHeader": false, "desyncMitigationMode": "defensive",
	"xffHeaderProcessingMode": "append",
}

func loadBalancerRules() []model.Rule {
	return slices.Concat(model.As("L1", nameRules(": %[2]q")), []model.Rule{
		model.Lacks("name", `^internal-`, "%[1]q cannot begin with \"internal-\": %[2]q").As("L1"),
		model.Matches("namePrefix", `^.{0,6}$`, "%[1]q cannot be longer than 6 characters: %[2]q").As("L2"),
		model.ExactlyOne("subnets", "subnetMappings").As("L4"),
		model.OneOf("loadBalancerType", application, "gateway", network),
		model.OneOf("ipAddressType", "ipv4", "dualstack", "dualstack-without-public-ipv4"),
		taken().As("L3"),
		{ID: "L43", On: model.Create, Test: loadBalancerQuota},
		model.Refers("subnets", ec2.Subnet, "SubnetNotFound", "The subnet ID '%s' does not exist"),
		model.Refers("subnetMappings.subnetId", ec2.Subnet, "SubnetNotFound", "The subnet ID '%s' does not exist"),
		{ID: "L6", On: model.Write, Test: oneSubnetPerZone},
		{ID: "L5", On: model.Write, Test: twoZones},
		{ID: "L7", On: model.Write, Test: internetGateway},
		{ID: "L8", On: model.Write, Test: subnetRoom},
		{ID: "L9", On: model.Write, Test: groupsOfVPC},
		attribute("idleTimeout", "idle_timeout.timeout_seconds", 1, 4000).As("L14"),
		attribute("clientKeepAlive", "client_keep_alive.seconds", 60, 604800).As("L14"),
		{ID: "L15", On: model.Write, Test: logBuckets},
		{ID: "L13", On: model.Delete, Test: protected},
	})
}

// attribute is the API's check of a load balancer's attribute.
func attribute(property, name string, low, high int) model.Rule {
	return model.Rule{On: model.Write, Test: func(c *model.Call) error {
		if n := c.New.Int(property); c.New.Has(property) && (n < low || n > high) {
			return validation("'%s' value '%d' must be between '%d-%d' inclusive", name, n, low, high)
		}
		return nil
	}}
}

func loadBalancerQuota(c *model.Call) error {
	kind := kindOf(c.New)
	if len(c.Find(LoadBalancer, "loadBalancerType", kind)) >= c.Quota(kind+"LoadBalancers", 50) {
		return model.Errorf("TooManyLoadBalancers", "The maximum number of load balancers has been reached")
	}
	return nil
}

func protected(c *model.Call) error {
	if c.Old.Bool("enableDeletionProtection") {
		return model.Errorf("OperationNotPermitted",
			"Load balancer '%s' cannot be deleted because deletion protection is enabled", c.ID)
	}
	return nil
}

// kindOf returns a load balancer's type; the default is application.
func kindOf(p model.Props) string {
	if kind := p.String("loadBalancerType"); kind != "" {
		return kind
	}
	return application
}

var shortKind = map[string]string{application: "app", network: "net", "gateway": "gwy"}

func newLoadBalancerARN(c *model.Call) string {
	return c.Expand("arn:{partition}:elasticloadbalancing:{region}:{account}:loadbalancer/" +
		shortKind[kindOf(c.New)] + "/{name}/" + model.Hex(16))
}

func fillLoadBalancer(c *model.Call) error {
	kind := kindOf(c.State)
	subnets := subnetsOf(c.New)
	c.State["subnets"] = list(subnets)
	if !c.New.Has("subnetMappings") {
		mappings := make([]any, len(subnets))
		for i, id := range subnets {
			mappings[i] = map[string]any{"subnetId": id}
		}
		c.State["subnetMappings"] = mappings
	}
	vpcID := vpcOf(c, subnets)
	if kind == application && !c.State.Has("securityGroups") {
		c.State["securityGroups"] = list(c.Props(ec2.VPC, vpcID).Values("defaultSecurityGroupId"))
	}
	c.State["vpcId"] = vpcID
	c.State["zoneId"] = regions.LoadBalancerZone(c.Region, kind)
	c.State["arnSuffix"] = suffix(c.ID, "loadbalancer/")
	c.State.Default("enableCrossZoneLoadBalancing", kind == application)
	c.State.Default("dnsName", dnsName(c, kind))
	writeLogTestFiles(c)
	return nil
}

// dnsName returns the DNS name in AWS's form: with a number for an application load balancer, with the ID for the
// others.
func dnsName(c *model.Call, kind string) string {
	name, id := c.State.String("name"), c.ID[strings.LastIndex(c.ID, "/")+1:]
	if c.State.Bool("internal") {
		name = "internal-" + name
	}
	if kind != application {
		return strings.ToLower(fmt.Sprintf("%s-%s.elb.%s.amazonaws.com", c.State.String("name"), id, c.Region))
	}
	number, _ := strconv.ParseUint(id[:8], 16, 64)
	return strings.ToLower(fmt.Sprintf("%s-%d.%s.elb.amazonaws.com", name, number, c.Region))
}

// suffix returns the part of an ARN that CloudWatch uses as a dimension.
func suffix(arn, after string) string {
	return arn[strings.Index(arn, after)+len(after):]
}

func list(texts []string) []any {
	l := make([]any, len(texts))
	for i, s := range texts {
		l[i] = s
	}
	return l
}

// loadBalancerDeleted deletes what AWS deletes with a load balancer: its listeners and its web ACL association.
func loadBalancerDeleted(c *model.Call) error {
	for _, l := range c.Find(Listener, "loadBalancerArn", c.ID) {
		removeRules(c, l.ID)
		c.Delete(Listener, l.ID)
	}
	for _, a := range c.Find(webACLAssigned, "resourceArn", c.ID) {
		c.Delete(webACLAssigned, a.ID)
	}
	return nil
}
