package backend

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/ecs/operator"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

func TestNoOperatorByDefault(t *testing.T) {
	rec := stacktest.Run(t, Program, released(nil)...)
	require.Zero(t, rec.Count(operator.Type))
	for _, secret := range rec.OfType("aws:secretsmanager/secret:Secret") {
		require.NotContains(t, secret.Name, "operator")
	}
	for _, rule := range rec.OfType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule") {
		require.NotContains(t, rule.Name, "operator")
	}
}

// The operator reaches the stores themselves and every task of PgBouncer, as who and no more.
func TestOperatorReachesTheStores(t *testing.T) {
	for kind, want := range map[string]struct{ reached, commands []string }{
		`"redis"`: {[]string{"database", "pgbouncer", "cache", "broker"}, []string{"cache", "broker"}},
		`"rabbitmq", "nodeType": "mq.m7g.medium"`: {[]string{"database", "pgbouncer", "cache"}, []string{"cache"}},
		`"sqs"`: {[]string{"database", "pgbouncer", "cache"}, []string{"cache"}},
	} {
		t.Run(kind, func(t *testing.T) {
			rec := stacktest.Run(t, Program, released(map[string]string{
				"tenfold:operator": "true", "tenfold:overrides": `{"broker": {"kind": ` + kind + `}}`, "tenfold:beat": "django",
				"tenfold:flower": "false",
			})...)
			var reached []string
			for _, rule := range rec.OfType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule") {
				if name, ok := strings.CutPrefix(rule.Name, "operator-to-"); ok {
					reached = append(reached, name)
					require.Equal(t, "operator-tasks-id", rule.Input("referencedSecurityGroupId"))
				}
			}
			require.ElementsMatch(t, want.reached, reached)
			require.Equal(t, "pgbouncer-tasks-id", rec.Named(t, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
				"operator-to-pgbouncer").Input("securityGroupId"), "the load balancer would lead to any of them")
			made := rec.One(t, operator.Type)
			var names []string
			for _, one := range append(made.Input("databases").([]any), made.Input("stores").([]any)...) {
				names = append(names, one.(map[string]any)["name"].(string))
			}
			require.Equal(t, append([]string{"reader", "owner", "master", "console"}, want.commands...), names)
			require.Equal(t, true, rec.Named(t, "tenfold:ecs:PgBouncer", "pgbouncer").Input("operator"))
		})
	}
}

// The master user of a server that other environments have data on is nobody's.
func TestNobodyIsTheMasterOfASharedServer(t *testing.T) {
	arn := pulumi.String("arn").ToStringOutput()
	spec := OperatorSpec{
		Database: Database{Shared: true, Endpoint: arn, MasterSecretARN: arn, Port: 5433},
		Pool:     Pool{OperatorSecretARN: arn, AdminSecretARN: arn, Port: 6432},
	}
	var names []string
	for _, login := range logins(spec) {
		names = append(names, login.Name)
	}
	require.Equal(t, []string{"reader", "owner", "console"}, names)
	require.Equal(t, 5433, logins(spec)[0].Port)
}
