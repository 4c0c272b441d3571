package mq_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
	"github.com/tenfold-iac/tenfold/test/simulator/kms"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/mq"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

type props = model.Props

// fixture is an account with a network that brokers can stand in.
type fixture struct {
	*simtest.Account
	a, b, a2, group, stranger, key string // a2 is in zone a too
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{Account: simtest.New(t, slices.Concat(ec2.Types(), kms.Types(), mq.Types()), mq.Functions())}
	vpc, _ := f.MustCreate(ec2.VPC, "main", props{"cidrBlock": "10.0.0.0/16"})
	other, _ := f.MustCreate(ec2.VPC, "other", props{"cidrBlock": "10.1.0.0/16"})
	subnet := func(name, cidr, zone string) string {
		id, _ := f.MustCreate(ec2.Subnet, name, props{"vpcId": vpc, "cidrBlock": cidr, "availabilityZone": zone})
		return id
	}
	f.a = subnet("a", "10.0.0.0/24", "us-east-1a")
	f.b = subnet("b", "10.0.1.0/24", "us-east-1b")
	f.a2 = subnet("a2", "10.0.2.0/24", "us-east-1a")
	f.group, _ = f.MustCreate(ec2.SecurityGroup, "mq", props{"vpcId": vpc})
	f.stranger, _ = f.MustCreate(ec2.SecurityGroup, "stranger", props{"vpcId": other})
	_, key := f.MustCreate(kms.Key, "mq", props{})
	f.key = key.String("arn")
	f.MustCreate(mq.Configuration, "c", configInputs(nil))
	return f
}

func configInputs(changes props) props {
	return simtest.With(props{"name": "c", "engineType": "RabbitMQ", "engineVersion": "3.13", "data": "x = 1"}, changes)
}

func user(changes props) []any {
	return []any{map[string]any(simtest.With(props{"username": "celery", "password": "a-long-password"}, changes))}
}

func list(values ...any) []any { return values }

// rabbit are the inputs of a RabbitMQ broker of one node, with changes.
func (f *fixture) rabbit(changes props) props {
	return simtest.With(props{
		"brokerName": "tasks", "engineType": "RabbitMQ", "engineVersion": "3.13", "hostInstanceType": "mq.m5.large",
		"autoMinorVersionUpgrade": true, "users": user(nil), "subnetIds": list(f.a), "securityGroups": list(f.group),
	}, changes)
}

// active are the inputs of an ActiveMQ broker of one node, with changes.
func (f *fixture) active(changes props) props {
	return simtest.With(f.rabbit(props{"engineType": "ActiveMQ", "engineVersion": "5.18"}), changes)
}

// errorCase is a broker and its expected error; an empty error means success.
type errorCase struct {
	name    string
	changes func(f *fixture) props
	err     string
}

func set(p props) func(*fixture) props { return func(*fixture) props { return p } }

func creates(t *testing.T, base func(*fixture, props) props, cases []errorCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f := newFixture(t)
			_, _, err := f.Create(mq.Broker, "b", base(f, c.changes(f)))
			if c.err == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.err)
		})
	}
}

func TestUsers(t *testing.T) {
	many := make([]any, 21)
	for i := range many {
		many[i] = "group"
	}
	creates(t, (*fixture).rabbit, []errorCase{
		{"fits", set(nil), ""},
		{
			"MQ1 short", set(props{"users": user(props{"password": "elevenchars"})}),
			`"password" must be a minimum of 12 characters`,
		},
		{
			"MQ1 long", set(props{"users": user(props{"password": strings.Repeat("abcde", 51)})}),
			`"password" must be a maximum of 250 characters`,
		},
		{
			"MQ1 unique", set(props{"users": user(props{"password": "abcabcabcabc"})}),
			`"password" must contain at least 4 unique characters`,
		},
		{
			"MQ1 charset", set(props{"users": user(props{"password": "a-long=password"})}),
			`"password" must not contain commas, colons, or equal signs`,
		},
		{
			"MQ3 name", set(props{"users": user(props{"username": "c"})}),
			"expected length of username to be in the range (2 - 100), got c",
		},
		{
			"MQ3 group", set(props{"users": user(props{"groups": list("g")})}),
			"expected length of groups to be in the range (2 - 100), got g",
		},
		{
			"MQ3 groups", set(props{"users": user(props{"groups": many})}),
			"Too many groups: Attribute supports 20 item maximum, but config has 21 declared.",
		},
		{
			"MQ7", set(props{"users": append(user(nil), user(props{"username": "more"})...)}),
			"BadRequestException: Exactly one broker user is required for a RabbitMQ broker",
		},
	})
	creates(t, (*fixture).active, []errorCase{
		{"MQ7 ActiveMQ", set(props{"users": append(user(nil), user(props{"username": "more"})...)}), ""},
	})
	f := newFixture(t)
	unknown := props{"users": list(map[string]any{"username": simtest.Unknown, "password": simtest.Unknown})}
	require.Empty(t, f.Check(mq.Broker, "b", f.rabbit(unknown)))
}

