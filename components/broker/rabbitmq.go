package broker

import (
	"errors"
	"fmt"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/mq"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/redis"
	"github.com/tenfold-iac/tenfold/components/internal/store"
)

const (
	amqps        = 5671
	rabbitUser   = "celery"
	millisecond  = 1000 // of them in a second
	engineRabbit = "RabbitMQ"
)

func (broker *Broker) rabbitMQ(base store.Base, args Args) error {
	key, err := base.Key()
	if err != nil {
		return err
	}
	group, err := base.SecurityGroup(args.VPCID)
	if err != nil {
		return err
	}
	password, err := base.Password(key, args.TokenGeneration)
	if err != nil {
		return err
	}
	configuration, err := rabbitConfiguration(base, args)
	if err != nil {
		return err
	}
	rabbit, err := mq.NewBroker(base.Ctx, base.Name,
		rabbitArgs(base.Name, args, group.ID(), password, configuration), base.Protected()...)
	if err != nil {
		return fmt.Errorf("creating RabbitMQ: %w", err)
	}
	host := rabbit.Instances.ApplyT(rabbitHost).(pulumi.StringOutput)
	url, err := base.StoreURL(key, password, host, rabbitURL)
	if err != nil {
		return err
	}
	broker.Host, broker.ID, broker.Connection.BrokerName = host, rabbit.ID().ToStringOutput(), rabbit.BrokerName
	broker.Connection.KMSKeyARN, broker.Connection.SecurityGroupID = key.Arn, group.ID().ToStringOutput()
	broker.setURL(url, amqps)
	return nil
}

func rabbitConfiguration(base store.Base, args Args) (*mq.Configuration, error) {
	name := base.Name + "-configuration"
	configuration, err := mq.NewConfiguration(base.Ctx, name, &mq.ConfigurationArgs{
		Description:   pulumi.String("Settings of " + base.Name),
		EngineType:    pulumi.String(engineRabbit),
		EngineVersion: pulumi.String(args.RabbitMQVersion),
		Data:          pulumi.String(rabbitSettings(args.visibilityTimeout())),
		Tags:          component.Tags(name),
	}, base.Options()...)
	if err != nil {
		return nil, fmt.Errorf("creating configuration: %w", err)
	}
	return configuration, nil
}

// rabbitSettings lets a task take as long as a queue says: by default RabbitMQ closes the channel of a worker that has
// not acknowledged a message within 30 minutes.
func rabbitSettings(seconds int) string {
	return fmt.Sprintf("consumer_timeout = %d\n", seconds*millisecond)
}

// rabbitArgs turns automatic minor upgrades on, which Amazon MQ demands from 3.13 on: a version is major.minor, and
// AWS applies the patches in the maintenance window.
func rabbitArgs(
	name string, args Args, group pulumi.IDOutput, password pulumi.StringOutput, configuration *mq.Configuration,
) *mq.BrokerArgs {
	return &mq.BrokerArgs{
		EngineType:              pulumi.String(engineRabbit),
		EngineVersion:           pulumi.String(args.RabbitMQVersion),
		HostInstanceType:        pulumi.String(args.InstanceType),
		DeploymentMode:          pulumi.String(args.deploymentMode()),
		SubnetIds:               args.brokerSubnets(),
		SecurityGroups:          pulumi.StringArray{group},
		PubliclyAccessible:      pulumi.Bool(false),
		StorageType:             pulumi.String("ebs"),
		AuthenticationStrategy:  pulumi.String("simple"),
		AutoMinorVersionUpgrade: pulumi.Bool(true),
		ApplyImmediately:        pulumi.Bool(true),
		Logs:                    mq.BrokerLogsArgs{General: pulumi.Bool(true)},
		Configuration: mq.BrokerConfigurationArgs{
			Id: configuration.ID(), Revision: configuration.LatestRevision,
		},
		MaintenanceWindowStartTime: maintenance(args.MaintenanceWindow),
		Users: mq.BrokerUserArray{mq.BrokerUserArgs{
			Username: pulumi.String(rabbitUser), Password: password,
		}},
		Tags: component.Tags(name),
	}
}

func (a Args) deploymentMode() string {
	if a.SingleInstance {
		return "SINGLE_INSTANCE"
	}
	return "CLUSTER_MULTI_AZ"
}

// brokerSubnets is one subnet for one node; AWS refuses more.
func (a Args) brokerSubnets() pulumi.StringArrayInput {
	if a.SingleInstance {
		return pulumi.StringArray{a.SubnetIDs.ToStringArrayOutput().Index(pulumi.Int(0))}
	}
	return a.SubnetIDs
}

func maintenance(window string) mq.BrokerMaintenanceWindowStartTimeArgs {
	day, clock := redis.MaintenanceStart(window)
	return mq.BrokerMaintenanceWindowStartTimeArgs{
		DayOfWeek: pulumi.String(day), TimeOfDay: pulumi.String(clock), TimeZone: pulumi.String("UTC"),
	}
}

// rabbitHost is the one address of a broker, be it of one node or of three.
func rabbitHost(instances []mq.BrokerInstance) (string, error) {
	for _, instance := range instances {
		for _, endpoint := range instance.Endpoints {
			if rest, ok := strings.CutPrefix(endpoint, "amqps://"); ok {
				host, _, _ := strings.Cut(rest, ":")
				return host, nil
			}
		}
	}
	return "", errors.New("the broker has no endpoint for AMQP over TLS")
}

// rabbitURL ends in the virtual host "/".
func rabbitURL(password, host string) string {
	return fmt.Sprintf("amqps://%s:%s@%s:%d//", rabbitUser, password, host, amqps)
}
