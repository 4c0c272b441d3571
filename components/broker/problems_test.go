package broker_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/broker"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// problem is the error of a broker called broker, without its prefix; nothing may have been registered.
func problem(t *testing.T, args broker.Args) string {
	t.Helper()
	rec, err := stacktest.Record(func(ctx *pulumi.Context) error {
		_, err := broker.New(ctx, "broker", args)
		return err
	})
	require.Error(t, err)
	require.Empty(t, rec.All())
	_, text, _ := strings.Cut(err.Error(), `broker "broker": `)
	return strings.TrimSpace(text)
}

func TestProblems(t *testing.T) {
	const (
		form  = `; want lower-case letters, digits and single inner hyphens, a letter first`
		small = `want one of mq.m7g.medium, mq.m7g.large, mq.m7g.xlarge; Amazon MQ has no other for RabbitMQ 4.2`
	)
	rabbit := func(change func(*broker.Args)) broker.Args {
		a := inVPC(broker.RabbitMQ)
		change(&a)
		return a
	}
	redis := func(change func(*broker.Args)) broker.Args {
		a := inVPC(broker.Redis)
		change(&a)
		return a
	}
	queues := func(list ...broker.Queue) broker.Args { return broker.Args{Kind: broker.SQS, Queues: list} }
	long := strings.Repeat("q", 62)
	for want, args := range map[string]broker.Args{
		`kind is "kafka"; want "redis", "rabbitmq" or "sqs"`: {Kind: "kafka"},
		`queues is required; each becomes a queue of SQS`:    {Kind: broker.SQS},

		`replicas is 6; want 1 to 5`: redis(func(a *broker.Args) { a.Replicas = 6 }),
		`vpcId is required`:          redis(func(a *broker.Args) { a.VPCID = nil }),
		`nodeType is "cache.t4g.large"; want a node type that can be ordered; the nearest is cache.t4g.medium`: redis(
			func(a *broker.Args) { a.NodeType = "cache.t4g.large" }),

		`subnetIds is required`: rabbit(func(a *broker.Args) { a.SubnetIDs = nil }),
		`rabbitMqVersion is "3.12"; want "3.13", "4.2" or "4.3"`: rabbit(func(a *broker.Args) {
			a.RabbitMQVersion = "3.12"
		}),
		`instanceType is "mq.t3.micro"; ` + small: rabbit(func(a *broker.Args) { a.InstanceType = "mq.t3.micro" }),
		`instanceType is "mq.m5.large"; ` + small: rabbit(func(a *broker.Args) { a.InstanceType = "mq.m5.large" }),
		`maintenanceWindow is "sunday"; want a window of 60 minutes to 24 hours in UTC, such as sun:05:00-sun:06:00`: rabbit(
			func(a *broker.Args) { a.MaintenanceWindow = "sunday" }),
		`tokenGeneration is 2; want 1 with kind "rabbitmq"; Amazon MQ does not change users; ` +
			`do it in RabbitMQ and put the new URL into the secret`: rabbit(func(a *broker.Args) { a.TokenGeneration = 2 }),

		`queues[0].name is required`:                  queues(broker.Queue{}),
		`queues[0].name is "Mail"` + form:             queues(broker.Queue{Name: "Mail"}),
		`queues[1].name is "a"; want every name once`: queues(broker.Queue{Name: "a"}, broker.Queue{Name: "a"}),
		`queues[0].name is "a-dlq"; want a name that does not end in -dlq; dead-letter queues are called so`: queues(
			broker.Queue{Name: "a-dlq"}),
		`queues[0].name is "` + long + `"; want at most 61 characters; a queue's name has 80, ` +
			`of which the broker's name, hyphens, -dlq and a random suffix need the rest`: queues(broker.Queue{Name: long}),
		`queues[0].visibilityTimeout is 60; want more than queues[0].longestTask, 60; ` +
			`a shorter one gives a task to a second worker while the first is at it`: queues(
			broker.Queue{Name: "a", LongestTask: 60, VisibilityTimeout: 60}),
		`queues[0].visibilityTimeout is 43201; want 1 to 43200`: queues(
			broker.Queue{Name: "a", VisibilityTimeout: 43201}),
		`queues[0].longestTask is -1; want 1 to 43199`:  queues(broker.Queue{Name: "a", LongestTask: -1}),
		`queues[0].maxReceives is 1001; want 1 to 1000`: queues(broker.Queue{Name: "a", MaxReceives: 1001}),
		`the number of queues is 41; want 0 to 40`:      queues(many(41)...),
	} {
		require.Equal(t, want, problem(t, args))
	}
}

func many(n int) []broker.Queue {
	list := make([]broker.Queue, n)
	for i := range list {
		list[i].Name = fmt.Sprintf("q%d", i)
	}
	return list
}

// RabbitMQ 3.13 also runs on m5, and the longest name that fits does.
func TestNoProblems(t *testing.T) {
	a := inVPC(broker.RabbitMQ)
	a.RabbitMQVersion, a.InstanceType = "3.13", "mq.m5.large"
	require.Equal(t, "3.13", run(t, a).One(t, rabbitBroker).Input("engineVersion"))

	rec := run(t, broker.Args{Kind: broker.SQS, Queues: []broker.Queue{{Name: strings.Repeat("q", 61)}}})
	require.LessOrEqual(t, len("broker-"+strings.Repeat("q", 61)+"-dlq")+8, 80)
	require.Equal(t, 2, rec.Count(queue))
}