func TestBrokerRules(t *testing.T) {
	const engine = "BadRequestException: Broker engine version [3.13.7] is invalid for broker engine type [RABBITMQ]. Valid values: [4.3, 4.2, 3.13]"
	creates(t, (*fixture).rabbit, []errorCase{
		{"autonamed", set(props{"brokerName": nil}), ""},
		{"MQ2", set(props{"brokerName": "a b"}), `invalid value for broker_name (must contain only alphanumeric`},
		{"MQ2 length", set(props{"brokerName": strings.Repeat("a", 51)}), `invalid value for broker_name`},
		{
			"MQ3", set(props{"securityGroups": list("1", "2", "3", "4", "5", "6")}),
			"Too many security_groups: Attribute supports 5 item maximum, but config has 6 declared.",
		},
		{
			"MQ6", set(props{"logs": map[string]any{"audit": true}}),
			"logs.audit: Can not be configured when engine is RabbitMQ",
		},
		{"MQ6 fits", set(props{"logs": map[string]any{"general": true}}), ""},
		{"engine", set(props{"engineType": "Kafka"}), `expected engine_type to be one of ["ActiveMQ" "RabbitMQ"], got Kafka`},
		{"version", set(props{"engineVersion": "3.13.7"}), engine},
		{
			"patches", set(props{"autoMinorVersionUpgrade": nil}),
			"BadRequestException: AutoMinorVersionUpgrade must be true for RabbitMQ broker engine version [3.13].",
		},
		{"MQ12", set(props{"engineVersion": "3.12.13"}), "BadRequestException: Broker engine version [3.12.13] is invalid for broker engine type [RABBITMQ]."},
		{"LDAP", set(props{"authenticationStrategy": "ldap"}), "LDAP is not supported for engine type [RabbitMQ]."},
		{
			"instance", set(props{"hostInstanceType": "mq.m9.large"}),
			"BadRequestException: Broker host instance type [mq.m9.large] is invalid for engine type [RabbitMQ].",
		},
		{
			"instance of ActiveMQ", set(props{"hostInstanceType": "mq.m4.large"}),
			"Broker host instance type [mq.m4.large] is invalid for engine type [RabbitMQ].",
		},
		{
			"instance of RabbitMQ 4", set(props{"engineVersion": "4.2"}),
			"Broker host instance type [mq.m5.large] is not supported for RabbitMQ 4.",
		},
		{"RabbitMQ 4", set(props{"engineVersion": "4.2", "hostInstanceType": "mq.m7g.large"}), ""},
		{"MQ10 efs", set(props{"storageType": "efs"}), "Storage type [efs] is not supported for engine type [RabbitMQ]."},
		{"storage", set(props{"storageType": "s3"}), `expected storage_type to be one of ["efs" "ebs"], got s3`},
		{"replication", set(props{"dataReplicationMode": "ALL"}), "expected data_replication_mode to be one of "},
		{"strategy", set(props{"authenticationStrategy": "none"}), "expected authentication_strategy to be one of "},
		{
			"day", set(props{"maintenanceWindowStartTime": window("SUN", "03:00")}),
			"expected maintenance_window_start_time.day_of_week to be one of ",
		},
		{"time", set(props{"maintenanceWindowStartTime": window("SUNDAY", "3am")}), "invalid value for time_of_day: "},
		{
			"no configuration", set(props{"configuration": map[string]any{"id": "c-none"}}),
			"NotFoundException: Can't find requested configuration [c-none]. Make sure your configuration exists.",
		},
		{"key", func(f *fixture) props { return encrypted(f.key, false) }, ""},
		{
			"key and AWS's", func(f *fixture) props { return encrypted(f.key, true) },
			"A KMS key cannot be specified when UseAwsOwnedKey is true.",
		},
		{"key that is gone", func(f *fixture) props { return encrypted(f.key+"0", false) }, "does not exist."},
	})
	creates(t, (*fixture).active, []errorCase{
		{"fits", set(nil), ""},
		{"audit", set(props{"logs": map[string]any{"audit": true}}), ""},
		{
			"patches", set(props{"autoMinorVersionUpgrade": false}),
			"AutoMinorVersionUpgrade must be true for ActiveMQ broker engine version [5.18].",
		},
		{"ebs", set(props{"storageType": "ebs"}), ""},
		{
			"ebs on small", set(props{"storageType": "ebs", "hostInstanceType": "mq.t3.micro"}),
			"Storage type [ebs] is not supported for host instance type [mq.t3.micro].",
		},
	})
}

