// Package sns is SNS in the simulated account: topics, their policies and subscriptions. No message is delivered, so a
// queue that denies SNS is not noticed.
package sns

import "github.com/tenfold-iac/tenfold/test/simulator/model"

// Tokens of the resource types.
const (
	Topic        = "aws:sns/topic:Topic"
	TopicPolicy  = "aws:sns/topicPolicy:TopicPolicy"
	Subscription = "aws:sns/topicSubscription:TopicSubscription"
)

const (
	service = "SNS"
	invalid = "InvalidParameter"
	fifo    = ".fifo"
)

// Types are the resource types of the package.
func Types() []*model.Type { return []*model.Type{topic(), topicPolicy(), subscription()} }

// Functions are the data sources of the package.
func Functions() []*model.Function {
	return []*model.Function{{Token: "aws:sns/getTopic:getTopic", Run: getTopic}}
}

// topicExists requires the topic that a property names. Its message does not contain the name.
func topicExists(property string) model.Rule {
	return model.Refers(property, Topic, "NotFound", "Topic does not exist%.0s")
}

// policyPrincipals requires that the principals of the policy exist.
func policyPrincipals(c *model.Call) error {
	if c.MissingPrincipal(model.Document(c.State.Get("policy"))) != "" {
		return model.Errorf(invalid, "Invalid parameter: Policy Error: PrincipalNotFound")
	}
	return nil
}

func getTopic(c *model.Call) (model.Props, error) {
	name := c.New.String("name")
	arn := c.Expand("arn:{partition}:sns:{region}:{account}:") + name
	p := c.Props(Topic, arn)
	if p == nil {
		return nil, model.Providerf("reading SNS Topic (%s): empty result", name)
	}
	return model.Props{"id": arn, "arn": arn, "name": name, "tags": p["tagsAll"]}, nil
}
