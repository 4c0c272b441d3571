package test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/rehearsal"
	"github.com/tenfold-iac/tenfold/test/simulator/account"
)

const webImage = "123456789012.dkr.ecr.us-east-1.amazonaws.com/backend:"

// callsOf are the calls since a number of calls that touch what stands between the load balancer and the web tasks.
func callsOf(t *testing.T, r *rehearsal.Rehearsal, since int) (list []string) {
	t.Helper()
	inAccount(t, r, func(ctx context.Context, a *account.Account) error {
		calls, err := a.Calls(ctx)
		for _, call := range calls[since:] {
			name := call.URN[strings.LastIndex(call.URN, "::")+2:]
			between := strings.HasPrefix(name, "web-alb") || strings.HasPrefix(name, "alb")
			if (between || name == "web" && call.Service == "ECS") && !strings.HasPrefix(call.Action, "Describe") {
				list = append(list, call.Action+" "+name)
			}
		}
		return err
	})
	return list
}

func numberOfCalls(t *testing.T, r *rehearsal.Rehearsal) (n int) {
	t.Helper()
	inAccount(t, r, func(ctx context.Context, a *account.Account) error {
		calls, err := a.Calls(ctx)
		n = len(calls)
		return err
	})
	return n
}

// openPorts are the ports on which the load balancer may reach the web tasks, by both rules.
func openPorts(t *testing.T, r *rehearsal.Rehearsal) []int {
	t.Helper()
	ports := map[string][]int{}
	for _, res := range resources(t, r) {
		if strings.Contains(res.URN, "::web-alb") {
			ports[res.Type] = append(ports[res.Type], res.Properties.Int("fromPort"))
		}
	}
	in := ports["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"]
	slices.Sort(in)
	require.ElementsMatch(t, in, ports["aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"])
	return in
}

// A change of the port: the new way is open before ECS starts a task, the old one until the old tasks have drained, and
// neither the target group nor its listener rule changes.
func TestThePortChangesWithoutAnOutage(t *testing.T) {
	t.Parallel()
	o := options(t, "dev")
	r := openEnvironment(t, o)
	mustUp(t, r)
	before := numberOfCalls(t, r)

	r = reopened(t, o, "tenfold:port", "9000")
	mustUp(t, r)
	calls := callsOf(t, r, before)
	service := slices.Index(calls, "UpdateService web")
	require.Len(t, calls, 5, calls)
	require.Equal(t, 2, service, calls)
	require.ElementsMatch(t, []string{
		"AuthorizeSecurityGroupIngress web-alb-9000", "AuthorizeSecurityGroupEgress web-alb-9000",
	}, calls[:service])
	require.ElementsMatch(t, []string{
		"RevokeSecurityGroupIngress web-alb", "RevokeSecurityGroupEgress web-alb",
	}, calls[service+1:])
	require.Equal(t, []int{9000}, openPorts(t, r))
	require.Zero(t, mustUp(t, r).Counts.Changes())
}

// The new image never becomes healthy on the new port: ECS goes back to the old tasks, and the load balancer still
// reaches them. The old port in the file is a working way back, and so is a mended image.
func TestARolledBackPortStillServes(t *testing.T) {
	t.Parallel()
	for _, way := range []struct {
		key, value string
		ports      []int
	}{{"tenfold:port", "8000", []int{8000}}, {"tenfold:image", webImage + "mended", []int{9000}}} {
		t.Run(way.key, func(t *testing.T) {
			t.Parallel()
			o := options(t, "dev")
			r := openEnvironment(t, o)
			mustUp(t, r)
			inAccount(t, r, func(ctx context.Context, a *account.Account) error {
				return a.Inject(ctx, account.Fault{
					Action: "update", Type: serviceType, Name: "web", Effect: account.RollBack,
				})
			})
			r = reopened(t, o, "tenfold:port", "9000")
			_, err := r.Up(t.Context())
			require.ErrorContains(t, err, `web "web": ECS rolled the deployment back`)
			require.Equal(t, []int{8000, 9000}, openPorts(t, r))
			require.EqualValues(t, 8000, webService(t, r).Int("loadBalancers.0.containerPort"))

			inAccount(t, r, func(ctx context.Context, a *account.Account) error { return a.ClearFaults(ctx) })
			r = reopened(t, o, way.key, way.value)
			mustUp(t, r)
			require.Equal(t, way.ports, openPorts(t, r))
			require.Equal(t, way.ports[0], webService(t, r).Int("loadBalancers.0.containerPort"))
			require.Zero(t, mustUp(t, r).Counts.Changes())
		})
	}
}

func webService(t *testing.T, r *rehearsal.Rehearsal) account.Props {
	t.Helper()
	for _, res := range resources(t, r) {
		if res.Type == serviceType && strings.HasSuffix(res.URN, "::web") {
			return res.Properties
		}
	}
	t.Fatal("the account has no service web")
	return nil
}
