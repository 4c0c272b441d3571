package elb_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/acm"
	"github.com/tenfold-iac/tenfold/test/simulator/elb"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

// certificate makes a certificate and sets its status, in the region of the provider.
func certificate(t *testing.T, a *simtest.Account, status string) string {
	t.Helper()
	arn, _ := a.MustCreate(acm.Certificate, "cert", model.Props{"domainName": "example.com", "validationMethod": "DNS"})
	region := strings.Split(arn, ":")[3]
	require.NoError(t, a.Change(context.Background(), region, acm.Certificate, arn, map[string]any{"status": status}))
	return arn
}

func TestListenerRules(t *testing.T) {
	f := newFixture(t)
	alb, group := f.mustALB("web"), f.mustGroup("web")
	tcp, _ := f.MustCreate(elb.TargetGroup, "tcp", f.web(model.Props{"protocol": "TCP"}))
	nlb, _ := f.MustCreate(elb.LoadBalancer, "net", f.nlb(nil))
	https := model.Props{"protocol": "HTTPS", "port": 443}
	secure := func(arn string) model.Props { return simtest.With(https, model.Props{"certificateArn": arn}) }
	good, pending := certificate(t, f.Account, "ISSUED"), certificate(t, f.Account, "PENDING_VALIDATION")
	elsewhere := certificate(t, f.Region("us-west-2"), "ISSUED")
	unsupported := func(arn string) string {
		return "UnsupportedCertificate: The certificate '" + arn + "' must have a fully-qualified domain name, " +
			"a supported signature, and a supported key size."
	}
	weights := func(weights ...int) model.Props {
		var groups []any
		for _, w := range weights {
			groups = append(groups, map[string]any{"arn": group, "weight": w})
		}
		forward := map[string]any{"targetGroups": groups}
		return model.Props{"port": 90, "defaultActions": []any{map[string]any{"type": "forward", "forward": forward}}}
	}
	each(t, f, elb.Listener, http(alb, group, nil), []errorCase{
		{"L32 no certificate", https, "api error ValidationError: A certificate must be specified for HTTPS listeners"},
		{"L33 pending", secure(pending), unsupported(pending)},
		{"L33 other region", secure(elsewhere), unsupported(elsewhere)},
		{"L33 issued", secure(good), ""},
		{"L33 of IAM", simtest.With(secure("arn:aws:iam::123456789012:server-certificate/x"), model.Props{"port": 444}), ""},
		{
			"unknown policy", simtest.With(secure(good), model.Props{"port": 445, "sslPolicy": "TLS-1-2"}),
			"SSLPolicyNotFound: SSL policy 'TLS-1-2' not found",
		},
		{"L34 first", nil, ""},
		{
			"L34 same port", nil,
			"DuplicateListener: A listener already exists on this port for this load balancer '" + alb + "'",
		},
		{
			"L36 TCP on ALB",
			model.Props{"protocol": "TCP", "port": 81},
			"ValidationError: Listener protocol 'TCP' must be one of 'HTTP, HTTPS'",
		},
		{
			"L36 HTTP on NLB",
			model.Props{"loadBalancerArn": nlb},
			"ValidationError: Listener protocol 'HTTP' must be one of 'TCP, UDP, TCP_UDP, TLS'",
		},
		{"L38 on another one", model.Props{"loadBalancerArn": nlb, "protocol": "TCP", "defaultActions": forward(tcp)}, ""},
		{
			"L39 TCP behind ALB",
			model.Props{"port": 82, "defaultActions": forward(tcp)},
			"ValidationError: Listener protocol 'HTTP' is not supported with a target group with protocol 'TCP'",
		},
		{
			"L39 HTTP behind NLB",
			model.Props{"loadBalancerArn": nlb, "protocol": "TCP", "port": 82},
			"ValidationError: Listener protocol 'TCP' is not supported with a target group with protocol 'HTTP'",
		},
		{"L42 five groups", weights(1, 1, 1, 1, 999), ""},
		{"L42 six groups", weights(1, 1, 1, 1, 1, 1), `No more than 5 "target_group" blocks are allowed`},
		{"L42 weight", weights(1000), "to be in the range (0 - 999), got 1000"},
		{
			"no load balancer",
			model.Props{"loadBalancerArn": "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/x/1"},
			"LoadBalancerNotFound: Load balancer 'arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/x/1' " +
				"not found",
		},
		{"port 0", model.Props{"port": 0}, "expected port to be in the range (1 - 65535), got 0"},
		{"no weighted group", model.Props{"defaultActions": []any{map[string]any{"type": "forward", "forward": map[string]any{
			"targetGroups": []any{map[string]any{"arn": "arn:y"}},
		}}}, "port": 84}, "TargetGroupNotFound: Target groups 'arn:y' not found"},
		{
			"no group",
			model.Props{"port": 83, "defaultActions": forward("arn:x")},
			"TargetGroupNotFound: Target groups 'arn:x' not found",
		},
	})
}

