package sns_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
	"github.com/tenfold-iac/tenfold/test/simulator/sns"
)

type props = model.Props

const (
	arn      = "arn:aws:sns:us-east-1:123456789012:"
	queueARN = "arn:aws:sqs:us-east-1:123456789012:"
	lost     = `{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:role/none"}}]}`
)

func newAccount(t *testing.T) *simtest.Account {
	t.Helper()
	a := simtest.New(t, sns.Types(), sns.Functions())
	a.MustCreate(sns.Topic, "there", props{"name": "there", "displayName": "There"})
	a.MustCreate(sns.Topic, "ordered", props{"name": "ordered.fifo", "fifoTopic": true})
	return a
}

func TestTopicRules(t *testing.T) {
	for name, c := range map[string]struct {
		props props
		want  string
	}{
		"Q14 fits":      {props{"name": strings.Repeat("a", 256)}, ""},
		"Q14 length":    {props{"name": strings.Repeat("a", 257)}, "invalid topic name: aaa"},
		"Q14 charset":   {props{"name": "a b"}, "invalid topic name: a b"},
		"Q14 fifo":      {props{"name": "a", "fifoTopic": true}, "invalid topic name: a"},
		"Q14 no fifo":   {props{"name": "a.fifo"}, "invalid topic name: a.fifo"},
		"Q14 fits fifo": {props{"name": "a.fifo", "fifoTopic": true, "contentBasedDeduplication": true}, ""},
		"dedup": {
			props{"contentBasedDeduplication": true}, "content-based deduplication can only be set for FIFO topics",
		},
		"two names": {props{"name": "a", "namePrefix": "b"}, `"name": conflicts with name_prefix`},
		"display":   {props{"displayName": strings.Repeat("a", 101)}, "expected length of display_name to be in the range "},
		"signature": {props{"signatureVersion": 3}, "expected signature_version to be one of [1 2], got 3"},
		"tracing": {
			props{"tracingConfig": "Off"},
			`expected tracing_config to be one of ["Active" "PassThrough"], got Off`,
		},
		"scope": {
			props{"fifoThroughputScope": "x"},
			`expected fifo_throughput_scope to be one of ["Topic" "MessageGroup"]`,
		},
		"policy":    {props{"policy": "no"}, `"policy" contains an invalid JSON: `},
		"delivery":  {props{"deliveryPolicy": "no"}, `"delivery_policy" contains an invalid JSON: `},
		"archive":   {props{"archivePolicy": "no"}, `"archive_policy" contains an invalid JSON: `},
		"principal": {props{"policy": lost}, "InvalidParameter: Invalid parameter: Policy Error: PrincipalNotFound"},
		"there":     {props{"name": "there", "displayName": "There"}, ""},
		"there, but otherwise": {
			props{"name": "there", "displayName": "Here"}, ", InvalidParameter: Invalid parameter: Attributes Reason: " +
				"Topic already exists with different attributes",
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := newAccount(t).Create(sns.Topic, "t", c.props)
			simtest.Expect(t, err, c.want)
		})
	}
}

func TestSampleRates(t *testing.T) {
	a := newAccount(t)
	for _, protocol := range []string{"application", "firehose", "http", "lambda", "sqs"} {
		failures := a.Check(sns.Topic, "t", props{protocol + "SuccessFeedbackSampleRate": 101})
		require.Len(t, failures, 1)
		require.Contains(t, failures[0],
			"expected "+protocol+"_success_feedback_sample_rate to be in the range (0 - 100), got 101")
		require.Empty(t, a.Check(sns.Topic, "t", props{protocol + "SuccessFeedbackSampleRate": 100}))
	}
}

// Only the content of a document counts, not its format.
func TestDocuments(t *testing.T) {
	a := newAccount(t)
	inputs := func(space string) props {
		text := "{" + space + `"Id":"x"}`
		return props{"policy": text, "deliveryPolicy": text, "archivePolicy": text, "name": "a.fifo", "fifoTopic": true}
	}
	id, _ := a.MustCreate(sns.Topic, "t", inputs(""))
	changed, _, _, err := a.Diff(sns.Topic, id, inputs(" "))
	require.NoError(t, err)
	require.Empty(t, changed)
	policy := func(space string) props { return props{"arn": id, "policy": inputs(space)["policy"]} }
	of, _ := a.MustCreate(sns.TopicPolicy, "p", policy(""))
	changed, _, _, err = a.Diff(sns.TopicPolicy, of, policy(" "))
	require.NoError(t, err)
	require.Empty(t, changed)
}

