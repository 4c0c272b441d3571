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
	sizes.Network.Zones = 1
	sizes.Network.NAT = "none"
	sizes.Web.MinTasks = 4
	sizes.Web.MaxTasks = 3
	sizes.Broker.Kind = ""
	require.Equal(t, []string{
		"network.zones is 1; want 2 to 3",
		`network.nat is "none"; want "perZone" or "single"`,
		"web.maxTasks is 3; want at least web.minTasks, 4",
		"peakRequestsPerSecond is 500; web.maxTasks × web.requestsPerTarget / 60 = 3 × 5400 / 60 = 270 requests per " +
			"second at the most",
		`broker.kind is ""; want "redis", "rabbitmq" or "sqs"`,
	}, sizes.Problems())
}

func TestOverride(t *testing.T) {
	sizes, err := tier.Get("10k")
	require.NoError(t, err)
	got, problems := sizes.Override(
		`{"web": {"minTasks": 3}, "cdn": {"waf": true}, "network": {"interfaceEndpoints": ["logs"], "nat": "single"}}`)
	require.Empty(t, problems)
	require.Equal(t, 3, got.Web.MinTasks)
	require.Equal(t, 6, got.Web.MaxTasks, "what is not overridden stays")
	require.True(t, got.CDN.WAF)
	require.Equal(t, []string{"logs"}, got.Network.InterfaceEndpoints)
	require.Equal(t, "single", got.Network.NAT)
	require.Equal(t, 2, sizes.Web.MinTasks, "the tier itself stays")
}

func TestOverrideOfWorkers(t *testing.T) {
	sizes, err := tier.Get("10k")
	require.NoError(t, err)
	got, problems := sizes.Override(`{"workers": {"celery": {"maxTasks": 4}, "bulk": null, "mail": {"queues": [` +
		`{"name": "mail", "acceptableLatency": 5, "secondsPerTask": 0.25}], "spot": true}}}`)
	require.Empty(t, problems)
	require.Equal(t, []string{"celery", "mail"}, got.WorkerNames())
	require.Equal(t, 4, got.Workers["celery"].MaxTasks)
	require.Equal(t, sizes.Workers["celery"].Queues, got.Workers["celery"].Queues, "what is not overridden stays")
	require.Equal(t, tier.Worker{
		Queues: []tier.Queue{{Name: "mail", AcceptableLatency: 5, SecondsPerTask: 0.25}}, Spot: true,
	}, got.Workers["mail"])
	require.Equal(t, []string{"bulk", "celery"}, sizes.WorkerNames(), "the tier itself stays")
}

func TestAQueueBelongsToOneWorker(t *testing.T) {
	sizes, err := tier.Get("10k")
	require.NoError(t, err)
	sizes.Workers["bulk"] = sizes.Workers["celery"]
	require.Equal(t, []string{
		`workers.celery.queues names "celery", which workers.bulk has; want each queue in one`,
	}, sizes.Problems())
}

func TestProblemsOfWorkersNameTheWorker(t *testing.T) {
	for overrides, want := range map[string]string{
		`{"bulk": {"concurrency": 0}}`:  "workers.bulk.concurrency is 0; want at least 1",
		`{"bulk": {"connections": -1}}`: "workers.bulk.connections is -1; want at least 1",
		`{"bulk": {"maxTasks": 0}}`:     "workers.bulk.maxTasks is 0 and minTasks 0; want at least 1 of either",
		`{"bulk": {"queues": []}}`:      "workers.bulk.queues is empty; want at least one queue",
		`{"celery": {"queues": [{"name": "celery"}, {"name": "celery"}]}}`: `workers.celery.queues names "celery" twice; ` +
			"want each queue once",
		`{"Mail-": {"concurrency": 1, "connections": 1, "maxTasks": 1, "queues": [{"name": "mail"}]}}`: `workers names ` +
			`"Mail-"; want lower-case letters, digits and hyphens, a letter first and no hyphen last`,
	} {
		sizes, err := tier.Get("10k")
		require.NoError(t, err)
		sizes, problems := sizes.Override(`{"workers": ` + overrides + `}`)
		require.Empty(t, problems)
		require.Equal(t, []string{want}, sizes.Problems())
	}
}

