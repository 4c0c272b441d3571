package elb_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/elb"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

func TestTargetGroupRules(t *testing.T) {
	f := newFixture(t)
	long := strings.Repeat("x", 33)
	tcp := model.Props{"protocol": "TCP"}
	each(t, f, elb.TargetGroup, f.web(nil), []errorCase{
		{"L16 32 characters", model.Props{"name": long[:32]}, ""},
		{"L16 33 characters", model.Props{"name": long}, `"name" cannot be longer than 32 characters. Examine`},
		{"L16 characters", model.Props{"name": "a.b"}, `only alphanumeric characters and hyphens allowed in "name"`},
		{"L16 first", model.Props{"name": "-a"}, `"name" cannot begin with a hyphen`},
		{"L16 last", model.Props{"name": "a-"}, `"name" cannot end with a hyphen`},
		{"L17 six characters", model.Props{"namePrefix": "sixsix"}, ""},
		{"L17 seven characters", model.Props{"namePrefix": "seven77"}, `"name_prefix" cannot be longer than 6 characters`},
		{"L18 port", model.Props{"port": nil}, `Attribute "port" must be specified when "target_type" is "ip".`},
		{"L18 protocol", model.Props{"protocol": nil}, `Attribute "protocol" must be specified when "target_type" is "ip".`},
		{
			"L18 VPC",
			model.Props{"vpcId": nil, "targetType": nil},
			`Attribute "vpc_id" must be specified when "target_type" is "instance".`,
		},
		{"L18 function", model.Props{"port": nil, "protocol": nil, "vpcId": nil, "targetType": "lambda"}, ""},
		{"L18 port 0", model.Props{"port": 0}, "expected port to be in the range (1 - 65535), got 0"},
		{"type", model.Props{"targetType": "task"}, "expected target_type to be one of"},
		{"protocol", model.Props{"protocol": "QUIC"}, "expected protocol to be one of"},
		{"L26 3600", model.Props{"deregistrationDelay": 3600}, ""},
		{
			"L26 3601",
			model.Props{"deregistrationDelay": 3601},
			"expected deregistration_delay to be in the range (0 - 3600), got 3601",
		},
		{"L27 30", model.Props{"slowStart": 30}, ""},
		{"L27 29", model.Props{"slowStart": 29}, "expected slow_start to be either 0 or in the range (30 - 900), got 29"},
		{
			"slow start with least outstanding requests",
			model.Props{"slowStart": 30, "loadBalancingAlgorithmType": "least_outstanding_requests"},
			"InvalidConfigurationRequest: Slow start mode is not supported with the least_outstanding_requests",
		},
		{"L28 cookie", model.Props{"stickiness": map[string]any{"type": "lb_cookie"}}, ""},
		{
			"L28 duration",
			model.Props{"stickiness": map[string]any{"type": "lb_cookie", "cookieDuration": 604801}},
			"expected stickiness.cookie_duration to be in the range (0 - 604800), got 604801",
		},
		{
			"L28 cookie over TCP", simtest.With(tcp, model.Props{"stickiness": map[string]any{"type": "lb_cookie"}}),
			"InvalidConfigurationRequest: Stickiness type 'lb_cookie' is not supported for target groups with the TCP protocol",
		},
		{"L28 cookie over TCP, off", simtest.With(tcp, model.Props{"stickiness": map[string]any{
			"type":    "lb_cookie",
			"enabled": false,
		}}), ""},
		{
			"L28 no cookie name",
			model.Props{"stickiness": map[string]any{"type": "app_cookie"}},
			"You must set an application cookie name to enable stickiness of type 'app_cookie'",
		},
		{"L30 unknown VPC", model.Props{"vpcId": "vpc-0"}, "api error ValidationError: The VPC ID 'vpc-0' is not found"},
		{"L31 taken", model.Props{"name": long[:32]}, "* ELBv2 Target Group (" + long[:32] + ") already exists"},
	})
}

