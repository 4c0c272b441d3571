package sqs_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
	"github.com/tenfold-iac/tenfold/test/simulator/sqs"
)

func TestAttachments(t *testing.T) {
	byQueue := `{"redrivePermission":"byQueue","sourceQueueArns":["` + arn + `q"]}`
	for name, c := range map[string]struct {
		token string
		props props
		want  string
	}{
		"policy":    {sqs.QueuePolicy, props{"policy": policy("*")}, ""},
		"an object": {sqs.QueuePolicy, props{"policy": map[string]any{"Statement": []any{}}}, ""},
		"Q11":       {sqs.QueuePolicy, props{"policy": "no"}, `"policy" contains an invalid JSON: `},
		"Q11 role": {
			sqs.QueuePolicy,
			props{"policy": policy(missingRole)},
			"InvalidAttributeValue: Invalid value for the ",
		},
		"redrive":    {sqs.RedrivePolicy, props{"redrivePolicy": redrive("dead", "5")}, ""},
		"Q7":         {sqs.RedrivePolicy, props{"redrivePolicy": redrive("none", "5")}, "Dead letter target does not exist."},
		"Q7 type":    {sqs.RedrivePolicy, props{"redrivePolicy": redrive("dead.fifo", "5")}, "must be same type of queue"},
		"Q7 JSON":    {sqs.RedrivePolicy, props{"redrivePolicy": "{"}, `"redrive_policy" contains an invalid JSON: `},
		"allow":      {sqs.RedriveAllowPolicy, props{"redriveAllowPolicy": byQueue}, ""},
		"allow all":  {sqs.RedriveAllowPolicy, props{"redriveAllowPolicy": `{"redrivePermission":"allowAll"}`}, ""},
		"allow what": {sqs.RedriveAllowPolicy, props{"redriveAllowPolicy": "{}"}, "redrivePermission must be allowAll, "},
		"allow JSON": {sqs.RedriveAllowPolicy, props{"redriveAllowPolicy": "{"}, "contains an invalid JSON: "},
		"no queue": {
			sqs.QueuePolicy,
			props{"policy": "{}", "queueUrl": url + "none"},
			"AWS.SimpleQueueService.NonExistentQueue",
		},
		"not by name": {
			sqs.RedriveAllowPolicy,
			props{"redriveAllowPolicy": strings.Replace(byQueue, "byQueue", "denyAll", 1)},
			"sourceQueueArns can be set only when redrivePermission is byQueue.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t)
			queue, _ := a.MustCreate(sqs.Queue, "q", props{"name": "q"})
			c.props.Default("queueUrl", queue)
			id, _, err := a.Create(c.token, "a", c.props)
			simtest.Expect(t, err, c.want)
			if err == nil {
				require.Equal(t, queue, id)
				c.props["queueUrl"] = url + "dead"
				_, replaced, _, err := a.Diff(c.token, id, c.props)
				require.NoError(t, err)
				require.Equal(t, []string{"queueUrl"}, replaced)
			}
		})
	}
}

// TestAttachmentsOfOneKind tests the common behavior of attribute resources.
func TestAttachmentsOfOneKind(t *testing.T) {
	for property, token := range map[string]string{
		"policy": sqs.QueuePolicy, "redrivePolicy": sqs.RedrivePolicy, "redriveAllowPolicy": sqs.RedriveAllowPolicy,
	} {
		a := newAccount(t)
		text := strings.Replace(redrive("dead", "5"), "}", `,"redrivePermission":"allowAll"}`, 1)
		_, _, err := a.Create(token, "a", props{"queueUrl": url + "none", property: text})
		require.ErrorContains(t, err, "NonExistentQueue: The specified queue does not exist.")
		id, _ := a.MustCreate(token, "a", props{"queueUrl": url + "dead", property: text})
		changed, _, _, err := a.Diff(token, id, props{"queueUrl": url + "dead", property: " " + text})
		require.NoError(t, err)
		require.Empty(t, changed, "spaces are no change")
	}
}

func TestLookups(t *testing.T) {
	const getQueue, getQueues = "aws:sqs/getQueue:getQueue", "aws:sqs/getQueues:getQueues"
	a := newAccount(t)
	q, err := a.Invoke(getQueue, props{"name": "dead"})
	require.NoError(t, err)
	require.Equal(t, arn+"dead", q["arn"])
	require.Equal(t, url+"dead", q["url"])
	_, err = a.Invoke(getQueue, props{"name": "none"})
	require.ErrorContains(t, err, "reading SQS Queue (none) URL: AWS.SimpleQueueService.NonExistentQueue: ")
	all, err := a.Invoke(getQueues, props{"queueNamePrefix": "dead."})
	require.NoError(t, err)
	require.Equal(t, []any{url + "dead.fifo"}, all["queueUrls"])
}
