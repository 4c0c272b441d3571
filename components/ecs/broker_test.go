package ecs

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

func TestAConnectionIsTakenAsItIs(t *testing.T) {
	for name, take := range map[string]func(*celery.Connection){
		"secret": func(c *celery.Connection) { c.URLSecret = pulumi.StringOutput{} },
		"key":    func(c *celery.Connection) { c.KMSKeyARN = pulumi.StringOutput{} },
		"group":  func(c *celery.Connection) { c.SecurityGroupID = pulumi.StringOutput{} },
		"port":   func(c *celery.Connection) { c.Port = 0 },
	} {
		for _, kind := range []string{celery.Redis, celery.RabbitMQ} {
			var p component.Problems
			c := connectionTo(kind)
			checkConnection(&p, c)
			require.Empty(t, p)
			take(&c)
			checkConnection(&p, c)
			require.Len(t, p, 1, "%s of %s", name, kind)
		}
	}
	var p component.Problems
	checkConnection(&p, connectionTo(celery.SQS))
	require.Empty(t, p, "SQS is reached without")
}

// The components of an application share one task: what one adds must not be seen by the others.
func TestAdditionsToATaskAreItsOwn(t *testing.T) {
	shared := minimalTask()
	shared.Variables = map[string]pulumi.StringInput{"A": pulumi.String("1")}
	shared.Secrets = map[string]pulumi.StringInput{"B": pulumi.String(secretARN)}
	own := shared.withVariable("C", pulumi.String("3")).withSecret("D", pulumi.String(paramARN))
	require.Len(t, shared.Variables, 1)
	require.Len(t, shared.Secrets, 1)
	for _, name := range []string{"A", "B", "C", "D"} {
		require.True(t, own.has(name), name)
	}
	require.False(t, shared.has("C"))
	require.False(t, shared.has("D"))
}
