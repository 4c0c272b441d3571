package broker

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/redis"
)

// ExistingArgs describe a broker that exists already.
type ExistingArgs struct {
	// Kind is Redis, RabbitMQ or SQS. Required.
	Kind string
	// Endpoint is the URL of Redis (not in cluster mode) or RabbitMQ without user and password, such as
	// "rediss://master.tasks.abc123.use1.cache.amazonaws.com:6379". Without a port it has the default one of its kind.
	// Required with Redis and RabbitMQ. Default: none.
	Endpoint string
	// URLSecretARN is a secret of Secrets Manager: a JSON object whose key "url" is BROKER_URL, with user and password.
	// Required with Redis and RabbitMQ. Default: none.
	URLSecretARN pulumi.StringInput
	// KMSKeyARN is the key that encrypts the secret. For a secret without a key of its own it is the AWS managed key
	// aws/secretsmanager. Required with Redis and RabbitMQ. Default: none.
	KMSKeyARN pulumi.StringInput
	// SecurityGroupID is the security group of the broker. Whatever connects adds an ingress rule to it. Required with
	// Redis and RabbitMQ. Default: none.
	SecurityGroupID pulumi.StringInput
	// BrokerName is the name in Amazon MQ, a dimension of the metrics. Required with RabbitMQ. Default: none.
	BrokerName pulumi.StringInput
	// Queues are Celery's queues, at most 40. With SQS at least one is required. Default: none.
	Queues []ExistingQueue
}

// ExistingQueue is one of Celery's queues in a broker that exists already.
type ExistingQueue struct {
	// Name is Celery's name of the queue: lower-case letters, digits and hyphens. Required.
	Name string
	// VisibilityTimeout is after how many seconds a message that is not acknowledged goes to another worker, 1 to 43200.
	// With SQS it must be that of the queue. Required.
	VisibilityTimeout int
	// ARN is the ARN of the queue in SQS. A FIFO queue does not work. Required with SQS. Default: none.
	ARN pulumi.StringInput
	// DeadLetterARN is the ARN of its dead-letter queue, which workers have an alarm on. Required with SQS. Default: none.
	DeadLetterARN pulumi.StringInput
}

// Existing is the connection to a broker that exists already. It creates nothing. Workers, Beat, Flower and tasks that
// send take it like the Connection of a Broker.
func Existing(args ExistingArgs) (Connection, error) {
	if err := args.problems().Err("broker", "existing"); err != nil {
		return Connection{}, err
	}
	known := args.known()
	c := emptyConnection(known)
	c.URLSecretVersion = pulumi.StringOutput{} // nobody says when it changes
	if args.Kind == SQS {
		args.setQueues(&c, known)
		return c, nil
	}
	_, c.Port = args.address()
	c.URLSecretARN = args.URLSecretARN.ToStringOutput()
	c.URLSecret = aws.SecretKey(c.URLSecretARN, "url")
	c.KMSKeyARN, c.SecurityGroupID = args.KMSKeyARN.ToStringOutput(), args.SecurityGroupID.ToStringOutput()
	if args.BrokerName != nil {
		c.BrokerName = args.BrokerName.ToStringOutput()
	}
	return c, nil
}

// known is the arguments of a Broker that have the same settings for Celery.
func (a ExistingArgs) known() Args {
	args := Args{Kind: a.Kind}
	for _, q := range a.Queues {
		args.Queues = append(args.Queues, Queue{Name: q.Name, VisibilityTimeout: q.VisibilityTimeout})
	}
	return args
}

func (a ExistingArgs) setQueues(c *Connection, known Args) {
	urls, names, dead := pulumi.StringMap{}, pulumi.StringMap{}, pulumi.StringMap{}
	var arns pulumi.StringArray
	for _, q := range a.Queues {
		arns = append(arns, q.ARN)
		urls[q.Name] = q.ARN.ToStringOutput().ApplyT(queueURL).(pulumi.StringOutput)
		names[q.Name] = q.ARN.ToStringOutput().ApplyT(queueName).(pulumi.StringOutput)
		dead[q.Name] = q.DeadLetterARN.ToStringOutput().ApplyT(queueName).(pulumi.StringOutput)
	}
	connectQueues(c, known, urls, names, dead, arns)
}

// The parts of "arn:aws:sqs:us-east-1:123456789012:mail".
const (
	arnPartition = 1
	arnService   = 2
	arnRegion    = 3
	arnAccount   = 4
	arnQueue     = 5
	arnParts     = 6
)

