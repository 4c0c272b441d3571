package broker

import (
	"errors"
	"fmt"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/mq"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	amqps        = 5671
	rabbitUser   = "celery"
	millisecond  = 1000 // of them in a second
	engineRabbit = "RabbitMQ"
)

func (b *builder) newRabbitMQ() error {
	store, err := aws.NewStore(b.Base, aws.StoreArgs{VPCID: b.args.VPCID, Generation: b.args.TokenGeneration})
	if err != nil {
		return err
	}
	configuration, err := b.newConfiguration()
	if err != nil {
		return err
	}
	rabbit, err := mq.NewBroker(b.Ctx, b.Name, rabbitArgs(b.Name, b.args, store, configuration),
		b.Protected(pulumi.IgnoreChanges(b.args.settled()))...)
	if err != nil {
		return component.Creating("RabbitMQ", err)
	}
	host := rabbit.Instances.ApplyT(rabbitHost).(pulumi.StringOutput)
	url, err := store.NewURL(b.Base, host, rabbitURL)
	if err != nil {
		return err
	}
	b.id, b.connection.BrokerName = rabbit.ID().ToStringOutput(), rabbit.BrokerName
	b.setStore(store)
	b.setAddress(host, amqps, url)
	return nil
}

func (b *builder) newConfiguration() (*mq.Configuration, error) {
	name := b.Name + "-configuration"
	configuration, err := mq.NewConfiguration(b.Ctx, name, &mq.ConfigurationArgs{
		Description:   pulumi.String("Settings of " + b.Name),
		EngineType:    pulumi.String(engineRabbit),
		EngineVersion: pulumi.String(b.args.RabbitMQVersion),
		Data:          pulumi.String(rabbitSettings(b.args.visibilityTimeout())),
		Tags:          component.Tags(name),
	}, b.Options()...)
	return configuration, component.Creating("configuration", err)
}

// rabbitSettings lets a task take as long as a queue says: by default RabbitMQ closes the channel of a worker that has
// not acknowledged a message within 30 minutes.
func rabbitSettings(seconds int) string {
	return fmt.Sprintf("consumer_timeout = %d\n", seconds*millisecond)
}

// rabbitArgs turns automatic minor upgrades on, which Amazon MQ demands from 3.13 on: a version is major.minor, and
// AWS applies the patches in the maintenance window.
func rabbitArgs(name string, args Args, store aws.Store, configuration *mq.Configuration) *mq.BrokerArgs {
	return &mq.BrokerArgs{
		EngineType:              pulumi.String(engineRabbit),
		EngineVersion:           pulumi.String(args.RabbitMQVersion),
		HostInstanceType:        pulumi.String(args.InstanceType),
		DeploymentMode:          pulumi.String(args.deploymentMode()),
		SubnetIds:               args.brokerSubnets(),
		SecurityGroups:          pulumi.StringArray{store.SecurityGroup.ID()},
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
			Username: pulumi.String(rabbitUser), Password: store.Password,
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

// settled are the properties that stay as they are: another subnet would replace a cluster with its messages, although the
// nodes that run lack nothing. One node is in the first subnet, which does not change.
func (a Args) settled() []string {
	if a.SingleInstance {
		return nil
	}
	return []string{"subnetIds"}
}

// maintenance is the start of a window that has no problems; Amazon MQ takes no end.
func maintenance(text string) mq.BrokerMaintenanceWindowStartTimeArgs {
	window, _ := component.ParseWeekly(text)
	day, minute := window.Start/component.Day, window.Start%component.Day
	return mq.BrokerMaintenanceWindowStartTimeArgs{
		DayOfWeek: pulumi.String(daysOfWeek[day]), TimeZone: pulumi.String("UTC"),
		TimeOfDay: pulumi.String(fmt.Sprintf("%02d:%02d", minute/component.Hour, minute%component.Hour)),
	}
}

// daysOfWeek are Amazon MQ's names of the days.
var daysOfWeek = []string{"MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"}

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