func window(day, at string) map[string]any {
	return map[string]any{"dayOfWeek": day, "timeOfDay": at, "timeZone": "UTC"}
}

func encrypted(key string, owned bool) props {
	return props{"encryptionOptions": map[string]any{"kmsKeyId": key, "useAwsOwnedKey": owned}}
}

func TestPlacement(t *testing.T) {
	const (
		one  = "BadRequestException: Specify only one subnet for the [SINGLE_INSTANCE] deployment mode."
		two  = "Specify two subnets in different Availability Zones for the [ACTIVE_STANDBY_MULTI_AZ] deployment mode."
		many = "Specify subnets in at least two different Availability Zones for the [CLUSTER_MULTI_AZ] deployment mode."
		half = "BadRequestException: Subnets and security groups must belong to the default VPC when only one is provided."
	)
	place := func(mode string, pick func(f *fixture) []any) func(*fixture) props {
		return func(f *fixture) props { return props{"deploymentMode": mode, "subnetIds": pick(f)} }
	}
	inA := func(f *fixture) []any { return list(f.a) }
	inAB := func(f *fixture) []any { return list(f.a, f.b) }
	inAA := func(f *fixture) []any { return list(f.a, f.a2) }
	const cluster, standby = "CLUSTER_MULTI_AZ", "ACTIVE_STANDBY_MULTI_AZ"
	nowhere := props{"subnetIds": nil, "securityGroups": nil}
	creates(t, (*fixture).rabbit, []errorCase{
		{"MQ4 one", place("SINGLE_INSTANCE", inAB), one},
		{"MQ4 cluster", place(cluster, inAB), ""},
		{"MQ4 cluster in one zone", place(cluster, inA), many},
		{"MQ4 cluster twice in a zone", place(cluster, inAA), many},
		{
			"MQ4 engine", place(standby, inAB),
			"Deployment mode [ACTIVE_STANDBY_MULTI_AZ] is not supported for engine type [RabbitMQ].",
		},
		{
			"MQ4 mode", place("MANY", inA),
			`expected deployment_mode to be one of ["SINGLE_INSTANCE" "ACTIVE_STANDBY_MULTI_AZ" `,
		},
		{"MQ5 no group", set(props{"securityGroups": nil}), half},
		{"MQ5 no subnet", set(props{"subnetIds": nil}), half},
		{"MQ5 neither", set(nowhere), "BadRequestException: Default VPC not found"},
		{"MQ5 public", func(f *fixture) props {
			return props{"subnetIds": nil, "securityGroups": nil, "publiclyAccessible": true}
		}, ""},
		{"MQ10 micro cluster", func(f *fixture) props {
			return props{"deploymentMode": cluster, "subnetIds": inAB(f), "hostInstanceType": "mq.t3.micro"}
		}, "Broker host instance type [mq.t3.micro] is not supported for deployment mode [CLUSTER_MULTI_AZ]."},
		{"subnet", set(props{"subnetIds": list("subnet-1")}), "BadRequestException: Subnet [subnet-1] does not exist."},
		{"group", set(props{"securityGroups": list("sg-1")}), "BadRequestException: Security group [sg-1] does not exist."},
		{
			"group elsewhere", func(f *fixture) props { return props{"securityGroups": list(f.stranger)} },
			"does not belong to the VPC of the subnets.",
		},
	})
	creates(t, (*fixture).active, []errorCase{
		{"MQ4 standby", place(standby, inAB), ""},
		{"MQ4 standby in one zone", place(standby, inAA), two},
		{"MQ4 standby of one", place(standby, inA), two},
		{
			"MQ4 engine", place(cluster, inAB),
			"Deployment mode [CLUSTER_MULTI_AZ] is not supported for engine type [ActiveMQ].",
		},
		{
			"MQ5 public", set(props{"subnetIds": nil, "securityGroups": nil, "publiclyAccessible": true}),
			"BadRequestException: Default VPC not found",
		},
	})
}
