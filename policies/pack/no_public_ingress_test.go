package pack_test

import (
	"testing"
)

const (
	open      = "; want a source security group: only an internet-facing ALB may be open to the internet; admit the ALB's security group instead"
	otherPort = "; want tcp 80 or 443 only: an ALB needs no other port from the internet; narrow or remove the rule"
)

func TestNoPublicIngressByRules(t *testing.T) {
	checkBreaches(t, []breach{
		{name: "IPv4 to tasks", do: put("task-in", "cidrIpv4", "0.0.0.0/0"), want: []string{
			`no-public-ingress · task-in · cidrIpv4 is "0.0.0.0/0"` + open,
		}},
		{name: "IPv6 to tasks", do: put("task-in", "cidrIpv6", "0::/0"), want: []string{
			`no-public-ingress · task-in · cidrIpv6 is "0::/0"` + open,
		}},
		{name: "a private range", do: put("task-in", "cidrIpv4", "10.0.0.0/8"), want: []string{}},
		{name: "another port of the ALB", do: put("alb-in-80", "toPort", 8080), want: []string{
			`no-public-ingress · alb-in-80 · cidrIpv4 is "0.0.0.0/0" for protocol "tcp", ports 80 to 8080` + otherPort,
		}},
		{name: "every protocol to the ALB", do: put("alb-in-80", "ipProtocol", "-1"), want: []string{
			`no-public-ingress · alb-in-80 · cidrIpv4 is "0.0.0.0/0" for protocol "-1", ports 80 to 80` + otherPort,
		}},
		{name: "an internal load balancer", do: put("alb", "internal", true), want: []string{
			`no-public-ingress · alb-in-443 · cidrIpv4 is "0.0.0.0/0"` + open,
			`no-public-ingress · alb-in-80 · cidrIpv4 is "0.0.0.0/0"` + open,
		}},
		{name: "a network load balancer", do: put("alb", "loadBalancerType", "network"), want: []string{
			`no-public-ingress · alb-in-443 · cidrIpv4 is "0.0.0.0/0"` + open,
			`no-public-ingress · alb-in-80 · cidrIpv4 is "0.0.0.0/0"` + open,
		}},
		{name: "a group from outside", do: put("task-in", "securityGroupId", "sg-1"), want: []string{}},
		{name: "an open group from outside", do: func(f fixture) {
			f.set("task-in", "securityGroupId", "sg-1")
			f.set("task-in", "cidrIpv4", "0.0.0.0/0")
		}, want: []string{`no-public-ingress · task-in · cidrIpv4 is "0.0.0.0/0"` + open}},
		{name: "the ALB's group from outside", do: func(f fixture) {
			f.set("alb", "securityGroups", []any{ref{"alb-sg", "id"}, "sg-1"})
			f.set("alb-in-80", "securityGroupId", "sg-1")
		}, want: []string{}},
	})
}

func TestNoPublicIngressByOldRules(t *testing.T) {
	world := func(port int) []any {
		return []any{props{
			"protocol": "tcp", "fromPort": port, "toPort": port,
			"cidrBlocks": []any{"10.0.0.0/16", "0.0.0.0/0"}, "ipv6CidrBlocks": []any{"::/0"},
		}}
	}
	rule := func(direction, group string) func(fixture) {
		return func(f fixture) {
			p := world(443)[0].(props)
			p["type"], p["securityGroupId"] = direction, ref{group, "id"}
			f.add("rule", "aws:ec2/securityGroupRule:SecurityGroupRule", p)
		}
	}
	checkBreaches(t, []breach{
		{name: "rule", do: rule("ingress", "task-sg"), want: []string{
			`no-public-ingress · rule · cidrBlocks[1] is "0.0.0.0/0"` + open,
			`no-public-ingress · rule · ipv6CidrBlocks[0] is "::/0"` + open,
		}},
		{name: "egress rule", do: rule("egress", "task-sg"), want: []string{}},
		{name: "the ALB's rule", do: rule("ingress", "alb-sg"), want: []string{}},
		{name: "inline", do: put("task-sg", "ingress", world(443)), want: []string{
			`no-public-ingress · task-sg · ingress[0].cidrBlocks[1] is "0.0.0.0/0"` + open,
			`no-public-ingress · task-sg · ingress[0].ipv6CidrBlocks[0] is "::/0"` + open,
		}},
		{name: "inline in the ALB's group", do: put("alb-sg", "ingress", world(443)), want: []string{}},
		{name: "inline SSH in the ALB's group", do: put("alb-sg", "ingress", world(22)), want: []string{
			`no-public-ingress · alb-sg · ingress[0].cidrBlocks[1] is "0.0.0.0/0" for protocol "tcp", ports 22 to 22` + otherPort,
			`no-public-ingress · alb-sg · ingress[0].ipv6CidrBlocks[0] is "::/0" for protocol "tcp", ports 22 to 22` + otherPort,
		}},
		{name: "inline in the default group", do: put("closed", "ingress", world(80)), want: []string{
			`no-public-ingress · closed · ingress[0].cidrBlocks[1] is "0.0.0.0/0"` + open,
			`no-public-ingress · closed · ingress[0].ipv6CidrBlocks[0] is "::/0"` + open,
		}},
	})
}

func TestNoPublicIngressToTasks(t *testing.T) {
	inPublic := func(name string) string {
		return "no-public-ingress · web · networkConfiguration.subnets has \"" + name +
			"\", where mapPublicIpOnLaunch is true; want private subnets: " +
			"tasks are reached through the ALB; use subnets without public addresses"
	}
	checkBreaches(t, []breach{
		{name: "public address", do: put("web", "networkConfiguration.assignPublicIp", true), want: []string{
			"no-public-ingress · web · networkConfiguration.assignPublicIp is true; want false: " +
				"a task with a public address can be reached past the ALB; use private subnets behind a NAT gateway",
		}},
		{name: "public address of a worker", do: put("workers", "networkConfiguration.assignPublicIp", true), want: []string{
			"no-public-ingress · workers · networkConfiguration.assignPublicIp is true; want false: " +
				"a task with a public address can be reached past the ALB; use private subnets behind a NAT gateway",
		}},
		{
			name: "public subnets", want: []string{inPublic("public-a"), inPublic("public-b")},
			do: put("web", "networkConfiguration.subnets", []any{ref{"public-a", "id"}, ref{"public-b", "id"}}),
		},
		// A preview cannot tell which of its dependencies a list of unknown IDs holds.
		{
			name: "one public subnet", want: []string{inPublic("public-a")}, onlyUpdate: true,
			do: put("web", "networkConfiguration.subnets", []any{ref{"public-a", "id"}, ref{"private-b", "id"}}),
		},
	})
}
