package sns

import (
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func subscription() *model.Type {
	return &model.Type{
		Token: Subscription, Service: service, Noun: "SNS Topic Subscription", Modeled: true,
		Actions: model.Actions{
			Create: "Subscribe", Read: "GetSubscriptionAttributes", Update: "SetSubscriptionAttributes", Delete: "Unsubscribe",
		},
		NewID: func(c *model.Call) string { return c.New.String("topic") + ":" + model.UUID() },
		Links: []string{"topic", "endpoint"},
		Defaults: model.Props{
			"confirmationTimeoutInMinutes": 1.0, "endpointAutoConfirms": false, "rawMessageDelivery": false,
		},
		Normal: map[string]func(string) string{
			"deliveryPolicy": model.JSONText, "filterPolicy": model.JSONText, "redrivePolicy": model.JSONText,
			"replayPolicy": model.JSONText,
		},
		Replaces: []model.Replace{{Rule: "Q16", Properties: []string{"topic", "protocol", "endpoint"}}},
		Rules: []model.Rule{
			model.OneOf("protocol", "application", "email", "email-json", "firehose", "http", "https", "lambda", "sms",
				"sqs"),
			model.OneOf("filterPolicyScope", "MessageAttributes", "MessageBody"),
			model.JSON("deliveryPolicy"), model.JSON("filterPolicy"), model.JSON("redrivePolicy"),
			model.JSON("replayPolicy"),
			topicExists("topic"),
			{ID: "Q15", On: model.Create, Test: fifoEndpoint},
		},
		Fill: fillSubscription,
	}
}

// fifoEndpoint rejects the subscription of a FIFO queue to a standard topic.
func fifoEndpoint(c *model.Call) error {
	toFIFO := c.New.String("protocol") == "sqs" && strings.HasSuffix(c.New.String("endpoint"), fifo)
	if toFIFO && !strings.HasSuffix(c.New.String("topic"), fifo) {
		return model.Errorf(invalid, "Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be "+
			"subscribed to standard SNS topics")
	}
	return nil
}

// confirmed are the protocols whose subscriptions need no confirmation.
var confirmed = []string{"application", "firehose", "lambda", "sms", "sqs"}

// fillSubscription leaves a subscription pending if a person or program has to confirm it.
func fillSubscription(c *model.Call) error {
	c.State["arn"], c.State["ownerId"] = c.ID, account.ID
	c.State["pendingConfirmation"] = !slices.Contains(confirmed, c.State.String("protocol")) &&
		!c.State.Bool("endpointAutoConfirms")
	c.State["confirmationWasAuthenticated"] = !c.State.Bool("pendingConfirmation")
	if c.State.Has("filterPolicy") {
		c.State.Default("filterPolicyScope", "MessageAttributes")
	}
	return nil
}
