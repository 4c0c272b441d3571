package ecs

import (
	"maps"
	"slices"
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

// A sender takes nothing from a queue: it may only send, and it declares queues as the workers do.
func TestATaskThatSends(t *testing.T) {
	for kind, want := range map[string][]string{
		celery.Redis:    {"BROKER_URL", "CELERY_BROKER_URL", "CELERY_SETTINGS"},
		celery.RabbitMQ: {"BROKER_URL", "CELERY_BROKER_URL", "CELERY_SETTINGS"},
		celery.SQS:      {"AWS_REGION", "BROKER_PREDEFINED_QUEUES", "BROKER_URL", "CELERY_BROKER_URL", "CELERY_SETTINGS"},
	} {
		c := connectionTo(kind)
		c.ProducerSettings = pulumi.String(`{"a":1}`).ToStringOutput()
		sender := minimalTask().WithBroker(c)
		var got []string
		for _, values := range []map[string]pulumi.StringInput{sender.Variables, sender.Secrets} {
			got = slices.AppendSeq(got, maps.Keys(values))
		}
		slices.Sort(got)
		require.Equal(t, want, got, kind)
		if kind == celery.SQS {
			require.Equal(t, []TaskPolicy{{Name: "broker", Document: c.ProducerPolicy}}, sender.TaskPolicies)
			require.Empty(t, sender.EgressTo)
			continue
		}
		require.Equal(t, map[string]pulumi.StringInput{"BROKER_URL": c.URLSecret, "CELERY_BROKER_URL": c.URLSecret}, sender.Secrets)
		require.Equal(t, []EgressTo{{Name: "broker", SecurityGroupID: c.SecurityGroupID, Port: c.Port}}, sender.EgressTo)
	}
	own := minimalTask()
	own.Variables = map[string]pulumi.StringInput{"CELERY_SETTINGS": pulumi.String("{}")}
	require.Equal(t, pulumi.String("{}"), own.WithBroker(connectionTo(celery.Redis)).Variables["CELERY_SETTINGS"])
}
