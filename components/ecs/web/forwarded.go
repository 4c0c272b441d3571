package web

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
)

// trustedProxies is the option --forwarded-allow-ips of Uvicorn's command line, which takes networks since 0.31. It is not
// FORWARDED_ALLOW_IPS, which Gunicorn reads too: before 24.1, Gunicorn exits at a network ("does not appear to be an IPv4
// or IPv6 address"). And it is never *: Uvicorn would take the first address of X-Forwarded-For, which the client chooses.
// Sources: release notes of Uvicorn 0.31.0 and of Gunicorn 24.1.0; gunicorn/config.py of 23.0.0, validate_string_to_addr_list.
const trustedProxies = "UVICORN_FORWARDED_ALLOW_IPS"

// task is the task with what the server must know of the load balancer.
func (a Args) task() ecs.TaskArgs {
	if a.LoadBalancerCIDRs == nil || a.Task.Has(trustedProxies) {
		return a.Task
	}
	return a.Task.WithVariable(trustedProxies, a.LoadBalancerCIDRs.ToStringArrayOutput().ApplyT(joined).(pulumi.StringOutput))
}

func joined(networks []string) string { return strings.Join(networks, ",") }
