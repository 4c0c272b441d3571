package scheduler_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/scheduler"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

func TestTargetRules(t *testing.T) {
	const function, sdk = "arn:aws:lambda:us-east-1:123456789012:function:f", "arn:aws:scheduler:::aws-sdk:"
	other := func(arn string, changes props) props {
		return schedule(props{"target": map[string]any(simtest.With(props{"arn": arn, "roleArn": roles + "run"}, changes))})
	}
	dead := func(arn string) props { return onTarget(props{"deadLetterConfig": map[string]any{"arn": arn}}) }
	retry := func(property string, n int) props {
		return onTarget(props{"retryPolicy": map[string]any{property: n}})
	}
	fifo := "arn:aws:sqs:us-east-1:123456789012:q.fifo"
	group := props{"sqsParameters": map[string]any{"messageGroupId": "g"}}
	checkRules(t, scheduler.Schedule, map[string]ruleCase{
		"a function":         {other(function, nil), ""},
		"a queue":            {other(queue, props{"input": "plain text"}), ""},
		"a FIFO queue":       {other(fifo, group), ""},
		"an operation":       {other(sdk+"ecs:runTask", props{"input": "{}"}), ""},
		"SC11 ARN":           {other("cluster", nil), `"target.arn" (cluster) is an invalid ARN: arn: invalid prefix`},
		"SC10 ARN":           {onTarget(props{"roleArn": "run"}), `"target.role_arn" (run) is an invalid ARN: `},
		"SC17 ARN":           {dead("dead"), `"target.dead_letter_config.arn" (dead) is an invalid ARN: arn: invalid prefix`},
		"SC17 fits":          {dead(queue), ""},
		"SC18 attempts":      {retry("maximumRetryAttempts", 186), "to be in the range (0 - 185), got 186"},
		"SC18 most attempts": {retry("maximumRetryAttempts", 185), ""},
		"SC18 none":          {retry("maximumRetryAttempts", 0), ""},
		"SC18 age":           {retry("maximumEventAgeInSeconds", 59), "to be in the range (60 - 86400), got 59"},
		"SC18 least age":     {retry("maximumEventAgeInSeconds", 60), ""},
		"SC19 fits":          {onTarget(props{"input": `{"containerOverrides":[]}`}), ""},
		"SC10": {
			onTarget(props{"roleArn": "arn:aws:iam::123456789012:user/me"}),
			broken + "'arn:aws:iam::123456789012:user/me' at 'target.roleArn' failed to satisfy constraint: Member must " +
				`satisfy regular expression pattern: arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@\/-]+`,
		},
		"SC11 region": {
			onTarget(props{"arn": strings.Replace(cluster, region, "eu-west-1", 1)}),
			"ValidationException: The target ARN provided does not match the current region us-east-1.",
		},
		"SC11 not universal": {
			other("arn:aws:scheduler:us-east-1:123456789012:aws-sdk:ecs:runTask", nil),
			"ValidationException: scheduler is not a supported service for a target.",
		},
		"SC11 input": {
			other(sdk+"ecs:runTask", nil),
			"ValidationException: You must provide an input to set this target for your schedule.",
		},
		"SC11 reads": {
			other(sdk+"sqs:getQueueUrl", props{"input": "{}"}),
			"ValidationException: getQueueUrl API is not supported.",
		},
		"SC12 other": {
			onTarget(props{"kinesisParameters": map[string]any{"partitionKey": "a"}}),
			"ValidationException: Parameters KinesisParameters not supported for the target.",
		},
		"SC12 tasks elsewhere": {
			onTarget(props{"arn": function}),
			"ValidationException: Parameters EcsParameters not supported for the target.",
		},
		"SC12 none":  {other(cluster, nil), "ValidationException: Parameters EcsParameters must be specified."},
		"SC12 queue": {other(fifo, nil), "ValidationException: Parameters SqsParameters must be specified."},
		"SC12 group": {other(queue, group), "ValidationException: Parameters MessageGroupId not valid for the target."},
		"SC17 FIFO": {
			dead(fifo),
			broken + "'" + fifo + "' at 'target.deadLetterConfig.arn' failed to satisfy constraint: Member must satisfy " +
				`regular expression pattern: arn:aws[a-z-]*:sqs:[a-z0-9\-]+:\d{12}:[a-zA-Z0-9\-_]+`,
		},
		"SC17 region": {
			dead(strings.Replace(queue, region, "eu-west-1", 1)),
			"ValidationException: The dead-letter queue ARN provided does not match the current region us-east-1.",
		},
		"SC19": {onTarget(props{"input": "{not"}), "ValidationException: JSON syntax error in input for the target"},
	})
}

