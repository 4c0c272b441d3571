package sqs_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
	"github.com/tenfold-iac/tenfold/test/simulator/sqs"
)

type props = model.Props

const (
	url = "https://sqs.us-east-1.amazonaws.com/123456789012/"
	arn = "arn:aws:sqs:us-east-1:123456789012:"
)

func newAccount(t *testing.T) *simtest.Account {
	t.Helper()
	a := simtest.New(t, sqs.Types(), sqs.Functions())
	a.MustCreate(sqs.Queue, "dead", props{"name": "dead"})
	a.MustCreate(sqs.Queue, "dead-fifo", props{"name": "dead.fifo", "fifoQueue": true})
	return a
}

func redrive(queue, count string) string {
	return `{"deadLetterTargetArn":"` + arn + queue + `","maxReceiveCount":` + count + `}`
}

func policy(principal string) string {
	return `{"Statement":[{"Effect":"Allow","Principal":{"AWS":"` + principal + `"},"Action":"sqs:*","Resource":"*"}]}`
}

const missingRole = "arn:aws:iam::123456789012:role/none"

func TestQueueRules(t *testing.T) {
	inFIFO := func(p props) props {
		maps.Copy(p, props{"name": "q.fifo", "fifoQueue": true})
		return p
	}
	for name, c := range map[string]struct {
		props props
		want  string
	}{
		"Q1 fits":       {props{"name": strings.Repeat("a", 80)}, ""},
		"Q1 length":     {props{"name": strings.Repeat("a", 81)}, "invalid queue name: aaa"},
		"Q1 charset":    {props{"name": "a.b"}, "invalid queue name: a.b"},
		"Q1 fifo":       {inFIFO(props{}), ""},
		"Q1 fifo's end": {props{"name": "q", "fifoQueue": true}, "invalid queue name: q"},
		"Q1 no fifo":    {props{"name": "q.fifo"}, "invalid queue name: q.fifo"},
		"Q1 unknown":    {props{"name": "q.fifo", "fifoQueue": simtest.Unknown}, ""},
		"Q2": {
			props{"contentBasedDeduplication": true},
			"content-based deduplication can only be set for FIFO queue",
		},
		"Q2 fits": {inFIFO(props{"contentBasedDeduplication": true}), ""},
		"Q3": {
			props{"visibilityTimeoutSeconds": 43201},
			"expected visibility_timeout_seconds to be in the range (0 - 43200), got 43201",
		},
		"Q3 fits":  {props{"visibilityTimeoutSeconds": 43200}, ""},
		"Q5 delay": {props{"delaySeconds": 901}, "expected delay_seconds to be in the range (0 - 900), got 901"},
		"Q5 retention": {
			props{"messageRetentionSeconds": 59},
			"expected message_retention_seconds to be in the range (60 - 1209600), got 59",
		},
		"Q5 reuse": {
			props{"kmsDataKeyReusePeriodSeconds": 59},
			"expected kms_data_key_reuse_period_seconds to be in the range (60 - 86400), got 59",
		},
		"Q5 size": {
			props{"maxMessageSize": 262145},
			"expected max_message_size to be in the range (1024 - 262144), got 262145",
		},
		"Q5 wait": {
			props{"receiveWaitTimeSeconds": 21},
			"expected receive_wait_time_seconds to be in the range (0 - 20), got 21",
		},
		"Q5 fits": {props{
			"delaySeconds": 900, "messageRetentionSeconds": 1209600, "kmsDataKeyReusePeriodSeconds": 60,
			"maxMessageSize": 1024, "receiveWaitTimeSeconds": 20,
		}, ""},
		"Q6": {
			props{"kmsMasterKeyId": "alias/aws/sqs", "sqsManagedSseEnabled": true},
			`"kms_master_key_id": conflicts with sqs_managed_sse_enabled`,
		},
		"Q7 fits": {props{"redrivePolicy": redrive("dead", "5")}, ""},
		"Q7 JSON": {props{"redrivePolicy": "{"}, `"redrive_policy" contains an invalid JSON: `},
		"Q7 none": {
			props{"redrivePolicy": redrive("none", "5")},
			"InvalidParameterValue: Value " + redrive("none", "5") + " for parameter RedrivePolicy is invalid. Reason: Dead " +
				"letter target does not exist.",
		},
		"Q7 text": {
			props{"redrivePolicy": redrive("dead", `"5"`)},
			"Reason: Invalid value for maxReceiveCount: 5, valid values are from 1 to 1000 both inclusive.",
		},
		"Q7 range": {props{"redrivePolicy": redrive("dead", "1001")}, "Reason: Invalid value for maxReceiveCount: 1001, "},
		"Q7 half": {
			props{"redrivePolicy": `{"maxReceiveCount":5}`},
			"Reason: Redrive policy does not contain mandatory attribute: deadLetterTargetArn.",
		},
		"Q7 type": {
			props{"redrivePolicy": redrive("dead.fifo", "5")},
			"Reason: Dead-letter queue must be same type of queue as the source.",
		},
		"Q7 fifo":  {inFIFO(props{"redrivePolicy": redrive("dead.fifo", "5")}), ""},
		"Q11":      {props{"policy": "no"}, `"policy" contains an invalid JSON: `},
		"Q11 fits": {props{"policy": policy("*")}, ""},
		"Q11 role": {props{"policy": policy(missingRole)}, "InvalidAttributeValue: Invalid value for the parameter Policy."},
		"Q12": {
			inFIFO(props{"fifoThroughputLimit": "perMessageGroupId"}), "InvalidParameterValue: Value perMessageGroupId for " +
				"parameter FifoThroughputLimit is invalid. Reason: DeduplicationScope must be messageGroup.",
		},
		"Q12 fits": {
			inFIFO(props{"fifoThroughputLimit": "perMessageGroupId", "deduplicationScope": "messageGroup"}), "",
		},
		"Q12 value":    {props{"fifoThroughputLimit": "x"}, "expected fifo_throughput_limit to be one of "},
		"Q12 scope":    {props{"deduplicationScope": "x"}, "expected deduplication_scope to be one of "},
		"fifo's scope": {props{"deduplicationScope": "queue"}, "InvalidAttributeName: Unknown Attribute DeduplicationScope."},
		"fifo's limit": {props{"fifoThroughputLimit": "perQueue"}, "Unknown Attribute FifoThroughputLimit."},
		"two names":    {props{"name": "a", "namePrefix": "b"}, `"name": conflicts with name_prefix`},
		"allow JSON":   {props{"redriveAllowPolicy": "{"}, `"redrive_allow_policy" contains an invalid JSON: `},
		"allow by none": {
			props{"redriveAllowPolicy": `{"redrivePermission":"byQueue"}`},
			"Reason: sourceQueueArns must name 1 to 10 queues when redrivePermission is byQueue.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t)
			if name == "Q1 unknown" {
				require.Empty(t, a.Check(sqs.Queue, "q", c.props))
				return
			}
			_, _, err := a.Create(sqs.Queue, "q", c.props)
			simtest.Expect(t, err, c.want)
		})
	}
}