func TestOneLoadBalancerPerTargetGroup(t *testing.T) {
	f := newFixture(t)
	one, two, group, other := f.mustALB("one"), f.mustALB("two"), f.mustGroup("web"), f.mustGroup("other")
	first := f.mustListener("one", http(one, group, nil))
	const limit = "TargetGroupAssociationLimit: The following target groups cannot be associated with more than one " +
		"load balancer: "
	each(t, f, elb.Listener, http(two, group, nil), []errorCase{
		{"L38 second load balancer", nil, limit + group},
		{"L38 same load balancer", model.Props{"loadBalancerArn": one, "port": 81}, ""},
		{"L38 other group", model.Props{"defaultActions": forward(other)}, ""},
	})
	t.Run("L38 rule", func(t *testing.T) {
		_, _, err := f.Create(elb.ListenerRule, "rule", rule(first, other, nil))
		require.ErrorContains(t, err, limit+other)
	})
}

func TestListenerChanges(t *testing.T) {
	f := newFixture(t)
	one, two, group := f.mustALB("one"), f.mustALB("two"), f.mustGroup("web")
	id, state := f.MustCreate(elb.Listener, "http", http(one, group, nil))
	require.Regexp(t,
		`^arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/one-[0-9a-f]{7}/[0-9a-f]{16}/[0-9a-f]{16}$`, id)
	require.Equal(t, id, state["arn"])
	_, replaced, _, err := f.Diff(elb.Listener, id, http(two, group, nil))
	require.NoError(t, err)
	require.Equal(t, []string{"loadBalancerArn"}, replaced, "L35")
	changed, replaced, _, err := f.Diff(elb.Listener, id, http(one, group, model.Props{"port": 8080}))
	require.NoError(t, err)
	require.Equal(t, []string{"port"}, changed)
	require.Empty(t, replaced, "L35: everything else in place")

	require.NoError(t, f.SetQuota(context.Background(), "listenersPerLoadBalancer", 1))
	_, _, err = f.Create(elb.Listener, "more", http(one, group, model.Props{"port": 81}))
	require.ErrorContains(t, err, "TooManyListeners", "L43")
}

func TestListenerCertificates(t *testing.T) {
	f := newFixture(t)
	alb, group := f.mustALB("web"), f.mustGroup("web")
	good, more, pending := certificate(t, f.Account, "ISSUED"), certificate(t, f.Account, "ISSUED"), certificate(t,
		f.Account, "PENDING_VALIDATION")
	listener := f.mustListener("https", http(alb, group,
		model.Props{"protocol": "HTTPS", "port": 443, "certificateArn": good}))
	each(t, f, elb.ListenerCertificate, model.Props{"listenerArn": listener}, []errorCase{
		{"L33 issued", model.Props{"certificateArn": more}, ""},
		{"L33 pending", model.Props{"certificateArn": pending}, "UnsupportedCertificate: The certificate '" + pending + "'"},
		{
			"no listener",
			model.Props{"certificateArn": more, "listenerArn": "arn:x"},
			"ListenerNotFound: One or more listeners not found: arn:x",
		},
	})
	require.NoError(t, f.SetQuota(context.Background(), "certificatesPerLoadBalancer", 1))
	_, _, err := f.Create(elb.ListenerCertificate, "more", model.Props{"listenerArn": listener, "certificateArn": good})
	require.ErrorContains(t, err, "TooManyCertificates", "L43")
	require.ErrorContains(t, f.Delete(acm.Certificate, good),
		"ResourceInUseException: Certificate "+good+" in account "+account.ID+" is in use.", "D12")
	require.ErrorContains(t, f.Delete(acm.Certificate, more), "ResourceInUseException", "D12")
	require.NoError(t, f.Delete(acm.Certificate, pending), "D12")
}
