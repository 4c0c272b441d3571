package pack_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/policies/pack"
)

func TestRetryLimit(t *testing.T) {
	const (
		count  = "retry-limit · queue · redrivePolicy.maxReceiveCount is "
		stated = "retry-limit · worker · containerDefinitions[0].environment[0].value.max_retries is "
	)
	// In a preview the address of the dead-letter queue is unknown, and all of the policy with it.
	checkBreaches(t, []breach{
		{name: "many", do: put("queue", "redrivePolicy.maxReceiveCount", 11), onlyUpdate: true, want: []string{
			count + "11; want 1 to 10" + times,
		}},
		{name: "10", do: put("queue", "redrivePolicy.maxReceiveCount", 10), want: []string{}},
		{name: "no limit", do: put("queue", "redrivePolicy.maxReceiveCount", nil), onlyUpdate: true, want: []string{
			count + "not set; want 1 to 10" + times,
		}},
		{name: "no dead-letter queue", do: func(f fixture) {
			f.set("queue", "redrivePolicy", `{"maxReceiveCount": 50}`)
			delete(f, "dead")
		}, want: []string{"durable-data · queue · redrivePolicy" + poisoned}},
		{name: "in a policy of its own", onlyUpdate: true, do: func(f fixture) {
			f.set("queue", "redrivePolicy.maxReceiveCount", 1000)
			f.add("redrive", "aws:sqs/redrivePolicy:RedrivePolicy", props{
				"queueUrl": ref{"queue", "id"}, "redrivePolicy": f["queue"].props["redrivePolicy"],
			})
			f.set("queue", "redrivePolicy", nil)
		}, want: []string{"retry-limit · redrive · redrivePolicy.maxReceiveCount is 1000; want 1 to 10" + times}},
		{name: "a worker that states a limit", do: redis(10, 60, 900), want: []string{}},
		{
			name: "a worker that states many", onlyUpdate: true,
			do:   redis(11, 60, 900),
			want: []string{stated + "11; want 1 to 10" + times},
		},
		{
			name: "a worker that states none", onlyUpdate: true,
			do:   redis(nil, 60, 900),
			want: []string{stated + "not set; want 1 to 10" + times},
		},
		{
			name: "a worker that never tries again", onlyUpdate: true,
			do:   redis(0, 60, 900),
			want: []string{stated + "0; want 1 to 10" + times},
		},
		{name: "a worker on SQS, which limits by itself", do: states(props{"kind": "sqs"}), want: []string{}},
	})
}

func TestRetryLimitSettings(t *testing.T) {
	f := compliant()
	redis(3, 60, 900)(f)
	require.Equal(t, []string{
		"retry-limit · queue · redrivePolicy.maxReceiveCount is 5; want 1 to 4" + times,
		"retry-limit · worker · containerDefinitions[0].environment[0].value.max_retries is 3; want 1 to 2" + times,
	}, violations(t, f, pack.Options{Settings: map[string]map[string]any{
		pack.RetryLimit: {"maxReceives": 4.0, "maxRetries": 2.0},
	}}))
}