func TestQueue(t *testing.T) {
	a := newAccount(t)
	inputs := props{"name": "work", "redrivePolicy": redrive("dead", "5")}
	id, state := a.MustCreate(sqs.Queue, "work", inputs)
	require.Equal(t, url+"work", id)
	require.Equal(t, id, state["url"])
	require.Equal(t, arn+"work", state["arn"])
	require.Equal(t, true, state["sqsManagedSseEnabled"], "a queue without a key of its own has SQS's")
	require.Equal(t, 30.0, state["visibilityTimeoutSeconds"])
	diff := func(changes props) (changed, replaced []string) {
		p := inputs.Clone()
		maps.Copy(p, changes)
		changed, replaced, _, err := a.Diff(sqs.Queue, id, p)
		require.NoError(t, err)
		return changed, replaced
	}
	changed, _ := diff(props{"redrivePolicy": " " + redrive("dead", "5")})
	require.Empty(t, changed, "spaces are no change")
	_, replaced := diff(props{"name": "w.fifo", "fifoQueue": true})
	require.ElementsMatch(t, []string{"name", "fifoQueue"}, replaced, "Q8")
	_, replaced = diff(props{"visibilityTimeoutSeconds": 60, "kmsMasterKeyId": "alias/aws/sqs"})
	require.Empty(t, replaced)
	state, err := a.Update(sqs.Queue, id, props{"name": "work", "kmsMasterKeyId": "alias/aws/sqs"})
	require.NoError(t, err)
	require.Equal(t, false, state["sqsManagedSseEnabled"])
	_, state = a.MustCreate(sqs.Queue, "auto", props{})
	require.Regexp(t, "^auto-[0-9a-f]{7}$", state["name"])
	prefixed, state := a.MustCreate(sqs.Queue, "prefixed", props{"namePrefix": "p-"})
	_, replaced, _, err = a.Diff(sqs.Queue, prefixed, props{"namePrefix": "q-"})
	require.NoError(t, err)
	require.Equal(t, []string{"namePrefix"}, replaced, "Q8")
	require.Regexp(t, "^"+url+"p-[0-9a-f]{26}$", state["url"])
	_, state = a.MustCreate(sqs.Queue, "ordered", props{"name": "o.fifo", "fifoQueue": true})
	require.Equal(t, "queue", state["deduplicationScope"])
	require.Equal(t, "perQueue", state["fifoThroughputLimit"])
}

func TestQ9(t *testing.T) {
	a := newAccount(t)
	id, _ := a.MustCreate(sqs.Queue, "q", props{"name": "q"})
	require.NoError(t, a.Delete(sqs.Queue, id))
	_, _, err := a.Create(sqs.Queue, "q", props{"name": "q"})
	require.ErrorContains(t, err, "operation error SQS: CreateQueue, https response error StatusCode: 400")
	require.ErrorContains(t, err, "api error AWS.SimpleQueueService.QueueDeletedRecently: You must wait 60 seconds after "+
		"deleting a queue before you can create another with the same name.")
	require.NoError(t, a.Do(t.Context(), func(tx *account.Tx) error {
		tx.Tombstone("us-east-1", sqs.Queue, "q", time.Now().Add(-time.Second))
		return nil
	}))
	a.MustCreate(sqs.Queue, "q", props{"name": "q"})
}

func TestQ10(t *testing.T) {
	a := newAccount(t)
	a.MustCreate(sqs.Queue, "q", props{"name": "q", "redrivePolicy": redrive("dead", "5")})
	for attribute, changes := range map[string]props{
		"VisibilityTimeout": {"visibilityTimeoutSeconds": 60}, "RedrivePolicy": {"redrivePolicy": redrive("dead", "6")},
	} {
		p := props{"name": "q", "redrivePolicy": redrive("dead", "5")}
		maps.Copy(p, changes)
		_, _, err := a.Create(sqs.Queue, "other", p)
		require.ErrorContains(t, err,
			"QueueAlreadyExists: A queue already exists with the same name and a different value for "+
				"attribute "+attribute)
	}
	id, _ := a.MustCreate(sqs.Queue, "same", props{
		"name": "q", "redrivePolicy": redrive("dead", "5"), "visibilityTimeoutSeconds": 30,
	})
	require.Equal(t, url+"q", id)
}
