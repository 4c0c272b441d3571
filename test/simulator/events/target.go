package events

import (
	"maps"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func target() *model.Type {
	const put = "PutTargets"
	return &model.Type{
		Token: Target, Service: service, Noun: "EventBridge Target", Modeled: true,
		Actions:  model.Actions{Create: put, Read: "ListTargetsByRule", Update: put, Delete: "RemoveTargets"},
		NewID:    targetID,
		Links:    []string{"rule", "arn"},
		Replaces: []model.Replace{{Rule: "EB2", Properties: []string{"rule", "targetId", "eventBusName"}}},
		Defaults: model.Props{"eventBusName": standard, "forceDestroy": false},
		Rules:    slices.Concat(targetChecks(), targetRules()),
	}
}

// targetID returns the ID of a target. It sets targetId if the program does not.
func targetID(c *model.Call) string {
	c.State.Default("targetId", "terraform-"+model.Hex(26))
	id := c.New.String("rule") + "-" + c.State.String("targetId")
	if bus := c.New.String("eventBusName"); bus != "" && bus != standard {
		id = bus + "-" + id
	}
	return id
}

func targetChecks() []model.Rule {
	return slices.Concat(model.As("EB13", named("targetId")), model.As("EB1", named("rule")), []model.Rule{
		model.ARN("arn").As("EB14"),
		model.ARN("roleArn").As("EB16"),
		model.ARN("deadLetterConfig.arn").As("EB18"),
		model.Conflicts("input", "inputPath", "inputTransformer").As("EB17"),
		model.Conflicts("inputPath", "inputTransformer").As("EB17"),
		model.JSON("input").As("EB17"),
		model.Length("input", 0, 8192).As("EB17"),
		model.Length("inputPath", 0, 256).As("EB17"),
		model.Length("inputTransformer.inputTemplate", 1, 8192).As("EB17"),
		model.Between("retryPolicy.maximumEventAgeInSeconds", 0, 86400).As("EB19"),
		model.Between("retryPolicy.maximumRetryAttempts", 0, 185).As("EB19"),
	})
}

func targetRules() []model.Rule {
	return []model.Rule{
		{ID: "EB6", On: model.Write, Test: busExists},
		{ID: "EB12", On: model.Write, Test: ruleExists},
		{ID: "EB15", On: model.Write, Test: parameters},
		{ID: "EB16", On: model.Write, Test: role},
		{ID: "EB18", On: model.Write, Test: deadLetters},
		{ID: "EB19", On: model.Write, Test: eventAge},
		{ID: "EB20", On: model.Create, Test: targetCount},
	}
}

func ruleExists(c *model.Call) error {
	bus, name := busOf(c.New), c.New.String("rule")
	if ruleOf(c, bus, name) == nil {
		return model.Errorf(notFound, "Rule %s does not exist on EventBus %s.", name, bus)
	}
	return nil
}

// serviceOf is the service in an ARN, regionOf the region.
func serviceOf(arn string) string { return model.ARNField(arn, 2) }

func regionOf(arn string) string { return model.ARNField(arn, 3) }

// block is a parameter block that only one kind of target supports: its API name and the services. All targets accept a
// queue's.
type block struct {
	name     string
	services []string
	needed   bool
}

var blocks = map[string]block{
	"appsyncTarget":           {"AppSyncParameters", []string{"appsync"}, false},
	"batchTarget":             {"BatchParameters", []string{"batch"}, true},
	"ecsTarget":               {"EcsParameters", []string{"ecs"}, true},
	"httpTarget":              {"HttpParameters", []string{"events", "execute-api"}, false},
	"kinesisTarget":           {"KinesisParameters", []string{"kinesis"}, false},
	"redshiftTarget":          {"RedshiftDataParameters", []string{"redshift", "redshift-serverless"}, false},
	"runCommandTargets":       {"RunCommandParameters", []string{"ssm"}, false},
	"sagemakerPipelineTarget": {"SageMakerPipelineParameters", []string{"sagemaker"}, false},
}

// parameters requires the parameter blocks that a target needs, and rejects others.
func parameters(c *model.Call) error {
	arn, id := c.New.String("arn"), c.State.String("targetId")
	for _, property := range slices.Sorted(maps.Keys(blocks)) {
		b := blocks[property]
		given, own := c.New.Has(property), slices.Contains(b.services, serviceOf(arn))
		switch {
		case given && !own:
			return model.Errorf(validation, "Parameter(s) %s not supported for target: %s.", b.name, id)
		case !given && own && b.needed:
			return model.Errorf(validation, "Parameter(s) %s must be specified for target: %s.", b.name, id)
		}
	}
	if serviceOf(arn) == "sqs" && strings.HasSuffix(arn, ".fifo") && !c.New.Has("sqsTarget.messageGroupId") {
		return model.Errorf(validation, "Parameter(s) SqsParameters must be specified for target: %s.", id)
	}
	return nil
}

// assuming are the services whose targets need a role. The others use resource policies.
var assuming = []string{
	"batch", "codebuild", "codepipeline", "ecs", "events", "firehose", "glue", "inspector", "kinesis", "redshift",
	"sagemaker", "ssm", "ssm-incidents", "states",
}

func role(c *model.Call) error {
	arn := c.New.String("arn")
	if slices.Contains(assuming, serviceOf(arn)) && !c.New.Has("roleArn") {
		return model.Errorf(validation, "RoleArn is required for target %s.", arn)
	}
	return nil
}

// deadLetters requires a standard queue of the rule's own region.
func deadLetters(c *model.Call) error {
	queue := c.New.String("deadLetterConfig.arn")
	switch {
	case queue == "":
		return nil
	case serviceOf(queue) != "sqs":
		return model.Errorf(validation, "%s is not supported as a dead letter resource", serviceOf(queue))
	case strings.HasSuffix(queue, ".fifo"):
		return model.Errorf(validation, "SQS FIFO is not supported by Dead Letter Queues")
	case regionOf(queue) != c.Region:
		return model.Errorf(validation, "The dead letter queue %s is not in the region %s.", queue, c.Region)
	}
	return nil
}

// minAge is the minimum retry age of an event in seconds. The provider accepts less.
const minAge = 60

func eventAge(c *model.Call) error {
	const path = "retryPolicy.maximumEventAgeInSeconds"
	if age := c.New.Int(path); c.New.Has(path) && age < minAge {
		return model.Errorf(validation, "1 validation error detected: Value '%d' at 'targets.1.member.%s' failed to "+
			"satisfy constraint: Member must have value greater than or equal to %d", age, path, minAge)
	}
	return nil
}

// maxTargets is the maximum number of targets per rule.
const maxTargets = 5

func targetCount(c *model.Call) error {
	others := targetsOf(c, busOf(c.New), c.New.String("rule"))
	same := func(r *account.Resource) bool {
		return r.Properties.String("targetId") == c.New.String("targetId")
	}
	if len(slices.DeleteFunc(others, same)) >= c.Quota("targetsPerEventRule", maxTargets) {
		return model.Errorf(overQuota, "The requested resource exceeds the maximum number allowed.")
	}
	return nil
}

// targetsOf are the targets of a rule.
func targetsOf(c *model.Call, bus, rule string) []*account.Resource {
	elsewhere := func(r *account.Resource) bool { return busOf(r.Properties) != bus }
	return slices.DeleteFunc(c.Find(Target, "rule", rule), elsewhere)
}