func TestTopic(t *testing.T) {
	a := newAccount(t)
	id, state := a.MustCreate(sns.Topic, "alarms", props{})
	require.Regexp(t, "^"+arn+"alarms-[0-9a-f]{7}$", id)
	require.Equal(t, id, state["arn"])
	require.Equal(t, "123456789012", state["owner"])
	require.Contains(t, state.String("policy"), `"Resource":"`+id+`"`)
	_, replaced, _, err := a.Diff(sns.Topic, id, props{"name": "a.fifo", "fifoTopic": true, "displayName": "A"})
	require.NoError(t, err)
	require.ElementsMatch(t, []string{"name", "fifoTopic"}, replaced, "Q14")
	_, replaced, _, err = a.Diff(sns.Topic, id, props{"displayName": "A"})
	require.NoError(t, err)
	require.Empty(t, replaced)
	prefixed, _ := a.MustCreate(sns.Topic, "prefixed", props{"namePrefix": "p-"})
	_, replaced, _, err = a.Diff(sns.Topic, prefixed, props{"namePrefix": "q-"})
	require.NoError(t, err)
	require.Equal(t, []string{"namePrefix"}, replaced, "Q14")
	found, err := a.Invoke("aws:sns/getTopic:getTopic", props{"name": "there"})
	require.NoError(t, err)
	require.Equal(t, arn+"there", found["arn"])
	_, err = a.Invoke("aws:sns/getTopic:getTopic", props{"name": "none"})
	require.ErrorContains(t, err, "reading SNS Topic (none): empty result")
}

func TestSubscriptionRules(t *testing.T) {
	base := props{"topic": arn + "there", "protocol": "sqs", "endpoint": queueARN + "q"}
	for name, c := range map[string]struct {
		changes props
		want    string
	}{
		"fits":     {nil, ""},
		"topic":    {props{"topic": arn + "none"}, ", NotFound: Topic does not exist\n"},
		"protocol": {props{"protocol": "ftp"}, "expected protocol to be one of "},
		"Q15": {
			props{"endpoint": queueARN + "q.fifo"}, ", InvalidParameter: Invalid parameter: Invalid parameter: Endpoint " +
				"Reason: FIFO SQS Queues can not be subscribed to standard SNS topics",
		},
		"Q15 fits": {props{"endpoint": queueARN + "q.fifo", "topic": arn + "ordered.fifo"}, ""},
		"filter":   {props{"filterPolicy": "no"}, `"filter_policy" contains an invalid JSON: `},
		"redrive":  {props{"redrivePolicy": "no"}, `"redrive_policy" contains an invalid JSON: `},
		"delivery": {props{"deliveryPolicy": "no"}, `"delivery_policy" contains an invalid JSON: `},
		"replay":   {props{"replayPolicy": "no"}, `"replay_policy" contains an invalid JSON: `},
		"scope": {
			props{"filterPolicyScope": "x"}, `expected filter_policy_scope to be one of ["MessageAttributes" "MessageBody"]`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := newAccount(t).Create(sns.Subscription, "s", simtest.With(base, c.changes))
			simtest.Expect(t, err, c.want)
		})
	}
}

func TestSubscription(t *testing.T) {
	a := newAccount(t)
	inputs := props{"topic": arn + "there", "protocol": "email", "endpoint": "ops@example.com", "filterPolicy": "{}"}
	id, state := a.MustCreate(sns.Subscription, "s", inputs)
	require.Regexp(t, "^"+arn+"there:[0-9a-f]{8}-", id)
	require.Equal(t, true, state["pendingConfirmation"], "Q16: a person has to confirm it")
	require.Equal(t, "MessageAttributes", state["filterPolicyScope"])
	_, replaced, _, err := a.Diff(sns.Subscription, id, props{
		"topic": arn + "x", "protocol": "sqs", "endpoint": queueARN + "q", "filterPolicy": "{}",
	})
	require.NoError(t, err)
	require.ElementsMatch(t, []string{"topic", "protocol", "endpoint"}, replaced, "Q16")
	changed, _, _, err := a.Diff(sns.Subscription, id, simtest.With(inputs, props{"filterPolicy": "{ }"}))
	require.NoError(t, err)
	require.Empty(t, changed)
	_, state = a.MustCreate(sns.Subscription, "q", simtest.With(inputs, props{"protocol": "sqs", "endpoint": queueARN + "q"}))
	require.Equal(t, false, state["pendingConfirmation"])
	require.NoError(t, a.Delete(sns.Topic, arn+"there"))
	require.Nil(t, a.Read(sns.Subscription, id), "a topic takes its subscriptions with it")
}

func TestTopicPolicy(t *testing.T) {
	a := newAccount(t)
	for want, p := range map[string]props{
		`"policy" contains an invalid JSON: `:                                  {"policy": "no"},
		", NotFound: Topic does not exist\n":                                   {"arn": arn + "none"},
		"InvalidParameter: Invalid parameter: Policy Error: PrincipalNotFound": {"policy": lost},
	} {
		_, _, err := a.Create(sns.TopicPolicy, "p", simtest.With(props{"arn": arn + "there", "policy": "{}"}, p))
		require.ErrorContains(t, err, want)
	}
	id, state := a.MustCreate(sns.TopicPolicy, "p", props{"arn": arn + "there", "policy": map[string]any{"Id": "x"}})
	require.Equal(t, arn+"there", id)
	require.Equal(t, `{"Id":"x"}`, state["policy"])
	require.Equal(t, "123456789012", state["owner"])
	_, replaced, _, err := a.Diff(sns.TopicPolicy, id, props{"arn": arn + "ordered.fifo", "policy": "{}"})
	require.NoError(t, err)
	require.Equal(t, []string{"arn"}, replaced)
}
