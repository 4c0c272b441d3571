package sqs

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// maxReceives is the maximum value of maxReceiveCount.
const maxReceives = 1000

func redriveOfQueue(c *model.Call) error {
	return redrive(c, c.State.String("redrivePolicy"), c.State.Bool("fifoQueue"))
}

func redriveOfAttachment(c *model.Call) error {
	return redrive(c, c.State.String("redrivePolicy"), strings.HasSuffix(c.New.String("queueUrl"), fifo))
}

// redrive requires a dead-letter queue of the same region and type, and an integer maxReceiveCount.
func redrive(c *model.Call, text string, isFIFO bool) error {
	var policy model.Props
	if text == "" || json.Unmarshal([]byte(text), &policy) != nil {
		return nil
	}
	fail := func(reason string, args ...any) error {
		return model.Errorf(badValue, "Value %s for parameter RedrivePolicy is invalid. Reason: "+reason,
			append([]any{text}, args...)...)
	}
	for _, key := range []string{"deadLetterTargetArn", "maxReceiveCount"} {
		if !policy.Has(key) {
			return fail("Redrive policy does not contain mandatory attribute: %s.", key)
		}
	}
	if n, whole := policy["maxReceiveCount"].(float64); !whole || n != float64(int(n)) || n < 1 || n > maxReceives {
		return fail("Invalid value for maxReceiveCount: %s, valid values are from 1 to %d both inclusive.",
			policy.String("maxReceiveCount"), maxReceives)
	}
	arn := policy.String("deadLetterTargetArn")
	targets := c.Find(Queue, "arn", arn)
	if len(targets) == 0 {
		return fail("Dead letter target does not exist.")
	}
	if strings.HasSuffix(arn, fifo) != isFIFO {
		return fail("Dead-letter queue must be same type of queue as the source.")
	}
	return nil
}

// maxSources is the maximum number of source queues in a redrive allow policy.
const maxSources = 10

// allowShape requires source queues exactly with the permission byQueue.
func allowShape(c *model.Call) error {
	var policy model.Props
	text := c.State.String("redriveAllowPolicy")
	if text == "" || json.Unmarshal([]byte(text), &policy) != nil {
		return nil
	}
	fail := func(reason string) error {
		return model.Errorf(badValue, "Value %s for parameter RedriveAllowPolicy is invalid. Reason: %s", text, reason)
	}
	permission, sources := policy.String("redrivePermission"), policy.List("sourceQueueArns")
	switch {
	case !slices.Contains([]string{"allowAll", "denyAll", "byQueue"}, permission):
		return fail("redrivePermission must be allowAll, denyAll or byQueue.")
	case permission == "byQueue" && (len(sources) == 0 || len(sources) > maxSources):
		return fail("sourceQueueArns must name 1 to 10 queues when redrivePermission is byQueue.")
	case permission != "byQueue" && len(sources) > 0:
		return fail("sourceQueueArns can be set only when redrivePermission is byQueue.")
	}
	return nil
}

// policyPrincipals requires that the principals of the policy exist.
func policyPrincipals(c *model.Call) error {
	if c.MissingPrincipal(model.Document(c.State.Get("policy"))) != "" {
		return model.Errorf("InvalidAttributeValue", "Invalid value for the parameter Policy.")
	}
	return nil
}
