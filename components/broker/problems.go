package broker

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/redis"
)

const (
	longestVisibility = 43200 // seconds, SQS's limit
	mostReceives      = 1000
	mostReplicas      = 5
	mostQueues        = 40 // of one broker; they all stand in one IAM policy
	// longestQueue is the 80 characters of a queue's name, less a hyphen before it and "-dlq" and 8 random ones behind.
	longestQueue = 67
	deadLetters  = "-dlq"
)

// instanceTypes are those that Amazon MQ offers for RabbitMQ, by version, and that are named alike everywhere.
var instanceTypes = map[string][]string{
	"3.13": {
		"mq.m5.large", "mq.m5.xlarge", "mq.m5.2xlarge", "mq.m5.4xlarge", "mq.m7g.medium", "mq.m7g.large", "mq.m7g.xlarge",
	},
	"4.2": {"mq.m7g.medium", "mq.m7g.large", "mq.m7g.xlarge"},
}

var queuePattern = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

func (a Args) problems(name string) component.Problems {
	var p component.Problems
	redis.CheckName(&p, name)
	switch a.Kind {
	case Redis:
		a.settings().Check(&p)
		p.Between("replicas", a.Replicas, 1, mostReplicas)
	case RabbitMQ:
		a.rabbitProblems(&p)
	case SQS:
		p.Required("queues", len(a.Queues) > 0, "each becomes a queue of SQS")
	default:
		p.Want("kind", a.Kind, fmt.Sprintf("%q, %q or %q", Redis, RabbitMQ, SQS))
	}
	a.queueProblems(&p, name)
	return p
}

func (a Args) rabbitProblems(p *component.Problems) {
	p.Required("vpcId", a.VPCID != nil)
	redis.CheckSubnets(p, a.SubnetIDs)
	redis.CheckMaintenance(p, a.MaintenanceWindow)
	types, ok := instanceTypes[a.RabbitMQVersion]
	if !ok {
		p.Want("rabbitMqVersion", a.RabbitMQVersion, `"3.13" or "4.2"`)
		types = instanceTypes["4.2"]
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

func (a Args) queueProblems(p *component.Problems, name string) {
	p.Between("the number of queues", len(a.Queues), 0, mostQueues)
	seen := map[string]bool{}
	for i, q := range a.Queues {
		field := fmt.Sprintf("queues[%d]", i)
		a.queueName(p, field+".name", q.Name, name)
		if seen[q.Name] {
			p.Want(field+".name", q.Name, "every name once")
		}
		seen[q.Name] = true
		q.timeProblems(p, field)
		p.Between(field+".maxReceives", q.MaxReceives, 1, mostReceives)
	}
}

func (a Args) queueName(p *component.Problems, field, queue, name string) {
	switch {
	case queue == "":
		p.Missing(field)
	case !queuePattern.MatchString(queue):
		p.Want(field, queue, "lower-case letters, digits and single inner hyphens, a letter first")
	case strings.HasSuffix(queue, deadLetters):
		p.Want(field, queue, "a name that does not end in "+deadLetters, "dead-letter queues are called so")
	case len(queue)+len(name) > longestQueue:
		p.Want(field, queue, fmt.Sprintf("at most %d characters", longestQueue-len(name)),
			"a queue's name has 80, of which the broker's name, hyphens, -dlq and a random suffix need the rest")
	}
}

func (q Queue) timeProblems(p *component.Problems, field string) {
	p.Between(field+".longestTask", q.LongestTask, 1, longestVisibility-1)
	p.Between(field+".visibilityTimeout", q.VisibilityTimeout, 1, longestVisibility)
	if q.VisibilityTimeout > 0 && q.VisibilityTimeout <= q.LongestTask && q.LongestTask < longestVisibility {
		p.Want(field+".visibilityTimeout", q.VisibilityTimeout,
			fmt.Sprintf("more than %s.longestTask, %d", field, q.LongestTask),
			"a shorter one gives a task to a second worker while the first is at it")
	}
}
