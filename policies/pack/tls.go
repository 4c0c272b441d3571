package pack

import (
	"slices"
	"strings"
)

// TLS is the ID of the policy that clients must use TLS 1.2 or newer.
const TLS = "tls"

// strongPolicies is the name prefixes of AWS's security policies that reject TLS 1.1 and older. Source:
// the tables of "Security policies for your Application Load Balancer" in AWS's Elastic Load Balancing guide.
var strongPolicies = []string{
	"ELBSecurityPolicy-TLS13-1-2-", "ELBSecurityPolicy-TLS13-1-3-", "ELBSecurityPolicy-TLS-1-2-", "ELBSecurityPolicy-FS-1-2-",
}

func tls() policy {
	return policy{
		id:          TLS,
		description: "Clients are served over TLS 1.2 or newer only.",
		fix: "Set `sslPolicy` to `ELBSecurityPolicy-TLS13-1-2-2021-06`; make plain HTTP redirect to HTTPS; " +
			"without a certificate, give the environment a domain.",
		stack: func(s stack, c check) {
			for _, listener := range s.of(kindListener) {
				s.checkListener(listener, c)
			}
		},
	}
}

func (s stack) checkListener(listener *resource, c check) {
	protocol, state := listener.get("protocol").text()
	switch {
	case state == unknown:
		c.unknown(listener, listener.get("protocol"))
	case protocol == "HTTPS", protocol == "TLS":
		checkSSLPolicy(listener, c)
	case protocol == "HTTP":
		s.checkPlain(listener, c)
	}
}

func checkSSLPolicy(listener *resource, c check) {
	ssl := listener.get("sslPolicy")
	name, state := ssl.text()
	strong := slices.ContainsFunc(strongPolicies, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
	switch {
	case state == unknown:
		c.unknown(listener, ssl)
	case !strong:
		c.violation(listener, ssl, "a policy of TLS 1.2 or newer",
			"TLS 1.0 and 1.1 are broken, and AWS's default allows them; set ELBSecurityPolicy-TLS13-1-2-2021-06")
	}
}

// checkPlain accepts a listener that redirects all requests to HTTPS. In a stack without HTTPS, a redirect would not
// help: there the missing certificate is the violation.
func (s stack) checkPlain(listener *resource, c check) {
	switch secure, certain := s.servesHTTPS(); {
	case secure:
		checkRedirects(listener, listener.get("defaultActions"), c)
		for _, rule := range s.of(kindListenerRule) {
			if slices.Contains(s.linked(rule, rule.get("listenerArn"), kindListener).found, listener) {
				checkRedirects(rule, rule.get("actions"), c)
			}
		}
	case certain:
		c.report(listener, `protocol is "HTTP" and the stack has no HTTPS listener; want one: `+
			"passwords and sessions cross the internet in the clear; give the environment a domain, so that it gets a certificate")
	}
}

// servesHTTPS says whether a listener of the stack speaks HTTPS, and whether that is certain.
func (s stack) servesHTTPS() (secure, certain bool) {
	certain = true
	for _, listener := range s.of(kindListener) {
		protocol, state := listener.get("protocol").text()
		certain = certain && state != unknown
		secure = secure || protocol == "HTTPS"
	}
	return secure, certain
}

func checkRedirects(on *resource, actions value, c check) {
	list, state := actions.list()
	if state == unknown {
		c.unknown(on, actions)
	}
	for _, action := range list {
		kind := action.get("type")
		if text, state := kind.text(); state == known && text != "redirect" {
			c.violation(on, kind, `"redirect"`, "plain HTTP must not be served; redirect it to HTTPS")
			continue
		}
		checkRedirectTarget(on, action.get("redirect", "protocol"), c)
	}
}

func checkRedirectTarget(on *resource, protocol value, c check) {
	switch text, state := protocol.text(); {
	case state == unknown:
		c.unknown(on, protocol)
	case text != "HTTPS":
		c.violation(on, protocol, `"HTTPS"`, "a redirect keeps the protocol unless it names one; set it")
	}
}