func TestHealthChecks(t *testing.T) {
	f := newFixture(t)
	check := func(check, more model.Props) model.Props {
		return simtest.With(model.Props{"healthCheck": map[string]any(check)}, more)
	}
	tcp := model.Props{"protocol": "TCP"}
	each(t, f, elb.TargetGroup, f.web(nil), []errorCase{
		{"L21 good", check(model.Props{"healthyThreshold": 2, "interval": 300, "timeout": 120, "path": "/ready"}, nil), ""},
		{
			"L21 threshold", check(model.Props{"healthyThreshold": 1}, nil),
			"expected health_check.healthy_threshold to be in the range (2 - 10), got 1",
		},
		{
			"L21 unhealthy", check(model.Props{"unhealthyThreshold": 11}, nil),
			"expected health_check.unhealthy_threshold to be in the range (2 - 10), got 11",
		},
		{
			"L21 interval", check(model.Props{"interval": 4}, nil),
			"expected health_check.interval to be in the range (5 - 300), got 4",
		},
		{
			"L21 timeout", check(model.Props{"timeout": 121}, nil),
			"expected health_check.timeout to be in the range (2 - 120), got 121",
		},
		{"L21 path", check(model.Props{"path": "ready"}, nil), `path must begin with a '/' character: "ready"`},
		{
			"L21 long path", check(model.Props{"path": "/" + strings.Repeat("x", 1024)}, nil),
			"expected length of health_check.path to be in the range (1 - 1024)",
		},
		{
			"L22 HTTP equal", check(model.Props{"timeout": 30, "interval": 30}, nil),
			"api error ValidationError: Health check timeout '30' must be smaller than the interval '30'",
		},
		{
			"L22 default interval", check(model.Props{"timeout": 31}, nil),
			"Health check timeout '31' must be smaller than the interval '30'",
		},
		{"L22 TCP equal", check(model.Props{"timeout": 30, "interval": 30}, tcp), ""},
		{
			"L22 TCP greater", check(model.Props{"timeout": 31, "interval": 30}, tcp),
			"Health check timeout '31' must be smaller than or equal to the interval '30'",
		},
		{
			"L23 path", check(model.Props{"protocol": "TCP", "path": "/"}, tcp),
			`Attribute "health_check[0].path" cannot be specified when "health_check[0].protocol" is "TCP".`,
		},
		{
			"L23 matcher", check(model.Props{"protocol": "TCP", "matcher": "200"}, tcp),
			`Attribute "health_check[0].matcher" cannot be specified when "health_check[0].protocol" is "TCP".`,
		},
		{"L23 HTTP path", check(model.Props{"protocol": "HTTP", "path": "/"}, tcp), ""},
		{
			"L24", check(model.Props{"protocol": "TCP"}, nil),
			`Attribute "health_check[0].protocol" cannot have value "TCP" when "protocol" is "HTTP".`,
		},
		{"L25 list", check(model.Props{"matcher": "200,301-302"}, nil), ""},
		{
			"L25 class", check(model.Props{"matcher": "2xx"}, nil),
			"InvalidParameterValue: HttpCode must be like 200 | 200-399 | 200,201 ...",
		},
	})
}

func TestTargetGroupReplacement(t *testing.T) {
	f := newFixture(t)
	id, state := f.MustCreate(elb.TargetGroup, "web", f.web(nil))
	require.Regexp(t, `^arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web-[0-9a-f]{7}/[0-9a-f]{16}$`, id)
	require.Regexp(t, `^targetgroup/web-[0-9a-f]{7}/[0-9a-f]{16}$`, state["arnSuffix"])
	require.Equal(t, "HTTP1", state["protocolVersion"])
	require.Equal(t, "round_robin", state["loadBalancingAlgorithmType"])

	other := f.vpc[:len(f.vpc)-1] + "x"
	for property, value := range map[string]any{
		"name": "api", "port": 8080, "protocol": "HTTPS", "protocolVersion": "HTTP2", "targetType": "instance",
		"vpcId": other, "ipAddressType": "ipv6",
	} {
		t.Run("L19 "+property, func(t *testing.T) {
			_, replaced, _, err := f.Diff(elb.TargetGroup, id, f.web(model.Props{property: value}))
			require.NoError(t, err)
			require.Equal(t, []string{property}, replaced)
		})
	}
	t.Run("in place", func(t *testing.T) {
		changed, replaced, _, err := f.Diff(elb.TargetGroup, id, f.web(model.Props{"deregistrationDelay": 60}))
		require.NoError(t, err)
		require.Equal(t, []string{"deregistrationDelay"}, changed)
		require.Empty(t, replaced)
	})
	t.Run("nothing", func(t *testing.T) {
		changed, _, _, err := f.Diff(elb.TargetGroup, id, f.web(nil))
		require.NoError(t, err)
		require.Empty(t, changed)
	})
}

