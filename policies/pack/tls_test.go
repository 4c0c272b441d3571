package pack_test

import (
	"testing"
)

const (
	weak = "; want a policy of TLS 1.2 or newer: TLS 1.0 and 1.1 are broken, and AWS's default allows them; " +
		"set ELBSecurityPolicy-TLS13-1-2-2021-06"
	served = `; want "redirect": plain HTTP must not be served; redirect it to HTTPS`
)

func TestTLS(t *testing.T) {
	checkBreaches(t, []breach{
		{name: "AWS's default", do: put("https", "sslPolicy", nil), want: []string{
			"tls · https · sslPolicy is not set" + weak,
		}},
		{name: "TLS 1.0", do: put("https", "sslPolicy", "ELBSecurityPolicy-2016-08"), want: []string{
			`tls · https · sslPolicy is "ELBSecurityPolicy-2016-08"` + weak,
		}},
		{name: "TLS 1.3 and 1.0", do: put("https", "sslPolicy", "ELBSecurityPolicy-TLS13-1-0-2021-06"), want: []string{
			`tls · https · sslPolicy is "ELBSecurityPolicy-TLS13-1-0-2021-06"` + weak,
		}},
		{name: "forward secrecy of TLS 1.1", do: put("https", "sslPolicy", "ELBSecurityPolicy-FS-1-1-2019-08"), want: []string{
			`tls · https · sslPolicy is "ELBSecurityPolicy-FS-1-1-2019-08"` + weak,
		}},
		{name: "TLS 1.3 only", do: put("https", "sslPolicy", "ELBSecurityPolicy-TLS13-1-3-2021-06"), want: []string{}},
		{name: "post-quantum", do: put("https", "sslPolicy", "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"), want: []string{}},
		{name: "TLS 1.2 only", do: put("https", "sslPolicy", "ELBSecurityPolicy-TLS-1-2-Ext-2018-06"), want: []string{}},
		{name: "forward secrecy", do: put("https", "sslPolicy", "ELBSecurityPolicy-FS-1-2-Res-2020-10"), want: []string{}},
		{name: "TLS listener of an NLB", do: func(f fixture) {
			f.add("tls", "aws:lb/listener:Listener", props{"protocol": "TLS"})
		}, want: []string{"tls · tls · sslPolicy is not set" + weak}},
	})
}

func TestTLSOfPlainListeners(t *testing.T) {
	checkBreaches(t, []breach{
		{name: "served", do: put("http", "defaultActions.0.type", "forward"), want: []string{
			`tls · http · defaultActions[0].type is "forward"` + served,
		}},
		{name: "redirected to HTTP", do: put("http", "defaultActions.0.redirect.protocol", "#{protocol}"), want: []string{
			`tls · http · defaultActions[0].redirect.protocol is "#{protocol}"; want "HTTPS": ` +
				"a redirect keeps the protocol unless it names one; set it",
		}},
		{name: "a rule that serves", do: func(f fixture) {
			f.add("rule", "aws:lb/listenerRule:ListenerRule", props{
				"listenerArn": ref{"http", "arn"}, "actions": []any{props{"type": "forward"}},
			})
		}, want: []string{`tls · rule · actions[0].type is "forward"` + served}},
		{name: "no HTTPS", do: func(f fixture) { delete(f, "https") }, want: []string{
			`tls · http · protocol is "HTTP" and the stack has no HTTPS listener; want one: ` +
				"passwords and sessions cross the internet in the clear; give the environment a domain, so that it gets a certificate",
		}},
	})
}
