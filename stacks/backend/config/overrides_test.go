package config

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/stacks/tier"
)

func overridden(t *testing.T, overrides string) (tier.Tier, error) {
	t.Helper()
	c, err := load(t, map[string]string{"tenfold:overrides": overrides})
	return c.Sizes, err
}

func TestEveryTierIsValid(t *testing.T) {
	for _, name := range tier.Names() {
		want, err := tier.Get(name)
		require.NoError(t, err)
		c, err := load(t, map[string]string{"tenfold:tier": name})
		require.NoError(t, err)
		require.Equal(t, want, c.Sizes)
	}
}

func TestOverride(t *testing.T) {
	want, err := tier.Get("10k")
	require.NoError(t, err)
	want.Web.MinTasks = 3
	want.CDN.WAF = true
	want.Network.InterfaceEndpoints, want.Network.NAT = []string{"logs"}, "single"
	got, err := overridden(t,
		`{"web": {"minTasks": 3}, "cdn": {"waf": true}, "network": {"interfaceEndpoints": ["logs"], "nat": "single"}}`)
	require.NoError(t, err)
	require.Equal(t, want, got, "what is not overridden stays")
}

func TestOverrideOfWorkers(t *testing.T) {
	want, err := tier.Get("10k")
	require.NoError(t, err)
	celery := want.Workers["celery"]
	celery.MaxTasks = 4
	got, err := overridden(t, `{"workers": {"celery": {"maxTasks": 4}, "bulk": null, "mail": {"queues": [`+
		`{"name": "mail", "acceptableLatency": 5, "secondsPerTask": 0.25}], "spot": true, "concurrency": 4}}}`)
	require.NoError(t, err)
	require.Equal(t, map[string]tier.Worker{
		"celery": celery, // what is not overridden stays
		"mail": {
			Queues: []tier.Queue{{Name: "mail", AcceptableLatency: 5, SecondsPerTask: 0.25}}, Spot: true,
			CPU: 1024, Memory: 2048, Concurrency: 4, Connections: 1, MinTasks: 1, MaxTasks: 2, // as the tier's worker celery
		},
	}, got.Workers)
}

