package tier_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/stacks/tier"
)

func TestEveryTierIsPossible(t *testing.T) {
	for _, name := range tier.Names() {
		sizes, err := tier.Get(name)
		require.NoError(t, err)
		require.Equal(t, name, sizes.Name)
		require.Empty(t, sizes.Problems(), name)
	}
}

func TestUnknownTier(t *testing.T) {
	_, err := tier.Get("1m")
	require.EqualError(t, err, `tier is "1m"; want one of 10k, 100k`)
}

func TestTheNextTierIsTenfold(t *testing.T) {
	small, err := tier.Get("10k")
	require.NoError(t, err)
	large, err := tier.Get("100k")
	require.NoError(t, err)
	require.Equal(t, 10*small.PeakRequestsPerSecond, large.PeakRequestsPerSecond)
}

func TestProblemsNameTheFieldAndTheArithmetic(t *testing.T) {
	sizes, err := tier.Get("10k")
	require.NoError(t, err)
	sizes.Web.MinTasks = 4
	sizes.Web.MaxTasks = 3
	require.Equal(t, []tier.Problem{
		{Path: "web.maxTasks", Reason: "is 3; want at least web.minTasks, 4"},
		{
			Path:   "peakRequestsPerSecond",
			Reason: "is 500; want at most 270, which is web.maxTasks × web.requestsPerTarget / 60 = 3 × 5400 / 60",
		},
	}, sizes.Problems())
}

func TestAQueueBelongsToOneWorker(t *testing.T) {
	sizes, err := tier.Get("10k")
	require.NoError(t, err)
	sizes.Workers["bulk"] = sizes.Workers["celery"]
	require.Equal(t, []tier.Problem{
		{Path: "workers.celery.queues", Reason: `names "celery", which workers.bulk has; want each queue in one worker`},
	}, sizes.Problems())
}

func TestProblemsOfWorkersNameTheWorker(t *testing.T) {
	for want, worker := range map[tier.Problem]tier.Worker{
		{Path: "workers.bulk.maxTasks", Reason: "is 0 and minTasks is 0; want at least 1 for one of them"}: {},
		{Path: "workers.bulk.queues", Reason: `names "mail" twice; want each queue once`}: {
			MaxTasks: 1, Queues: []tier.Queue{{Name: "mail"}, {Name: "mail"}},
		},
	} {
		sizes, err := tier.Get("10k")
		require.NoError(t, err)
		sizes.Workers["bulk"] = worker
		require.Equal(t, []tier.Problem{want}, sizes.Problems())
	}
}

func TestSQSNeedsAQueue(t *testing.T) {
	sizes, err := tier.Get("10k")
	require.NoError(t, err)
	sizes.Workers, sizes.Broker.Kind = nil, "sqs"
	require.Equal(t, []tier.Problem{
		{Path: "broker.kind", Reason: `is "sqs"; want at least one worker with a queue: SQS consists of queues`},
	}, sizes.Problems())
}

func TestTheServerKeepsConnectionsLongerThanTheLoadBalancer(t *testing.T) {
	sizes, err := tier.Get("10k")
	require.NoError(t, err)
	require.Equal(t, 75, sizes.KeepAlive())
	sizes.ALB.IdleTimeout, sizes.Web.KeepAlive = 300, 314
	require.Equal(t, 315, sizes.KeepAlive())
	require.Equal(t, []tier.Problem{
		{Path: "web.keepAlive", Reason: "is 314; want at least 315, which is alb.idleTimeout + 15"},
	}, sizes.Problems())
	sizes.Web.KeepAlive = 315
	require.Empty(t, sizes.Problems())
}

func TestWorkersNeedContainerInsights(t *testing.T) {
	sizes, err := tier.Get("10k")
	require.NoError(t, err)
	sizes.Cluster.ContainerInsights = "disabled"
	require.Equal(t, []tier.Problem{{
		Path:   "cluster.containerInsights",
		Reason: `is "disabled"; want "enabled" or "enhanced": workers scale on its metric RunningTaskCount`,
	}}, sizes.Problems())
	sizes.Workers = nil
	require.Empty(t, sizes.Problems())
}

func TestANewWorkerIsLikeCelery(t *testing.T) {
	sizes, err := tier.Get("100k")
	require.NoError(t, err)
	require.Equal(t, tier.Worker{CPU: 2048, Memory: 4096, Concurrency: 4, Connections: 1, MinTasks: 1, MaxTasks: 8},
		sizes.NewWorker())
}
