package broker

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/argsdoc"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

func existingRedis() ExistingArgs {
	return ExistingArgs{
		Kind: Redis, Endpoint: "rediss://master.tasks.abc123.use1.cache.amazonaws.com:6380",
		URLSecretARN: pulumi.String("arn:secret"), KMSKeyARN: pulumi.String("arn:key"),
		SecurityGroupID: pulumi.String("sg-1"), Queues: []ExistingQueue{{Name: "mail", VisibilityTimeout: 1200}},
	}
}

func existingSQS() ExistingArgs {
	const prefix = "arn:aws-cn:sqs:cn-north-1:123456789012:"
	return ExistingArgs{Kind: SQS, Queues: []ExistingQueue{
		{
			Name: "mail", VisibilityTimeout: 900,
			ARN: pulumi.String(prefix + "shop-mail"), DeadLetterARN: pulumi.String(prefix + "shop-mail-dead"),
		},
		{
			Name: "reports", VisibilityTimeout: 3600,
			ARN: pulumi.String(prefix + "shop-reports"), DeadLetterARN: pulumi.String(prefix + "shop-dead"),
		},
	}}
}

func TestExistingIsDocumented(t *testing.T) {
	argsdoc.Check(t, ExistingArgs{})
	argsdoc.Check(t, ExistingQueue{})
}

// connect probes a connection, and requires that it creates nothing.
func connect(t *testing.T, args ExistingArgs) (Connection, *stacktest.Recording) {
	t.Helper()
	var c Connection
	rec := stacktest.Run(t, func(ctx *pulumi.Context) (err error) {
		if c, err = Existing(args); err != nil {
			return err
		}
		return stacktest.ProbeEach(ctx, pulumi.Map{
			"secret": c.URLSecretARN, "reference": c.URLSecret, "key": c.KMSKeyARN, "group": c.SecurityGroupID,
			"urls": c.QueueURLs, "predefined": c.PredefinedQueues, "produce": c.ProducerPolicy, "consume": c.ConsumerPolicy,
			"settings": c.ProducerSettings, "name": c.BrokerName, "names": c.QueueNames, "dead": c.DeadLetterQueueNames,
		})
	})
	require.Empty(t, rec.Counts())
	return c, rec
}

func TestExistingRedis(t *testing.T) {
	c, rec := connect(t, existingRedis())
	require.Equal(t, []any{"redis", "", 6380, 1200}, []any{c.Kind, c.URL, c.Port, c.VisibilityTimeout})
	require.Equal(t, map[string]int{"mail": 1200}, c.VisibilityTimeouts)
	for name, want := range map[string]any{
		"secret": "arn:secret", "reference": "arn:secret:url::", "key": "arn:key", "group": "sg-1", "name": "",
		"produce": "", "consume": "", "predefined": "", "urls": map[string]any{}, "dead": map[string]any{},
		"settings": Args{Kind: Redis, Queues: []Queue{{Name: "mail", VisibilityTimeout: 1200}}}.producer().Settings(),
	} {
		require.Equal(t, want, rec.Value(t, name), name)
	}
}

func TestExistingRabbitMQ(t *testing.T) {
	args := existingRedis()
	args.Kind, args.Endpoint, args.BrokerName = RabbitMQ, "amqps://b-1.mq.us-east-1.on.aws", pulumi.String("tasks")
	c, rec := connect(t, args)
	require.Equal(t, 5671, c.Port)
	require.Equal(t, "tasks", rec.Value(t, "name"))
	require.Contains(t, rec.Value(t, "settings"), `"mail"`)
}

func TestExistingSQS(t *testing.T) {
	c, rec := connect(t, existingSQS())
	require.Equal(t, []any{"sqs", "sqs://", 0, 3600}, []any{c.Kind, c.URL, c.Port, c.VisibilityTimeout})
	require.Equal(t, map[string]int{"mail": 900, "reports": 3600}, c.VisibilityTimeouts)
	const url, arn = "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/", "arn:aws-cn:sqs:cn-north-1:123456789012:"
	arns := []string{arn + "shop-mail", arn + "shop-reports"}
	predefined := `{"mail":{"url":"` + url + `shop-mail"},"reports":{"url":"` + url + `shop-reports"}}`
	for name, want := range map[string]any{
		"urls":       map[string]any{"mail": url + "shop-mail", "reports": url + "shop-reports"},
		"predefined": predefined,
		"names":      map[string]any{"mail": "shop-mail", "reports": "shop-reports"},
		"dead":       map[string]any{"mail": "shop-mail-dead", "reports": "shop-dead"},
		"produce":    producerPolicy(arns), "consume": consumerPolicy(arns),
		"settings": existingSQS().known().sqsProducer(predefined, arns),
	} {
		require.Equal(t, want, rec.Value(t, name), name)
	}
}

