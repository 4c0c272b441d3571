package ecs_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
)

// The components of an application share one task: what one adds must not be seen by the others.
func TestAdditionsToATaskAreItsOwn(t *testing.T) {
	shared := tasktest.Args()
	shared.Variables = map[string]pulumi.StringInput{"A": pulumi.String("1")}
	shared.Secrets = map[string]pulumi.StringInput{"B": pulumi.String(tasktest.SecretARN)}
	own := shared.WithVariable("C", pulumi.String("3")).WithSecret("D", pulumi.String(tasktest.ParameterARN))
	require.Len(t, shared.Variables, 1)
	require.Len(t, shared.Secrets, 1)
	for _, name := range []string{"A", "B", "C", "D"} {
		require.True(t, own.Has(name), name)
	}
	require.False(t, shared.Has("C"))
	require.False(t, shared.Has("D"))
}

// A sender takes nothing from a queue: it may only send, and it declares queues as the workers do.
func TestATaskThatSends(t *testing.T) {
	for kind, want := range map[string][]string{
		celery.Redis:    {"BROKER_URL", "CELERY_BROKER_URL", "CELERY_SETTINGS"},
		celery.RabbitMQ: {"BROKER_URL", "CELERY_BROKER_URL", "CELERY_SETTINGS"},
		celery.SQS:      {"BROKER_PREDEFINED_QUEUES", "BROKER_URL", "CELERY_BROKER_URL", "CELERY_SETTINGS"},
	} {
		c := tasktest.Connection(kind)
		c.ProducerSettings = pulumi.String(`{"a":1}`).ToStringOutput()
		sender := tasktest.Args().WithBroker(c)
		var got []string
		for _, values := range []map[string]pulumi.StringInput{sender.Variables, sender.Secrets} {
			got = slices.AppendSeq(got, maps.Keys(values))
		}
		slices.Sort(got)
		require.Equal(t, want, got, kind)
		if kind == celery.SQS {
			require.Equal(t, []ecs.TaskPolicy{{Name: "broker", Document: c.ProducerPolicy}}, sender.TaskPolicies)
			require.Empty(t, sender.EgressTo)
			continue
		}
		require.Equal(t, map[string]pulumi.StringInput{"BROKER_URL": c.URLSecret, "CELERY_BROKER_URL": c.URLSecret}, sender.Secrets)
		require.Equal(t, []ecs.EgressTo{{Name: "broker", SecurityGroupID: c.SecurityGroupID, Port: c.Port}}, sender.EgressTo)
	}
	own := tasktest.Args()
	own.Variables = map[string]pulumi.StringInput{"CELERY_SETTINGS": pulumi.String("{}")}
	require.Equal(t, pulumi.String("{}"), own.WithBroker(tasktest.Connection(celery.Redis)).Variables["CELERY_SETTINGS"])
}