func TestTargetGroupInUse(t *testing.T) {
	f := newFixture(t)
	lb, direct, weighted, ruled, ruled2 := f.mustALB("web"), f.mustGroup("d"), f.mustGroup("w"), f.mustGroup("r"),
		f.mustGroup("r2")
	split := []any{map[string]any{"type": "forward", "forward": map[string]any{
		"targetGroups": []any{map[string]any{"arn": weighted, "weight": 10}},
	}}}
	direct80 := f.mustListener("80", http(lb, direct, nil))
	f.mustListener("81", http(lb, direct, model.Props{"port": 81, "defaultActions": split}))
	f.MustCreate(elb.ListenerRule, "rule", rule(direct80, ruled, nil))
	f.MustCreate(elb.ListenerRule, "rule2", rule(direct80, direct, model.Props{"actions": []any{
		map[string]any{"type": "forward", "forward": map[string]any{"targetGroups": []any{map[string]any{"arn": ruled2}}}},
	}}))
	for name, arn := range map[string]string{
		"action": direct, "weighted": weighted, "rule": ruled,
		"weighted rule": ruled2,
	} {
		t.Run("L20 "+name, func(t *testing.T) {
			require.ErrorContains(t, f.Delete(elb.TargetGroup, arn),
				", ResourceInUse: Target group '"+arn+"' is currently in use by a listener or a rule")
		})
	}
	t.Run("L20 free", func(t *testing.T) {
		require.NoError(t, f.Delete(elb.Listener, direct80))
		require.NoError(t, f.Delete(elb.TargetGroup, direct))
		require.NoError(t, f.Delete(elb.TargetGroup, ruled), "the rule went with its listener")
	})
}

func TestTargetGroupQuota(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.SetQuota(context.Background(), "targetGroups", 1))
	f.mustGroup("one")
	_, _, err := f.Create(elb.TargetGroup, "two", f.web(nil))
	require.ErrorContains(t, err, "TooManyTargetGroups: The maximum number of target groups has been reached", "L43")
}

func TestAttachments(t *testing.T) {
	f := newFixture(t)
	ips, alb := f.mustGroup("ips"), f.mustALB("web")
	of := func(kind string) string {
		id, _ := f.MustCreate(elb.TargetGroup, kind, f.web(model.Props{"targetType": kind, "protocol": "TCP"}))
		return id
	}
	instances, albs := of("instance"), of("alb")
	const missing = "InvalidTarget: The specified target does not exist or is not in the same VPC as the target group."
	each(t, f, elb.Attachment, model.Props{"targetGroupArn": ips}, []errorCase{
		{"L44 inside", model.Props{"targetId": "10.0.0.7"}, ""},
		{"L44 RFC 6598", model.Props{"targetId": "100.64.0.1"}, ""},
		{"L44 public", model.Props{"targetId": "8.8.8.8"}, missing},
		{"L44 no address", model.Props{"targetId": "i-0"}, missing},
		{"L44 instance", model.Props{"targetGroupArn": instances, "targetId": "i-0"}, ""},
		{"L44 no instance", model.Props{"targetGroupArn": instances, "targetId": "10.0.0.7"}, missing},
		{"L44 load balancer", model.Props{"targetGroupArn": albs, "targetId": alb}, ""},
		{"L44 no load balancer", model.Props{"targetGroupArn": albs, "targetId": alb + "x"}, missing},
		{
			"no group",
			model.Props{"targetGroupArn": ips + "x", "targetId": "10.0.0.7"},
			"TargetGroupNotFound: Target groups '" + ips + "x' not found",
		},
	})
	require.NoError(t, f.SetQuota(context.Background(), "targetsPerTargetGroup", 2))
	_, _, err := f.Create(elb.Attachment, "third", model.Props{"targetGroupArn": ips, "targetId": "10.0.0.8"})
	require.ErrorContains(t, err,
		"TooManyTargets: The maximum number of targets has been reached on the target group '"+ips+"'")
}