func splitARN(arn string) ([]string, error) {
	parts := strings.Split(arn, ":")
	if len(parts) != arnParts || parts[0] != "arn" || parts[arnService] != "sqs" || slices.Contains(parts, "") {
		return nil, fmt.Errorf("broker \"existing\": %q is not the ARN of a queue in SQS", arn)
	}
	if strings.HasSuffix(parts[arnQueue], ".fifo") {
		return nil, errors.New("broker \"existing\": Celery does not work with FIFO queues, such as " + arn)
	}
	return parts, nil
}

func queueName(arn string) (string, error) {
	parts, err := splitARN(arn)
	if err != nil {
		return "", err
	}
	return parts[arnQueue], nil
}

func queueURL(arn string) (string, error) {
	parts, err := splitARN(arn)
	if err != nil {
		return "", err
	}
	domain := "amazonaws.com"
	if parts[arnPartition] == "aws-cn" {
		domain += ".cn"
	}
	return fmt.Sprintf("https://sqs.%s.%s/%s/%s", parts[arnRegion], domain, parts[arnAccount], parts[arnQueue]), nil
}

// endpoints are the schemes and the default port by kind.
var endpoints = map[string]struct {
	schemes []string
	port    int
}{
	Redis: {[]string{"rediss", "redis"}, redis.Port}, RabbitMQ: {[]string{"amqps"}, amqps},
}

// address is the endpoint and its port, 0 when it is not a number.
func (a ExistingArgs) address() (*url.URL, int) {
	parsed, err := url.Parse(a.Endpoint)
	if err != nil {
		return &url.URL{}, 0
	}
	if parsed.Port() == "" {
		return parsed, endpoints[a.Kind].port
	}
	port, _ := strconv.Atoi(parsed.Port())
	return parsed, port
}

func (a ExistingArgs) problems() component.Problems {
	var p component.Problems
	switch a.Kind {
	case Redis, RabbitMQ:
		a.validateEndpoint(&p)
		p.Required("urlSecretArn", a.URLSecretARN != nil, `name the secret whose key "url" is the broker's URL`)
		p.Required("kmsKeyArn", a.KMSKeyARN != nil, "it is the key of the secret")
		p.Required("securityGroupId", a.SecurityGroupID != nil)
		p.Required("brokerName", a.Kind == Redis || a.BrokerName != nil, "metrics of RabbitMQ have it as a dimension")
	case SQS:
		p.Required("queues", len(a.Queues) > 0)
	default:
		p.Want("kind", a.Kind, fmt.Sprintf("%q, %q or %q", Redis, RabbitMQ, SQS))
	}
	a.validateQueues(&p)
	return p
}

// validateEndpoint does not print an endpoint with a password.
func (a ExistingArgs) validateEndpoint(p *component.Problems) {
	const field = "endpoint"
	schemes := endpoints[a.Kind].schemes
	parsed, port := a.address()
	switch {
	case a.Endpoint == "":
		p.Missing(field, "such as "+schemes[0]+"://host")
	case parsed.User != nil:
		p.Want(field, "a URL with a user or a password", "one without", "put the whole URL into the secret")
	case !slices.Contains(schemes, parsed.Scheme) || parsed.Hostname() == "":
		p.Want(field, a.Endpoint, "a URL that begins with "+strings.Join(schemes, ":// or ")+"://")
	case port < 1 || port > 65535:
		p.Want(field, a.Endpoint, "a URL with a port of 1 to 65535")
	default:
		if problem := celery.CheckBrokerURL(a.Endpoint); problem != "" {
			p.Want(field, a.Endpoint, "a broker that is not in cluster mode", problem)
		}
	}
}

func (a ExistingArgs) validateQueues(p *component.Problems) {
	p.Between("the number of queues", len(a.Queues), 0, maxQueues)
	for i, q := range a.Queues {
		field := fmt.Sprintf("queues[%d]", i)
		if !component.IsQueue(q.Name) {
			p.Want(field+".name", q.Name, "lower-case letters, digits and hyphens")
		}
		if slices.ContainsFunc(a.Queues[:i], func(other ExistingQueue) bool { return other.Name == q.Name }) {
			p.Want(field+".name", q.Name, "every name once")
		}
		p.Between(field+".visibilityTimeout", q.VisibilityTimeout, 1, maxVisibility)
		if a.Kind == SQS {
			validateARN(p, field+".arn", q.ARN)
			validateARN(p, field+".deadLetterArn", q.DeadLetterARN)
		}
	}
}

// validateARN checks an ARN that is known already. Others are checked as soon as they are known.
func validateARN(p *component.Problems, field string, arn pulumi.StringInput) {
	p.Required(field, arn != nil)
	if text, ok := arn.(pulumi.String); ok {
		if _, err := splitARN(string(text)); err != nil {
			p.Want(field, string(text), "the ARN of a standard queue, such as arn:aws:sqs:us-east-1:123456789012:mail")
		}
	}
}
