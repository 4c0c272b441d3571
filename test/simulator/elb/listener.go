package elb

import (
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func listener() *model.Type {
	return &model.Type{
		Token: Listener, Aliases: aliases("listener:Listener"), Service: service, Noun: "ELBv2 Listener", Modeled: true,
		NewID: newListenerARN, ARN: "{id}",
		Links: []string{
			"loadBalancerArn", "certificateArn", "defaultActions.targetGroupArn",
			"defaultActions.forward.targetGroups.arn",
		},
		Replaces: []model.Replace{{Rule: "L35", Properties: []string{"loadBalancerArn"}}},
		Rules:    listenerRules(),
		Fill:     fillListener,
		Deleted: func(c *model.Call) error {
			removeRules(c, c.ID)
			return nil
		},
	}
}

func listenerRules() []model.Rule {
	rules := []model.Rule{
		model.Between("port", 1, 65535),
		model.Refers("loadBalancerArn", LoadBalancer, "LoadBalancerNotFound", "Load balancer '%s' not found"),
		{ID: "L36", On: model.Write, Test: listenerProtocol},
		{ID: "L34", On: model.Write, Test: freePort},
		{ID: "L43", On: model.Create, Test: listenerQuota},
		{ID: "L32", On: model.Write, Test: needsCertificate},
		{ID: "L33", On: model.Write, Test: usableCertificate},
		{On: model.Write, Test: knownPolicy},
	}
	return append(rules, actionRules("defaultActions", func(c *model.Call) string {
		return c.New.String("loadBalancerArn")
	})...)
}

// protocols are the protocols of listeners, by kind of load balancer.
var protocols = map[string][]string{
	application: {"HTTP", "HTTPS"}, network: {"TCP", "UDP", "TCP_UDP", "TLS"},
}

func listenerProtocol(c *model.Call) error {
	allowed := protocols[kindOf(c.Props(LoadBalancer, c.New.String("loadBalancerArn")))]
	if p := c.New.String("protocol"); p != "" && allowed != nil && !slices.Contains(allowed, p) {
		return validation("Listener protocol '%s' must be one of '%s'", p, strings.Join(allowed, ", "))
	}
	return nil
}

func freePort(c *model.Call) error {
	arn := c.New.String("loadBalancerArn")
	for _, other := range c.Find(Listener, "loadBalancerArn", arn) {
		if other.ID != c.ID && other.Properties.Int("port") == c.New.Int("port") {
			return model.Errorf("DuplicateListener",
				"A listener already exists on this port for this load balancer '%s'", arn)
		}
	}
	return nil
}

func listenerQuota(c *model.Call) error {
	if len(c.Find(Listener, "loadBalancerArn", c.New.String("loadBalancerArn"))) >= c.Quota("listenersPerLoadBalancer", 50) {
		return model.Errorf("TooManyListeners", "The maximum number of listeners has been reached on the load balancer")
	}
	return nil
}

func isTLS(protocol string) bool { return protocol == "HTTPS" || protocol == "TLS" }

func knownPolicy(c *model.Call) error {
	if p := c.New.String("sslPolicy"); p != "" && !strings.HasPrefix(p, "ELBSecurityPolicy-") {
		return model.Errorf("SSLPolicyNotFound", "SSL policy '%s' not found", p)
	}
	return nil
}

func newListenerARN(c *model.Call) string {
	return strings.Replace(c.New.String("loadBalancerArn"), ":loadbalancer/", ":listener/", 1) + "/" + model.Hex(16)
}

func fillListener(c *model.Call) error {
	if isTLS(c.State.String("protocol")) {
		c.State.Default("sslPolicy", "ELBSecurityPolicy-2016-08")
	}
	if isHTTP(c.State.String("protocol")) {
		c.State.Default("routingHttpResponseServerEnabled", true)
	} else {
		c.State.Default("tcpIdleTimeoutSeconds", 350.0)
	}
	if c.State.String("protocol") == "HTTPS" {
		c.State.Default("mutualAuthentication", map[string]any{"mode": "off", "ignoreClientCertificateExpiry": false})
	}
	return nil
}

// removeRules deletes the rules of a deleted listener.
func removeRules(c *model.Call, listenerARN string) {
	for _, token := range []string{ListenerRule, ListenerCertificate} {
		for _, r := range c.Find(token, "listenerArn", listenerARN) {
			c.Delete(token, r.ID)
		}
	}
}

// loadBalancersOf are the load balancers whose listeners or rules hold a target group.
func loadBalancersOf(c *model.Call, targetGroupARN string) []string {
	var arns []string
	for _, use := range users {
		for _, r := range c.Find(use.Token, use.Property, targetGroupARN) {
			arns = append(arns, loadBalancerOf(c, r))
		}
	}
	slices.Sort(arns)
	return slices.Compact(arns)
}

// loadBalancerOf is the load balancer of a listener or of a rule.
func loadBalancerOf(c *model.Call, r *account.Resource) string {
	props := r.Properties
	if r.Type == ListenerRule {
		props = c.Props(Listener, props.String("listenerArn"))
	}
	return props.String("loadBalancerArn")
}
