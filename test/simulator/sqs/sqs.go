// Package sqs is SQS in the simulated account: queues and their policies. No message is sent.
package sqs

import (
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// Tokens of the resource types.
const (
	Queue              = "aws:sqs/queue:Queue"
	QueuePolicy        = "aws:sqs/queuePolicy:QueuePolicy"
	RedrivePolicy      = "aws:sqs/redrivePolicy:RedrivePolicy"
	RedriveAllowPolicy = "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy"
)

const (
	service  = "SQS"
	badValue = "InvalidParameterValue"
	fifo     = ".fifo"
)

// Types are the resource types of the package.
func Types() []*model.Type {
	return []*model.Type{
		queue(),
		attachment(QueuePolicy, "Policy", "policy",
			model.JSON("policy").As("Q11"), model.Rule{ID: "Q11", On: model.Write, Test: policyPrincipals}),
		attachment(RedrivePolicy, "Redrive Policy", "redrivePolicy",
			model.JSON("redrivePolicy").As("Q7"), model.Rule{ID: "Q7", On: model.Write, Test: redriveOfAttachment}),
		attachment(RedriveAllowPolicy, "Redrive Allow Policy", "redriveAllowPolicy",
			model.JSON("redriveAllowPolicy"), model.Rule{On: model.Write, Test: allowShape}),
	}
}

// Functions are the data sources of the package.
func Functions() []*model.Function {
	return []*model.Function{
		{Token: "aws:sqs/getQueue:getQueue", Run: getQueue},
		{Token: "aws:sqs/getQueues:getQueues", Run: getQueues},
	}
}

// attachment declares one attribute of a queue as a separate resource.
func attachment(token, noun, property string, rules ...model.Rule) *model.Type {
	return &model.Type{
		Token: token, Service: service, Noun: "SQS Queue " + noun,
		Actions: model.Actions{
			Create: "SetQueueAttributes", Read: "GetQueueAttributes", Update: "SetQueueAttributes",
			Delete: "SetQueueAttributes",
		},
		NewID:    model.Named("queueUrl"),
		Links:    []string{"queueUrl"},
		Normal:   map[string]func(string) string{property: model.PolicyText},
		Replaces: []model.Replace{{Properties: []string{"queueUrl"}}},
		Rules: append(rules, model.Rule{On: model.Create, Test: func(c *model.Call) error {
			if c.Exists(Queue, c.New.String("queueUrl")) {
				return nil
			}
			return model.Errorf("AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.")
		}}),
		Fill: func(c *model.Call) error {
			c.State[property] = model.Document(c.State[property])
			return nil
		},
	}
}

func urlOf(c *model.Call, name string) string {
	return "https://sqs." + c.Region + ".amazonaws.com/" + account.ID + "/" + name
}

func getQueue(c *model.Call) (model.Props, error) {
	name := c.New.String("name")
	p := c.Props(Queue, urlOf(c, name))
	if p == nil {
		return nil, model.Providerf("reading SQS Queue (%s) URL: %w", name,
			model.Errorf("AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist."))
	}
	return model.Props{"id": p["url"], "url": p["url"], "arn": p["arn"], "name": name, "tags": p["tagsAll"]}, nil
}

func getQueues(c *model.Call) (model.Props, error) {
	prefix, urls := c.New.String("queueNamePrefix"), []any{}
	for _, r := range c.List(Queue) {
		if strings.HasPrefix(r.Properties.String("name"), prefix) {
			urls = append(urls, r.ID)
		}
	}
	return model.Props{"id": c.Region, "queueNamePrefix": prefix, "queueUrls": urls}, nil
}
