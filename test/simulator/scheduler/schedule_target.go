package scheduler

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func targetChecks() []model.Rule {
	return slices.Concat([]model.Rule{
		model.ARN("target.arn").As("SC11"),
		model.ARN("target.roleArn").As("SC10"),
		model.ARN("target.deadLetterConfig.arn").As("SC17"),
		model.Between("target.retryPolicy.maximumRetryAttempts", 0, 185).As("SC18"),
		model.Between("target.retryPolicy.maximumEventAgeInSeconds", 60, 86400).As("SC18"),
	}, taskChecks())
}

func targetRules() []model.Rule {
	return slices.Concat([]model.Rule{
		{ID: "SC10", On: model.Write, Test: roleForm},
		{ID: "SC17", On: model.Write, Test: deadLetters},
		{ID: "SC11", On: model.Write, Test: targetService},
		{ID: "SC12", On: model.Write, Test: parameters},
		{ID: "SC19", On: model.Write, Test: input},
	}, taskRules(), []model.Rule{
		{ID: "SC8, SC9", On: model.Write, Test: assumable},
	})
}

const serviceAt, regionAt, operationAt = 2, 3, 7

// universal is the prefix of the ARN of a universal target, which is any API operation.
func universal(c *model.Call) string { return "arn:" + c.Partition() + ":scheduler:::aws-sdk:" }

// reads are the prefixes of read-only operations, which schedules cannot call.
var reads = regexp.MustCompile(`^(get|describe|list)`)

// targetService requires a target in the schedule's own region, or an API operation with its input.
func targetService(c *model.Call) error {
	target := c.New.String("target.arn")
	if strings.HasPrefix(target, universal(c)) {
		return operation(c, model.ARNField(target, operationAt))
	}
	region := model.ARNField(target, regionAt)
	switch {
	case model.ARNField(target, serviceAt) == "scheduler":
		return model.Errorf(validation, "scheduler is not a supported service for a target.")
	case region != "" && region != c.Region:
		return model.Errorf(validation, "The target ARN provided does not match the current region %s.", c.Region)
	}
	return nil
}

func operation(c *model.Call, name string) error {
	switch {
	case reads.MatchString(name):
		return model.Errorf(validation, "%s API is not supported.", name)
	case !c.New.Has("target.input"):
		return model.Errorf(validation, "You must provide an input to set this target for your schedule.")
	}
	return nil
}

// blocks are the parameter blocks of a single service's targets, by property: the service and the API's name.
var blocks = map[string][2]string{
	"ecsParameters": {"ecs", "EcsParameters"}, "eventbridgeParameters": {"events", "EventBridgeParameters"},
	"kinesisParameters":           {"kinesis", "KinesisParameters"},
	"sagemakerPipelineParameters": {"sagemaker", "SageMakerPipelineParameters"},
	"sqsParameters":               {"sqs", "SqsParameters"},
}

// parameters requires the parameter block of the target's own service, and rejects others. A standard queue has none.
func parameters(c *model.Call) error {
	target := c.New.String("target.arn")
	own := model.ARNField(target, serviceAt)
	for _, property := range slices.Sorted(maps.Keys(blocks)) {
		block := blocks[property]
		_, given := c.New.Get("target." + property).(map[string]any)
		needed := block[0] != "sqs" || strings.HasSuffix(target, ".fifo")
		switch {
		case given && block[0] != own:
			return model.Errorf(validation, "Parameters %s not supported for the target.", block[1])
		case !given && block[0] == own && needed:
			return model.Errorf(validation, "Parameters %s must be specified.", block[1])
		}
	}
	if own == "sqs" && !strings.HasSuffix(target, ".fifo") && c.New.Has("target.sqsParameters.messageGroupId") {
		return model.Errorf(validation, "Parameters MessageGroupId not valid for the target.")
	}
	return nil
}

const queuePattern = `arn:aws[a-z-]*:sqs:[a-z0-9\-]+:\d{12}:[a-zA-Z0-9\-_]+`

var queueShape = regexp.MustCompile("^" + queuePattern + "$")

// deadLetters requires a standard queue in the schedule's own region. AWS does not check whether it exists.
func deadLetters(c *model.Call) error {
	const path = "target.deadLetterConfig.arn"
	queue := c.New.String(path)
	switch {
	case queue == "":
		return nil
	case !queueShape.MatchString(queue):
		return breaks(queue, path, "satisfy regular expression pattern: "+queuePattern)
	case model.ARNField(queue, regionAt) != c.Region:
		return model.Errorf(validation, "The dead-letter queue ARN provided does not match the current region %s.", c.Region)
	}
	return nil
}

// plain are the services whose targets accept any string as input; all others require JSON.
var plain = []string{"sqs", "sns", "kinesis", "firehose"}

func input(c *model.Call) error {
	text := c.New.String("target.input")
	if text == "" || slices.Contains(plain, model.ARNField(c.New.String("target.arn"), serviceAt)) {
		return nil
	}
	if !json.Valid([]byte(text)) {
		return model.Errorf(validation, "JSON syntax error in input for the target")
	}
	return nil
}

// completed returns the normal form of a target, with the API's defaults.
func completed(text string) string {
	var target map[string]any
	if json.Unmarshal([]byte(text), &target) != nil {
		return text
	}
	return model.Document(filled(target))
}

// filled adds the API's defaults to a target.
func filled(value any) any {
	given, ok := value.(map[string]any)
	if !ok {
		return value
	}
	target := model.Props(given).Clone()
	retry := object(target["retryPolicy"])
	retry.Default("maximumEventAgeInSeconds", 86400.0)
	retry.Default("maximumRetryAttempts", 185.0)
	target["retryPolicy"] = map[string]any(retry)
	if tasks := object(target["ecsParameters"]); len(tasks) > 0 {
		tasks.Default("taskCount", 1.0)
		if network := object(tasks["networkConfiguration"]); len(network) > 0 {
			network.Default("assignPublicIp", false)
			tasks["networkConfiguration"] = map[string]any(network)
		}
		target["ecsParameters"] = map[string]any(tasks)
	}
	return map[string]any(target)
}

// object returns a copy of an object, empty if there is none.
func object(value any) model.Props {
	given, _ := value.(map[string]any)
	return model.Props(given).Clone()
}