func TestExistingProblems(t *testing.T) {
	const arnWant = "; want the ARN of a standard queue, such as arn:aws:sqs:us-east-1:123456789012:mail"
	cluster := "rediss://clustercfg.cache.abc123.use1.cache.amazonaws.com"
	for want, change := range map[string]func(*ExistingArgs){
		`kind is "kafka"; want "redis", "rabbitmq" or "sqs"`: func(a *ExistingArgs) { a.Kind = "kafka" },
		`endpoint is required; such as rediss://host`:        func(a *ExistingArgs) { a.Endpoint = "" },
		`endpoint is "a URL with a user or a password"; want one without; put the whole URL into the secret`: func(
			a *ExistingArgs,
		) {
			a.Endpoint = "rediss://:hunter2@tasks"
		},
		`endpoint is "amqps://tasks"; want a URL that begins with rediss:// or redis://`: func(a *ExistingArgs) {
			a.Endpoint = "amqps://tasks"
		},
		`endpoint is "redis://tasks:0"; want a URL with a port of 1 to 65535`: func(a *ExistingArgs) {
			a.Endpoint = "redis://tasks:0"
		},
		`endpoint is "` + cluster + `"; want a broker that is not in cluster mode; this is a Redis Cluster, whose slots ` +
			`Celery's commands over several keys cannot cross; use a broker that is not clustered`: func(a *ExistingArgs) {
			a.Endpoint = cluster
		},
		`urlSecretArn is required; name the secret whose key "url" is the broker's URL`: func(a *ExistingArgs) {
			a.URLSecretARN = nil
		},
		`kmsKeyArn is required; it is the key of the secret`: func(a *ExistingArgs) { a.KMSKeyARN = nil },
		`securityGroupId is required`:                        func(a *ExistingArgs) { a.SecurityGroupID = nil },
		`brokerName is required; metrics of RabbitMQ have it as a dimension`: func(a *ExistingArgs) {
			a.Kind, a.Endpoint = RabbitMQ, "amqps://tasks"
		},
		`queues is required`: func(a *ExistingArgs) { *a = ExistingArgs{Kind: SQS} },
		`queues[0].name is "Mail"; want lower-case letters, digits and hyphens`: func(a *ExistingArgs) {
			a.Queues[0].Name = "Mail"
		},
		`queues[1].name is "mail"; want every name once`: func(a *ExistingArgs) {
			a.Queues = append(a.Queues, a.Queues[0])
		},
		`queues[0].visibilityTimeout is 43201; want 1 to 43200`: func(a *ExistingArgs) {
			a.Queues[0].VisibilityTimeout = 43201
		},
		`the number of queues is 41; want 0 to 40`: func(a *ExistingArgs) {
			for i := range 40 {
				a.Queues = append(a.Queues, ExistingQueue{Name: "q" + string(rune('a'+i%26)) + "-" +
					string(rune('a'+i/26)), VisibilityTimeout: 1})
			}
		},
		`queues[0].arn is required`: func(a *ExistingArgs) { *a = existingSQS(); a.Queues[0].ARN = nil },
		`queues[0].arn is "arn:aws:sns:us-east-1:1:mail"` + arnWant: func(a *ExistingArgs) {
			*a = existingSQS()
			a.Queues[0].ARN = pulumi.String("arn:aws:sns:us-east-1:1:mail")
		},
		`queues[1].deadLetterArn is "arn:aws:sqs:us-east-1:1:dead.fifo"` + arnWant: func(a *ExistingArgs) {
			*a = existingSQS()
			a.Queues[1].DeadLetterARN = pulumi.String("arn:aws:sqs:us-east-1:1:dead.fifo")
		},
	} {
		args := existingRedis()
		change(&args)
		_, err := Existing(args)
		require.EqualError(t, err, `broker "existing": `+want)
	}
}

func TestExistingFindsAllProblemsAtOnce(t *testing.T) {
	_, err := Existing(ExistingArgs{Kind: Redis})
	require.EqualError(t, err, `broker "existing": endpoint is required; such as rediss://host
broker "existing": urlSecretArn is required; name the secret whose key "url" is the broker's URL
broker "existing": kmsKeyArn is required; it is the key of the secret
broker "existing": securityGroupId is required`)
}

// An ARN that is known only later is checked then.
func TestExistingARNThatIsKnownLater(t *testing.T) {
	args := existingSQS()
	args.Queues[0].ARN = pulumi.String("arn:aws:sqs:us-east-1:1:mail.fifo").ToStringOutput()
	err := stacktest.RunErr(t, func(ctx *pulumi.Context) error {
		c, err := Existing(args)
		if err != nil {
			return err
		}
		return stacktest.ProbeEach(ctx, pulumi.Map{"urls": c.QueueURLs})
	})
	require.ErrorContains(t, err, `broker "existing": Celery does not work with FIFO queues, such as `+
		`arn:aws:sqs:us-east-1:1:mail.fifo`)
}