func TestTaskRules(t *testing.T) {
	const member = " at 'target.ecsParameters.networkConfiguration.awsvpcConfiguration."
	network := func(subnets, groups int) props {
		list := func(n int) []any {
			l := make([]any, n)
			for i := range l {
				l[i] = "x"
			}
			return l
		}
		return onTasks(props{"networkConfiguration": map[string]any{
			"subnets": list(subnets), "securityGroups": list(groups),
		}})
	}
	strategy := func(n, base, weight int) props {
		list := make([]any, n)
		for i := range list {
			list[i] = map[string]any{"capacityProvider": "FARGATE_SPOT", "base": base, "weight": weight}
		}
		return onTasks(props{"launchType": nil, "capacityProviderStrategies": list})
	}
	checkRules(t, scheduler.Schedule, map[string]ruleCase{
		"on spot":              {strategy(6, 1, 1), ""},
		"fits at most":         {network(16, 5), ""},
		"ten":                  {onTasks(props{"taskCount": 10}), ""},
		"tags":                 {onTasks(props{"propagateTags": "TASK_DEFINITION"}), ""},
		"SC14 eleven":          {onTasks(props{"taskCount": 11}), "to be in the range (0 - 10), got 11"},
		"SC14 launch":          {onTasks(props{"launchType": "LAMBDA"}), `one of ["EC2" "FARGATE" "EXTERNAL"], got LAMBDA`},
		"SC14 tags":            {onTasks(props{"propagateTags": "SERVICE"}), `one of ["TASK_DEFINITION"], got SERVICE`},
		"SC14 group":           {onTasks(props{"group": strings.Repeat("a", 256)}), "in the range (1 - 255)"},
		"SC14 task definition": {onTasks(props{"taskDefinitionArn": "job"}), "(job) is an invalid ARN: arn: invalid prefix"},
		"SC14 strategies":      {strategy(7, 1, 1), "Attribute supports 6 item maximum, but config has 7 declared."},
		"SC14 base":            {strategy(1, 100_001, 1), "expected base to be in the range (0 - 100000), got 100001"},
		"SC14 weight":          {strategy(1, 0, 1001), "expected weight to be in the range (0 - 1000), got 1001"},
		"SC14 none": {
			onTasks(props{"taskCount": 0}),
			broken + "'0' at 'target.ecsParameters.taskCount' failed to satisfy constraint: Member must have value greater " +
				"than or equal to 1",
		},
		"SC13": {
			onTasks(props{"networkConfiguration": nil}),
			"ValidationException: Parameter NetworkConfiguration must be specified for the target when launch type is FARGATE",
		},
		"SC13 on EC2": {onTasks(props{"networkConfiguration": nil, "launchType": "EC2"}), ""},
		"SC15 subnets": {
			network(17, 0),
			member + "subnets' failed to satisfy constraint: Member must have length less than or equal to 16",
		},
		"SC15 no subnet": {
			network(0, 1),
			broken + "'[]'" + member + "subnets' failed to satisfy constraint: Member must have length greater than or equal " +
				"to 1",
		},
		"SC15 groups": {
			network(1, 6),
			broken + "'[x, x, x, x, x, x]'" + member + "securityGroups' failed to satisfy constraint: Member must have length " +
				"less than or equal to 5",
		},
	})
}

func TestPlacementLists(t *testing.T) {
	for property, maximum := range map[string]int{"placementConstraints": 10, "placementStrategies": 5} {
		list := make([]any, maximum+1)
		for i := range list {
			list[i] = map[string]any{"type": "random"}
		}
		_, _, err := world(t).Create(scheduler.Schedule, "x", onTasks(props{property: list[:maximum]}))
		require.NoError(t, err)
		_, _, err = world(t).Create(scheduler.Schedule, "x", onTasks(props{property: list}))
		require.ErrorContains(t, err, "item maximum, but config has", "SC14")
	}
}

func TestRole(t *testing.T) {
	const refused = ", ValidationException: The execution role you provide must allow AWS EventBridge Scheduler to " +
		"assume the role."
	on := func(operator, key, value string) string {
		return trust("scheduler.amazonaws.com", `,"Condition":{"`+operator+`":{"`+key+`":"`+value+`"}}`)
	}
	const own = "arn:aws:scheduler:us-east-1:123456789012:"
	const groups = own + "schedule-group/"
	for name, c := range map[string]struct {
		policy string
		want   string
	}{
		"account":          {on("StringEquals", "aws:SourceAccount", "123456789012"), ""},
		"group":            {on("ArnEquals", "aws:SourceArn", groups+"jobs"), ""},
		"any group":        {on("ArnLike", "AWS:SourceArn", groups+"*"), ""},
		"another key":      {on("StringEquals", "aws:PrincipalOrgID", "o-1"), ""},
		"SC8 service":      {trust("events.amazonaws.com", ""), refused},
		"SC8 denied":       {strings.Replace(trust("scheduler.amazonaws.com", ""), "Allow", "Deny", 1), refused},
		"SC8 action":       {strings.Replace(trust("scheduler.amazonaws.com", ""), "AssumeRole", "TagSession", 1), refused},
		"SC9 schedule":     {on("ArnLike", "aws:SourceArn", own+"schedule/jobs/*"), refused},
		"SC9 other group":  {on("ArnEquals", "aws:SourceArn", groups+"default"), refused},
		"SC9 no pattern":   {on("StringEquals", "aws:SourceArn", groups+"*"), refused},
		"SC9 other owner":  {on("StringEquals", "aws:SourceAccount", "999999999999"), refused},
		"SC9 if it exists": {on("ArnLikeIfExists", "aws:SourceArn", groups+"none"), refused},
	} {
		t.Run(name, func(t *testing.T) {
			a := world(t)
			giveRole(t, a, "job", c.policy)
			_, _, err := a.Create(scheduler.Schedule, "x", onTarget(props{"roleArn": roles + "path/job"}))
			if c.want == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, c.want)
			}
		})
	}
	checkRules(t, scheduler.Schedule, map[string]ruleCase{
		"SC8 missing": {onTarget(props{"roleArn": roles + "none"}), refused},
		"foreign":     {onTarget(props{"roleArn": "arn:aws:iam::999999999999:role/x"}), ""},
	})
}