func TestOverrideIsStrict(t *testing.T) {
	for overrides, want := range map[string]string{
		`{"web": {"minTask": 3}}`:                          `.web.minTask is unknown; did you mean minTasks?`,
		`{"web": {"minTasks": "3"}}`:                       `.web.minTasks is "3"; want a whole number; remove the quotes`,
		`{"web": {"minTasks": 2.5}}`:                       `.web.minTasks is 2.5; want a whole number`,
		`{"cdn": {"waf": "yes"}}`:                          `.cdn.waf is "yes"; want true or false`,
		`{"cdn": {"waf": null}}`:                           `.cdn.waf is empty; want true or false`,
		`{"network": {"cidr": 10}}`:                        `.network.cidr is 10; want a string, such as 10.2.0.0/16; put it in quotes: "10"`,
		`{"network": {"interfaceEndpoints": "logs"}}`:      `.network.interfaceEndpoints is "logs"; want a list, such as ["ecr.api","ecr.dkr","logs"]`,
		`{"network": {"interfaceEndpoints": ["logs", 1]}}`: `.network.interfaceEndpoints[1] is 1; want a string; put it in quotes: "1"`,
		`{"network": {"nat": "none"}}`:                     `.network.nat is "none"; want "perZone" or "single"`,
		`{"network": {"zones": 1}}`:                        `.network.zones is 1; want at least 2`,
		`{"network": {"zones": 4}}`:                        `.network.zones is 4; want at most 3`,
		`{"broker": {"kind": ""}}`:                         `.broker.kind is ""; want "redis", "rabbitmq" or "sqs"`,
		`{"workers": 7}`:                                   `.workers is 7; want an object`,
		`{"workers": null}`:                                `.workers is empty; want an object`,
		`{"workers": {"bulk": {"maxTask": 1}}}`:            `.workers.bulk.maxTask is unknown; did you mean maxTasks?`,
		`{"workers": {"bulk": {"queues": [{"name": "bulk", "acceptableLatency": 1, "secondsPerTask": "2"}]}}}`: `.workers.bulk.queues[0].secondsPerTask ` +
			`is "2"; want a number`,
		`{"alb": 7}`: `.alb is 7; want an object with accessLogRetentionDays, algorithm, ` +
			`healthCheckInterval, healthCheckTimeout, healthyThreshold, idleTimeout, originSecretGeneration, slowStart, unhealthyThreshold`,
		`{"name": ""}`:                                                               `.name is unknown; environments/schema.json lists what is known`,
		`{"web": {"cpu": 1e300}}`:                                                    `.web.cpu is 1e300; want at most 9007199254740991`,
		`{"web": {"cpu": -1e400}}`:                                                   `.web.cpu is -1e400; want at least 1`,
		`{"web": {"cpu": 1024.0}}`:                                                   `.web.cpu is 1024.0; want a whole number`,
		`{"workers": {"bulk": {"cpu": 0}}}`:                                          `.workers.bulk.cpu is 0; want at least 1`,
		`{"workers": {"bulk": {"memory": 0}}}`:                                       `.workers.bulk.memory is 0; want at least 1`,
		`{"workers": {"bulk": {"longestTask": 0}}}`:                                  `.workers.bulk.longestTask is 0; want at least 1`,
		`{"workers": {"bulk": {"visibilityTimeout": 0}}}`:                            `.workers.bulk.visibilityTimeout is 0; want at least 1`,
		`{"workers": {"bulk": {"concurrency": 0}}}`:                                  `.workers.bulk.concurrency is 0; want at least 1`,
		`{"workers": {"bulk": {"connections": -1}}}`:                                 `.workers.bulk.connections is -1; want at least 1`,
		`{"workers": {"bulk": {"queues": []}}}`:                                      `.workers.bulk.queues is []; want at least 1 item(s)`,
		`{"workers": {"bulk": {"minTasks": -1}}}`:                                    `.workers.bulk.minTasks is -1; want at least 0`,
		`{"workers": {"mail": {"concurrency": 1, "connections": 1, "maxTasks": 1}}}`: `.workers.mail.queues is required`,
		`{"workers": {"mail": {"queues": [{"name": "mail"}]}}}`: `.workers.mail.queues[0].acceptableLatency is required
environment "dev": tenfold:overrides.workers.mail.queues[0].secondsPerTask is required`,
		`{"workers": {"Mail-": {"concurrency": 1, "connections": 1, "maxTasks": 1, "queues": [{"name": "mail"}]}}}`: `.workers.Mail- ` +
			`is not a valid name; want lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen`,
		`{} x`: ` is "{} x"; want an object, such as {"web":{"maxTasks":12}}`,
		`{`:    ` is "{"; want an object, such as {"web":{"maxTasks":12}}`,
	} {
		_, err := overridden(t, overrides)
		require.EqualError(t, err, `environment "dev": tenfold:overrides`+want, overrides)
	}
}

func TestAProblemOfTheTierNamesTheLineOfTheOverride(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.Mkdir("environments", 0o755))
	require.NoError(t, os.WriteFile(filepath.Join("environments", "Pulumi.dev.yaml"), []byte(
		"config:\n  tenfold:overrides:\n    network:\n      nat: single\n    web:\n      maxTasks: 1\n",
	), 0o644))
	_, err := overridden(t, `{"network": {"nat": "single"}, "web": {"maxTasks": 1}, "peakRequestsPerSecond": 1}`)
	require.EqualError(t, err, `environment "dev": tenfold:overrides.web.maxTasks is 1; want at least `+
		"web.minTasks, 2 (environments/Pulumi.dev.yaml:6)")
}
