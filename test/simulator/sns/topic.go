package sns

import (
	"regexp"
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

func topic() *model.Type {
	return &model.Type{
		Token: Topic, Service: service, Noun: "SNS Topic", Modeled: true,
		Actions: model.Actions{Read: "GetTopicAttributes", Update: "SetTopicAttributes"},
		Name:    model.Name{Property: "name", Prefix: "namePrefix", Max: 256},
		NewID:   model.ByARN,
		ARN:     "arn:{partition}:sns:{region}:{account}:{name}",
		Links:   []string{"arn", "name"},
		Defaults: model.Props{
			"contentBasedDeduplication": false, "fifoTopic": false,
		},
		Normal: map[string]func(string) string{
			"policy": model.PolicyText, "deliveryPolicy": model.JSONText, "archivePolicy": model.JSONText,
		},
		Replaces: []model.Replace{{Rule: "Q14", Properties: []string{"name", "namePrefix", "fifoTopic"}}},
		Rules:    slices.Concat(topicChecks(), sampleRates()),
		Fill:     fillTopic,
		Deleted:  deleteSubscriptions,
	}
}

func topicChecks() []model.Rule {
	return []model.Rule{
		model.Conflicts("name", "namePrefix"),
		{ID: "Q14", On: model.Check, Test: topicName},
		{On: model.Check, Test: deduplication},
		model.Length("displayName", 0, 100),
		model.OneOfInts("signatureVersion", 1, 2),
		model.OneOf("tracingConfig", "Active", "PassThrough"),
		model.OneOf("fifoThroughputScope", "Topic", "MessageGroup"),
		model.JSON("policy"), model.JSON("deliveryPolicy"), model.JSON("archivePolicy"),
		{On: model.Create, Test: sameAttributes},
		{On: model.Write, Test: policyPrincipals},
	}
}

func sampleRates() []model.Rule {
	var rules []model.Rule
	for _, protocol := range []string{"application", "firehose", "http", "lambda", "sqs"} {
		rules = append(rules, model.Between(protocol+"SuccessFeedbackSampleRate", 0, 100))
	}
	return rules
}

var (
	standardName = regexp.MustCompile(`^[0-9A-Za-z_-]{1,256}$`)
	fifoName     = regexp.MustCompile(`^[0-9A-Za-z_-]{1,251}\.fifo$`)
)

func topicName(c *model.Call) error {
	shape := standardName
	if c.New.Bool("fifoTopic") {
		shape = fifoName
	}
	if c.New.Known("name") && !schema.IsUnknown(c.New["fifoTopic"]) && !shape.MatchString(c.New.String("name")) {
		return model.Invalidf("name", "invalid topic name: %s", c.New.String("name"))
	}
	return nil
}

func deduplication(c *model.Call) error {
	if c.New.Bool("contentBasedDeduplication") && !c.New.Bool("fifoTopic") && !schema.IsUnknown(c.New["fifoTopic"]) {
		return model.Invalidf("contentBasedDeduplication", "content-based deduplication can only be set for FIFO topics")
	}
	return nil
}

// sameAttributes rejects a topic that exists with other attributes. With the same attributes, the API returns the
// existing topic.
func sameAttributes(c *model.Call) error {
	there := c.Props(Topic, c.Expand(c.Type.ARN))
	if there == nil {
		return nil
	}
	for _, property := range []string{"displayName", "kmsMasterKeyId", "deliveryPolicy", "contentBasedDeduplication"} {
		if c.New.Has(property) && c.New.String(property) != there.String(property) {
			return model.Errorf(invalid, "Invalid parameter: Attributes Reason: Topic already exists with different attributes")
		}
	}
	return nil
}

func fillTopic(c *model.Call) error {
	c.State["owner"] = account.ID
	c.State.Default("policy", defaultPolicy(c.ID))
	if c.State.Bool("fifoTopic") {
		c.State.Default("fifoThroughputScope", "Topic")
	}
	return nil
}

// defaultPolicy is the API's default policy: callers of the own account may use the topic.
func defaultPolicy(arn string) string {
	return `{"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{"Sid":"__default_statement_ID",` +
		`"Effect":"Allow","Principal":{"AWS":"*"},"Action":["SNS:GetTopicAttributes","SNS:SetTopicAttributes",` +
		`"SNS:AddPermission","SNS:RemovePermission","SNS:DeleteTopic","SNS:Subscribe","SNS:ListSubscriptionsByTopic",` +
		`"SNS:Publish"],"Resource":"` + arn + `","Condition":{"StringEquals":{"AWS:SourceOwner":"` + account.ID + `"}}}]}`
}

// deleteSubscriptions deletes the subscriptions of a deleted topic, as the API does.
func deleteSubscriptions(c *model.Call) error {
	for _, r := range c.Find(Subscription, "topic", c.ID) {
		c.Delete(Subscription, r.ID)
	}
	return nil
}
