package events_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/events"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

func TestTargetRules(t *testing.T) {
	const function, bus = "arn:aws:lambda:us-east-1:123456789012:function:f", "arn:aws:events:us-east-1:9:event-bus/b"
	long, role := strings.Repeat("a", 65), props{"roleArn": "arn:aws:iam::123456789012:role/r"}
	tasks := map[string]any{"taskDefinitionArn": "arn:aws:ecs:us-east-1:123456789012:task-definition/t:1"}
	group := map[string]any{"messageGroupId": "g"}
	dead := func(arn string) props { return target(props{"deadLetterConfig": map[string]any{"arn": arn}}) }
	retry := func(property string, n int) props {
		return target(props{"retryPolicy": map[string]any{property: n}})
	}
	template := map[string]any{"inputTemplate": "x"}
	checkRules(t, events.Target, map[string]ruleCase{
		"fits":            {target(nil), ""},
		"a function":      {target(props{"arn": function}), ""},
		"a cluster":       {simtest.With(target(props{"arn": cluster, "ecsTarget": tasks}), role), ""},
		"a FIFO queue":    {target(props{"arn": queue + ".fifo", "sqsTarget": group}), ""},
		"EB6":             {target(props{"eventBusName": "none"}), "NotFoundException: Event bus none does not exist."},
		"EB1":             {target(props{"rule": "a b"}), `"rule" doesn't comply with restrictions`},
		"EB13 length":     {target(props{"targetId": long}), `"target_id" cannot be longer than 64 characters: "` + long},
		"EB13 characters": {target(props{"targetId": "a b"}), `"target_id" doesn't comply with restrictions`},
		"EB14":            {target(props{"arn": "q"}), `"arn" (q) is an invalid ARN: arn: invalid prefix`},
		"EB16 ARN":        {target(props{"roleArn": "r"}), `"role_arn" (r) is an invalid ARN: arn: invalid prefix`},
		"EB17 JSON":       {target(props{"input": "{"}), `"input" contains an invalid JSON: `},
		"EB17 fits":       {target(props{"input": `{"a":1}`}), ""},
		"EB17 path":       {target(props{"input": "{}", "inputPath": "$.a"}), `"input": conflicts with input_path`},
		"EB17 template":   {target(props{"inputPath": "$", "inputTransformer": template}), "with input_transformer"},
		"EB17 both":       {target(props{"input": "1", "inputTransformer": template}), `conflicts with input_transformer`},
		"EB17 long":       {target(props{"input": `"` + strings.Repeat("a", 8191) + `"`}), "to be in the range (0 - 8192)"},
		"EB17 long path":  {target(props{"inputPath": strings.Repeat("a", 257)}), "input_path to be in the range (0 - 256)"},
		"EB17 no template": {
			target(props{"inputTransformer": map[string]any{"inputTemplate": strings.Repeat("a", 8193)}}),
			"to be in the range (1 - 8192)",
		},
		"EB18 ARN":    {dead("q"), `"dead_letter_config.arn" (q) is an invalid ARN`},
		"EB18 fits":   {dead(queue), ""},
		"EB18 other":  {dead(function), "api error ValidationException: lambda is not supported as a dead letter resource"},
		"EB18 FIFO":   {dead(queue + ".fifo"), "ValidationException: SQS FIFO is not supported by Dead Letter Queues"},
		"EB18 region": {dead(strings.Replace(queue, region, "eu-west-1", 1)), "is not in the region us-east-1."},
		"EB19 age":    {retry("maximumEventAgeInSeconds", 86401), "to be in the range (0 - 86400), got 86401"},
		"EB19 least":  {retry("maximumEventAgeInSeconds", 60), ""},
		"EB19 young": {
			retry("maximumEventAgeInSeconds", 59),
			"api error ValidationException: 1 validation error detected: Value '59' at 'targets.1.member.retryPolicy." +
				"maximumEventAgeInSeconds' failed to satisfy constraint: Member must have value greater than or equal to 60",
		},
		"EB19 attempts": {retry("maximumRetryAttempts", 186), "to be in the range (0 - 185), got 186"},
		"EB19 no retry": {retry("maximumRetryAttempts", 0), ""},
		"EB12": {
			target(props{"rule": "none"}), "creating EventBridge Target (x): operation error EventBridge: PutTargets, https " +
				"response error StatusCode: 400, RequestID: ",
		},
		"EB12 default": {
			target(props{"rule": "none"}), ", ResourceNotFoundException: Rule none does not exist on EventBus default.",
		},
		"EB12 bus": {
			target(props{"eventBusName": "orders"}),
			", ResourceNotFoundException: Rule stopped does not exist on EventBus orders.",
		},
		"EB15 other": {
			target(props{"ecsTarget": tasks}),
			"api error ValidationException: Parameter(s) EcsParameters not supported for target: q.",
		},
		"EB15 none": {
			simtest.With(target(props{"arn": cluster}), role),
			"api error ValidationException: Parameter(s) EcsParameters must be specified for target: q.",
		},
		"EB15 FIFO": {
			target(props{"arn": queue + ".fifo"}),
			"api error ValidationException: Parameter(s) SqsParameters must be specified for target: q.",
		},
		"EB15 any": {target(props{"arn": function, "sqsTarget": group}), ""},
		"EB16": {
			target(props{"arn": bus}), "api error ValidationException: RoleArn is required for target " + bus + ".",
		},
		"EB16 fits": {simtest.With(target(props{"arn": bus}), role), ""},
	})
}

func TestTarget(t *testing.T) {
	a := world(t)
	id, state := a.MustCreate(events.Target, "t", target(props{"targetId": nil}))
	require.Regexp(t, "^stopped-terraform-[0-9a-f]{26}$", id)
	require.Equal(t, "stopped-"+state.String("targetId"), id)
	require.Equal(t, "default", state["eventBusName"])
	changed, _, _, err := a.Diff(events.Target, id, target(props{"targetId": nil, "eventBusName": "default"}))
	require.NoError(t, err)
	require.Empty(t, changed)
	for property, value := range map[string]string{"rule": "other", "targetId": "r", "eventBusName": "orders"} {
		changed, replaced, _, err := a.Diff(events.Target, id, simtest.With(target(props{"targetId": nil}), props{property: value}))
		require.NoError(t, err)
		require.Equal(t, []string{property}, changed, "EB2")
		require.Equal(t, []string{property}, replaced, "EB2")
	}
	state, err = a.Update(events.Target, id, target(props{"targetId": nil, "arn": queue + "2"}))
	require.NoError(t, err)
	require.Equal(t, queue+"2", state["arn"])
	require.Equal(t, state, a.Read(events.Target, id))
	require.NoError(t, a.Delete(events.Target, id))
	require.Empty(t, given(t, a, events.Target))
}