func TestSQSNeedsAQueue(t *testing.T) {
	sizes, err := tier.Get("10k")
	require.NoError(t, err)
	sizes.Workers, sizes.Broker.Kind = nil, "sqs"
	require.Equal(t, []string{
		`broker.kind is "sqs"; want at least one worker with a queue: SQS consists of queues`,
	}, sizes.Problems())
}

func TestOverrideIsStrict(t *testing.T) {
	sizes, err := tier.Get("10k")
	require.NoError(t, err)
	for overrides, want := range map[string]tier.Problem{
		`{"web": {"minTask": 3}}`:                          {Path: "web.minTask", Reason: "is unknown; did you mean minTasks?"},
		`{"web": {"minTasks": "3"}}`:                       {Path: "web.minTasks", Reason: `is "3"; want a whole number`},
		`{"web": {"minTasks": 2.5}}`:                       {Path: "web.minTasks", Reason: "is 2.5; want a whole number"},
		`{"cdn": {"waf": "yes"}}`:                          {Path: "cdn.waf", Reason: `is "yes"; want true or false`},
		`{"cdn": {"waf": null}}`:                           {Path: "cdn.waf", Reason: "is null; want true or false"},
		`{"network": {"cidr": 10}}`:                        {Path: "network.cidr", Reason: "is 10; want a text"},
		`{"network": {"interfaceEndpoints": "logs"}}`:      {Path: "network.interfaceEndpoints", Reason: `is "logs"; want a list`},
		`{"network": {"interfaceEndpoints": ["logs", 1]}}`: {Path: "network.interfaceEndpoints[1]", Reason: "is 1; want a text"},
		`{"workers": 7}`:                                   {Path: "workers", Reason: "is 7; want an object, each field of it a name"},
		`{"workers": {"bulk": {"maxTask": 1}}}`:            {Path: "workers.bulk.maxTask", Reason: "is unknown; did you mean maxTasks?"},
		`{"workers": {"bulk": {"queues": [{"name": "bulk", "secondsPerTask": "2"}]}}}`: {
			Path: "workers.bulk.queues[0].secondsPerTask", Reason: `is "2"; want a number`,
		},
		`{"alb": 7}`: {Path: "alb", Reason: "is 7; want an object with accessLogRetentionDays"},
		`{"name": ""}`: {Path: "name", Reason: "is unknown; want one of peakRequestsPerSecond, network, alb, web, database, " +
			"pgbouncer, cache, broker, workers, cdn, logRetentionDays"},
		`{"web": {"cpu": 1e300}}`: {
			Path: "web.cpu", Reason: "is 1e300; want a whole number of at most 9007199254740991",
		},
		`{"web": {"cpu": -1e400}}`: {
			Path: "web.cpu", Reason: "is -1e400; want a whole number of at most 9007199254740991",
		},
		`{"workers": {"bulk": {"cpu": 0}}}`:         {Path: "workers.bulk.cpu", Reason: "is 0; want more than 0"},
		`{"workers": {"bulk": {"memory": 0}}}`:      {Path: "workers.bulk.memory", Reason: "is 0; want more than 0"},
		`{"workers": {"bulk": {"longestTask": 0}}}`: {Path: "workers.bulk.longestTask", Reason: "is 0; want more than 0"},
		`{"workers": {"bulk": {"visibilityTimeout": 0}}}`: {
			Path: "workers.bulk.visibilityTimeout", Reason: "is 0; want more than 0",
		},
		`{} x`: {Reason: "is not an object: invalid character 'x' after top-level value"},
		`{`:    {Reason: "is not an object: unexpected end of JSON input"},
	} {
		_, problems := sizes.Override(overrides)
		require.Equal(t, []tier.Problem{want}, problems, overrides)
	}
}
