package broker

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/redis"
)

const (
	maxVisibility = 43200 // seconds, SQS's limit
	maxReceives   = 1000
	maxReplicas   = 5
	maxQueues     = 40 // of one broker; they all stand in one IAM policy
	// maxQueueName is the 80 characters of a queue's name, less a hyphen before it and "-dlq" and 8 random ones behind.
	maxQueueName = 67
	deadLetters  = "-dlq"
)

// instanceTypes are those that Amazon MQ offers for RabbitMQ, by version, and that are named alike everywhere.
var instanceTypes = map[string][]string{
	"3.13": {
		"mq.m5.large", "mq.m5.xlarge", "mq.m5.2xlarge", "mq.m5.4xlarge", "mq.m7g.medium", "mq.m7g.large", "mq.m7g.xlarge",
	},
	"4.2": ofFour,
	"4.3": ofFour,
}

var ofFour = []string{"mq.m7g.medium", "mq.m7g.large", "mq.m7g.xlarge"}

func (a Args) problems(name string) component.Problems {
	var p component.Problems
	redis.ValidateName(&p, name) // whatever the kind, so that Kind can change under the same name
	switch a.Kind {
	case Redis:
		a.settings().Validate(&p)
		p.Between("replicas", a.Replicas, 1, maxReplicas)
	case RabbitMQ:
		a.validateRabbitMQ(&p)
	case SQS:
		p.Required("queues", len(a.Queues) > 0, "each becomes a queue of SQS")
	default:
		p.Want("kind", a.Kind, fmt.Sprintf("%q, %q or %q", Redis, RabbitMQ, SQS))
	}
	a.validateQueues(&p, name)
	return p
}

func (a Args) validateRabbitMQ(p *component.Problems) {
	p.Placement(a.VPCID, a.SubnetIDs)
	p.WeeklyWindow("maintenanceWindow", a.MaintenanceWindow, redis.MinWindow)
	types, ok := instanceTypes[a.RabbitMQVersion]
	if !ok {
		p.Want("rabbitMqVersion", a.RabbitMQVersion, `"3.13", "4.2" or "4.3"`)
		types = ofFour
	}
	if !slices.Contains(types, a.InstanceType) {
		p.Want("instanceType", a.InstanceType, "one of "+strings.Join(types, ", "),
			"Amazon MQ has no other for RabbitMQ "+a.RabbitMQVersion)
	}
	if a.TokenGeneration != 1 {
		p.Want("tokenGeneration", a.TokenGeneration, "1 with kind \"rabbitmq\"",
			"Amazon MQ does not change users; do it in RabbitMQ and put the new URL into the secret")
	}
}

func (a Args) validateQueues(p *component.Problems, name string) {
	p.Between("the number of queues", len(a.Queues), 0, maxQueues)
	seen := map[string]bool{}
	for i, q := range a.Queues {
		field := fmt.Sprintf("queues[%d]", i)
		validateQueueName(p, field+".name", q.Name, name)
		if seen[q.Name] {
			p.Want(field+".name", q.Name, "every name once")
		}
		seen[q.Name] = true
		q.validateTimes(p, field)
		p.Between(field+".maxReceives", q.MaxReceives, 1, maxReceives)
	}
}

func validateQueueName(p *component.Problems, field, queue, name string) {
	switch {
	case queue == "":
		p.Missing(field)
	case !component.IsIdentifier(queue):
		p.Want(field, queue, "lower-case letters, digits and single inner hyphens, a letter first")
	case strings.HasSuffix(queue, deadLetters):
		p.Want(field, queue, "a name that does not end in "+deadLetters, "dead-letter queues are called so")
	case len(queue)+len(name) > maxQueueName:
		p.Want(field, queue, fmt.Sprintf("at most %d characters", maxQueueName-len(name)),
			"a queue's name has 80, of which the broker's name, hyphens, -dlq and a random suffix need the rest")
	}
}

func (q Queue) validateTimes(p *component.Problems, field string) {
	p.Between(field+".longestTask", q.LongestTask, 1, maxVisibility-1)
	p.Between(field+".visibilityTimeout", q.VisibilityTimeout, 1, maxVisibility)
	if q.VisibilityTimeout > 0 && q.VisibilityTimeout <= q.LongestTask && q.LongestTask < maxVisibility {
		p.Want(field+".visibilityTimeout", q.VisibilityTimeout,
			fmt.Sprintf("more than %s.longestTask, %d", field, q.LongestTask),
			"a shorter one gives a task to a second worker while the first is at it")
	}
}
