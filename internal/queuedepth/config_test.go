package queuedepth

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/internal/queuedepth/names"
)

// variables are a valid environment, changed by pairs of name and value.
func variables(pairs ...string) func(string) string {
	all := map[string]string{
		names.BrokerURL: "redis://broker", names.Queues: "default,mail", names.Environment: "production",
	}
	for i := 0; i < len(pairs); i += 2 {
		all[pairs[i]] = pairs[i+1]
	}
	return func(name string) string { return all[name] }
}

func TestConfigDefaults(t *testing.T) {
	c, err := parseConfig(nil, variables())
	require.NoError(t, err)
	require.Equal(t, "broker:6379", c.broker.Addr)
	c.broker = nil
	require.Equal(t, config{
		queues: []string{"default", "mail"}, environment: "production", namespace: "Tenfold/Queues", library: "celery",
		interval: 30 * time.Second, prioritySteps: []int{0, 3, 6, 9}, listen: ":9540",
	}, c)
}

func TestFlagsComeBeforeTheEnvironment(t *testing.T) {
	c, err := parseConfig([]string{
		"--queues", "a, b", "--environment=e", "--namespace=N", "--library=rq", "--interval=5", "--priority-steps=0,9",
		"--listen=127.0.0.1:80",
	}, variables(names.Interval, "7s"))
	require.NoError(t, err)
	c.broker = nil
	require.Equal(t, config{
		queues: []string{"a", "b"}, environment: "e", namespace: "N", library: "rq",
		interval: 5 * time.Second, prioritySteps: []int{0, 9}, listen: "127.0.0.1:80",
	}, c)
}

func TestConfigProblems(t *testing.T) {
	const text = "1 to 255 visible ASCII characters without comma and blank, not beginning with a colon"
	const each = "want comma-separated queue names; each " + text
	const port = "want host:port or :port, the port 1 to 65535"
	const namespace = "1 to 255 letters, digits and ./_#:- , not beginning with AWS/"
	const steps = "ascending numbers from 0 up to 9, as 0,3,6,9"
	for name, test := range map[string]struct{ variable, value, want string }{
		"no queue":           {names.Queues, "", `--queues (QUEUES) is ""; ` + each},
		"an empty queue":     {names.Queues, "a,,b", `--queues (QUEUES) is "a,,b"; ` + each},
		"a queue in Greek":   {names.Queues, "ουρά", `--queues (QUEUES) is "ουρά"; ` + each},
		"a queue twice":      {names.Queues, "a,b,a", `--queues (QUEUES) is "a,b,a"; want each queue once`},
		"no environment":     {names.Environment, "", `--environment (ENVIRONMENT) is ""; want ` + text},
		"a colon first":      {names.Environment, ":e", `--environment (ENVIRONMENT) is ":e"; want ` + text},
		"a blank":            {names.Environment, "a b", `--environment (ENVIRONMENT) is "a b"; want ` + text},
		"AWS's namespace":    {names.Namespace, "AWS/SQS", `--namespace (NAMESPACE) is "AWS/SQS"; want ` + namespace},
		"a namespace's sign": {names.Namespace, "a b", `--namespace (NAMESPACE) is "a b"; want ` + namespace},
		"Dramatiq":           {names.Library, "dramatiq", `--library (LIBRARY) is "dramatiq"; want celery or rq`},
		"an unknown library": {names.Library, "Celery", `--library (LIBRARY) is "Celery"; want celery or rq`},
		"too often":          {names.Interval, "999ms", `--interval (INTERVAL) is "999ms"; want 1s to 60s, as 30s or 30`},
		"too seldom":         {names.Interval, "61", `--interval (INTERVAL) is "61"; want 1s to 60s, as 30s or 30`},
		"no duration":        {names.Interval, "soon", `--interval (INTERVAL) is "soon"; want 1s to 60s, as 30s or 30`},
		"no step 0":          {names.PrioritySteps, "3,6", `--priority-steps (PRIORITY_STEPS) is "3,6"; want ` + steps},
		"steps down":         {names.PrioritySteps, "0,6,3", `--priority-steps (PRIORITY_STEPS) is "0,6,3"; want ` + steps},
		"a step twice":       {names.PrioritySteps, "0,0", `--priority-steps (PRIORITY_STEPS) is "0,0"; want ` + steps},
		"a step too high":    {names.PrioritySteps, "0,10", `--priority-steps (PRIORITY_STEPS) is "0,10"; want ` + steps},
		"no number":          {names.PrioritySteps, "0,x", `--priority-steps (PRIORITY_STEPS) is "0,x"; want ` + steps},
		"no port":            {names.Listen, "localhost", `--listen (LISTEN) is "localhost"; ` + port},
		"port 0":             {names.Listen, ":0", `--listen (LISTEN) is ":0"; ` + port},
	} {
		t.Run(name, func(t *testing.T) {
			// An empty variable is one that is not set, so an empty value is given as a flag.
			flag := "--" + strings.ToLower(strings.ReplaceAll(test.variable, "_", "-")) + "=" + test.value
			_, err := parseConfig([]string{flag}, variables())
			require.EqualError(t, err, test.want)
		})
	}
}

func TestConfigReportsAllProblems(t *testing.T) {
	_, err := parseConfig([]string{"--queues="}, variables(names.BrokerURL, "", names.Interval, "x", names.Library, "y"))
	require.Error(t, err)
	require.Len(t, strings.Split(err.Error(), "\n"), 4)
}

func TestArgumentsThatAreNotKnown(t *testing.T) {
	_, err := parseConfig([]string{"helth"}, variables())
	require.EqualError(t, err, `"helth" is not known; want health, version, help, or flags only`)
	_, err = parseConfig([]string{"--broker-url=redis://x"}, variables())
	require.EqualError(t, err, "flag provided but not defined: -broker-url", "a secret does not belong on a command line")
}

func TestTooManyQueues(t *testing.T) {
	var queues []string
	for i := range names.MaxQueues + 1 {
		queues = append(queues, strings.Repeat("q", i+1))
	}
	_, err := parseQueues(strings.Join(queues, ","))
	require.EqualError(t, err, "--queues (QUEUES) has 101 names; want 1 to 100")
	_, err = parseQueues(strings.Join(queues[1:], ","))
	require.NoError(t, err)
}
