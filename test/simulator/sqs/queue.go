package sqs

import (
	"regexp"
	"slices"
	"time"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

// defaults are the default attributes of a queue. Source: API reference, CreateQueue.
var defaults = model.Props{
	"contentBasedDeduplication": false, "delaySeconds": 0.0, "fifoQueue": false, "kmsDataKeyReusePeriodSeconds": 300.0,
	"maxMessageSize": 262144.0, "messageRetentionSeconds": 345600.0, "receiveWaitTimeSeconds": 0.0,
	"visibilityTimeoutSeconds": 30.0,
}

func queue() *model.Type {
	return &model.Type{
		Token: Queue, Service: service, Noun: "SQS Queue",
		Actions: model.Actions{Read: "GetQueueAttributes", Update: "SetQueueAttributes"},
		Name:    model.Name{Property: "name", Prefix: "namePrefix", Max: 80},
		NewID:   func(c *model.Call) string { return urlOf(c, c.State.String("name")) },
		ARN:     "arn:{partition}:sqs:{region}:{account}:{name}",
		Links:   []string{"arn", "name"}, Defaults: defaults,
		Normal: map[string]func(string) string{
			"policy": model.PolicyText, "redrivePolicy": model.JSONText, "redriveAllowPolicy": model.JSONText,
		},
		Replaces: []model.Replace{{Rule: "Q8", Properties: []string{"name", "namePrefix", "fifoQueue"}}},
		Rules: slices.Concat(queueChecks(), []model.Rule{
			{ID: "Q9", On: model.Create, Test: notJustDeleted},
			{ID: "Q10", On: model.Create, Test: sameAttributes},
			{ID: "Q12", On: model.Write, Test: throughput},
			{ID: "Q11", On: model.Write, Test: policyPrincipals},
			{ID: "Q7", On: model.Write, Test: redriveOfQueue},
			{On: model.Write, Test: allowShape},
		}),
		Fill: fillQueue,
		Deleted: func(c *model.Call) error {
			c.Tombstone(Queue, c.State.String("name"), time.Now().Add(nameKept))
			return nil
		},
	}
}

// nameKept is how long the name of a deleted queue cannot be used. The real provider waits that long; the simulator
// fails at once. Automatic names never repeat.
const nameKept = time.Minute

func queueChecks() []model.Rule {
	return []model.Rule{
		model.Conflicts("name", "namePrefix"),
		{ID: "Q1", On: model.Check, Test: queueName},
		{ID: "Q2", On: model.Check, Test: deduplication},
		model.Between("visibilityTimeoutSeconds", 0, 43200).As("Q3"),
		model.Between("delaySeconds", 0, 900).As("Q5"),
		model.Between("messageRetentionSeconds", 60, 1209600).As("Q5"),
		model.Between("kmsDataKeyReusePeriodSeconds", 60, 86400).As("Q5"),
		model.Between("maxMessageSize", 1024, 262144).As("Q5"),
		model.Between("receiveWaitTimeSeconds", 0, 20).As("Q5"),
		model.Conflicts("kmsMasterKeyId", "sqsManagedSseEnabled").As("Q6"),
		model.OneOf("deduplicationScope", "messageGroup", "queue").As("Q12"),
		model.OneOf("fifoThroughputLimit", "perQueue", "perMessageGroupId").As("Q12"),
		model.JSON("policy").As("Q11"), model.JSON("redrivePolicy").As("Q7"), model.JSON("redriveAllowPolicy"),
	}
}

var (
	standardName = regexp.MustCompile(`^[0-9A-Za-z_-]{1,80}$`)
	fifoName     = regexp.MustCompile(`^[0-9A-Za-z_-]{1,75}\.fifo$`)
)

func queueName(c *model.Call) error {
	shape := standardName
	if c.New.Bool("fifoQueue") {
		shape = fifoName
	}
	if c.New.Known("name") && !schema.IsUnknown(c.New["fifoQueue"]) && !shape.MatchString(c.New.String("name")) {
		return model.Invalidf("name", "invalid queue name: %s", c.New.String("name"))
	}
	return nil
}

func deduplication(c *model.Call) error {
	if c.New.Bool("contentBasedDeduplication") && !c.New.Bool("fifoQueue") && !schema.IsUnknown(c.New["fifoQueue"]) {
		return model.Invalidf("contentBasedDeduplication", "content-based deduplication can only be set for FIFO queue")
	}
	return nil
}

func notJustDeleted(c *model.Call) error {
	if c.HasTombstone(Queue, c.New.String("name")) {
		return model.Errorf("AWS.SimpleQueueService.QueueDeletedRecently",
			"You must wait 60 seconds after deleting a queue "+
				"before you can create another with the same name.")
	}
	return nil
}

// attributes are the API's attribute names, in the order in which it compares them.
var attributes = []struct{ property, name string }{
	{"visibilityTimeoutSeconds", "VisibilityTimeout"},
	{"messageRetentionSeconds", "MessageRetentionPeriod"},
	{"maxMessageSize", "MaximumMessageSize"},
	{"delaySeconds", "DelaySeconds"},
	{"receiveWaitTimeSeconds", "ReceiveMessageWaitTimeSeconds"},
	{"kmsMasterKeyId", "KmsMasterKeyId"},
	{"kmsDataKeyReusePeriodSeconds", "KmsDataKeyReusePeriodSeconds"},
	{"redrivePolicy", "RedrivePolicy"},
	{"contentBasedDeduplication", "ContentBasedDeduplication"},
}

// sameAttributes rejects a queue that exists with other attributes. With the same attributes, the API returns the
// existing queue.
func sameAttributes(c *model.Call) error {
	there := c.Props(Queue, urlOf(c, c.New.String("name")))
	if there == nil {
		return nil
	}
	wanted := c.New.Clone()
	for property, value := range defaults {
		wanted.Default(property, value)
	}
	for _, a := range attributes {
		if model.JSONText(there.String(a.property)) != model.JSONText(wanted.String(a.property)) {
			return model.Errorf("QueueAlreadyExists", "A queue already exists with the same name and a different value for "+
				"attribute %s", a.name)
		}
	}
	return nil
}

// throughput rejects FIFO settings on standard queues, and high throughput without deduplication by group.
func throughput(c *model.Call) error {
	limit, scope := c.State.String("fifoThroughputLimit"), c.State.String("deduplicationScope")
	switch {
	case !c.State.Bool("fifoQueue") && scope != "":
		return model.Errorf("InvalidAttributeName", "Unknown Attribute DeduplicationScope.")
	case !c.State.Bool("fifoQueue") && limit != "":
		return model.Errorf("InvalidAttributeName", "Unknown Attribute FifoThroughputLimit.")
	case limit == "perMessageGroupId" && scope != "messageGroup":
		return model.Errorf(badValue, "Value perMessageGroupId for parameter FifoThroughputLimit is invalid. Reason: "+
			"DeduplicationScope must be messageGroup.")
	}
	return nil
}

func fillQueue(c *model.Call) error {
	c.State["url"] = c.ID
	if !c.New.Has("sqsManagedSseEnabled") {
		c.State["sqsManagedSseEnabled"] = !c.State.Has("kmsMasterKeyId")
	}
	if c.State.Bool("fifoQueue") {
		c.State.Default("deduplicationScope", "queue")
		c.State.Default("fifoThroughputLimit", "perQueue")
	}
	return nil
}
