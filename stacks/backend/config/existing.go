package config

import (
	"fmt"
	"slices"

	"github.com/tenfold-iac/tenfold/components/broker"
)

// Existing are parts of the AWS account that the environment uses and does not own: it neither changes nor deletes them.
// Each is looked up in the preview.
type Existing struct {
	// Network to run in.
	Network ExistingNetwork `json:"network" example:"{vpcId: vpc-0a1b2c3d, publicSubnetIds: [subnet-0a, subnet-0b], privateSubnetIds: [subnet-0c, subnet-0d]}"`
	// PostgreSQL on RDS. PgBouncer creates the application's database and roles in it.
	Database ExistingDatabase `json:"database" example:"{identifier: shop, masterSecretArn: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:shop-AbCdEf'}"`
	// Cache in ElastiCache, in cluster mode.
	Cache ExistingRedis `json:"cache" example:"{replicationGroupId: shop-cache, urlSecretArn: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:shop-cache-AbCdEf'}"`
	// Message broker of the kind in overrides.broker.kind.
	Broker ExistingBroker `json:"broker" example:"{replicationGroupId: shop-broker, urlSecretArn: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:shop-broker-AbCdEf'}"`
	// Bucket for uploads in S3.
	Storage ExistingStorage `json:"storage" example:"{uploadsBucket: shop-uploads}"`
}

// ExistingNetwork is a VPC with its subnets. The subnets of each list are in different availability zones.
type ExistingNetwork struct {
	// ID of the VPC. It has DNS support and DNS hostnames.
	VPCID string `json:"vpcId" required:"true" pattern:"^vpc-[0-9a-f]+$" want:"the ID of a VPC, such as vpc-0a1b2c3d" example:"vpc-0a1b2c3d"`
	// Subnets of the load balancer, with a route to an internet gateway.
	PublicSubnetIDs []string `json:"publicSubnetIds" required:"true" min:"2" pattern:"^subnet-[0-9a-f]+$" want:"the ID of a subnet, such as subnet-0a1b2c3d" example:"[subnet-0a, subnet-0b]"`
	// Subnets of all containers, with a route to the internet through NAT.
	PrivateSubnetIDs []string `json:"privateSubnetIds" required:"true" min:"2" pattern:"^subnet-[0-9a-f]+$" want:"the ID of a subnet, such as subnet-0a1b2c3d" example:"[subnet-0c, subnet-0d]"`
	// Subnets of the database, the cache and the broker.
	IsolatedSubnetIDs []string `json:"isolatedSubnetIds" unset:"privateSubnetIds" pattern:"^subnet-[0-9a-f]+$" want:"the ID of a subnet, such as subnet-0a1b2c3d" example:"[subnet-0e, subnet-0f]"`
}

// IsSet reports whether the environment runs in an existing network.
func (n ExistingNetwork) IsSet() bool { return n.VPCID != "" }

// ExistingDatabase is a PostgreSQL instance on RDS, in the existing network.
type ExistingDatabase struct {
	// Identifier of the primary.
	Identifier string `json:"identifier" required:"true" example:"shop"`
	// Identifiers of its read replicas.
	Replicas []string `json:"replicas" example:"[shop-replica-1]"`
	// Secret with `username` and `password` of the master user.
	MasterSecretARN string `json:"masterSecretArn" unset:"the secret that RDS manages" pattern:"^arn:aws[a-z-]*:secretsmanager:.+:secret:.+$" want:"the ARN of a Secrets Manager secret" example:"arn:aws:secretsmanager:us-east-1:123456789012:secret:shop-AbCdEf"`
	// Security group that gets a rule for each part that connects.
	SecurityGroupID string `json:"securityGroupId" unset:"the only one that it has" pattern:"^sg-[0-9a-f]+$" want:"the ID of a security group, such as sg-0a1b2c3d" example:"sg-0a1b2c3d"`
	// Connections that each instance accepts (`max_connections`).
	MaxConnections int `json:"maxConnections" unset:"RDS's default for the instance class" max:"8388607"`
}

// IsSet reports whether the environment uses an existing database.
func (d ExistingDatabase) IsSet() bool { return d.Identifier != "" }

// ExistingRedis is a replication group of ElastiCache, in the existing network.
type ExistingRedis struct {
	// ID of the replication group.
	ReplicationGroupID string `json:"replicationGroupId" required:"true" example:"shop-cache"`
	// Security group that gets a rule for each part that connects.
	SecurityGroupID string `json:"securityGroupId" unset:"the only one that it has" pattern:"^sg-[0-9a-f]+$" want:"the ID of a security group, such as sg-0a1b2c3d" example:"sg-0a1b2c3d"`
	// Secret whose key `url` is the URL with the password, such as rediss://:password@host:6379.
	URLSecretARN string `json:"urlSecretArn" required:"true" pattern:"^arn:aws[a-z-]*:secretsmanager:.+:secret:.+$" want:"the ARN of a Secrets Manager secret" example:"arn:aws:secretsmanager:us-east-1:123456789012:secret:shop-cache-AbCdEf"`
}

// IsSet reports whether the environment uses an existing replication group.
func (r ExistingRedis) IsSet() bool { return r.ReplicationGroupID != "" }

// ExistingBroker is a broker: a replication group, a RabbitMQ broker of Amazon MQ, or queues of SQS.
type ExistingBroker struct {
	// ID of the replication group, with the kind redis. It is not in cluster mode.
	ReplicationGroupID string `json:"replicationGroupId" example:"shop-broker"`
	// Name of the broker in Amazon MQ, with the kind rabbitmq.
	BrokerName string `json:"brokerName" example:"shop"`
	// Security group that gets a rule for each part that connects.
	SecurityGroupID string `json:"securityGroupId" unset:"the only one that it has" pattern:"^sg-[0-9a-f]+$" want:"the ID of a security group, such as sg-0a1b2c3d" example:"sg-0a1b2c3d"`
	// Secret whose key `url` is the URL with user and password, with the kinds redis and rabbitmq.
	URLSecretARN string `json:"urlSecretArn" pattern:"^arn:aws[a-z-]*:secretsmanager:.+:secret:.+$" want:"the ARN of a Secrets Manager secret" example:"arn:aws:secretsmanager:us-east-1:123456789012:secret:shop-broker-AbCdEf"`
	// Queues in SQS by Celery's names for them, with the kind sqs.
	Queues map[string]ExistingQueue `json:"queues" names:"true" example:"{celery: {name: shop-celery, deadLetterName: shop-celery-dead}}"`
}

// IsSet reports whether the environment uses an existing broker.
func (b ExistingBroker) IsSet() bool {
	return b.ReplicationGroupID != "" || b.BrokerName != "" || b.URLSecretARN != "" || len(b.Queues) > 0
}

// ExistingQueue is a queue of SQS.
type ExistingQueue struct {
	// Name of the queue.
	Name string `json:"name" required:"true" example:"shop-celery"`
	// Name of its dead-letter queue.
	DeadLetterName string `json:"deadLetterName" required:"true" example:"shop-celery-dead"`
}

// ExistingStorage is a bucket for uploads, in the same account and region.
type ExistingStorage struct {
	// Name of the bucket.
	UploadsBucket string `json:"uploadsBucket" required:"true" example:"shop-uploads"`
	// KMS key that the bucket encrypts with.
	UploadsKeyARN string `json:"uploadsKeyArn" unset:"keys of S3 itself" pattern:"^arn:aws[a-z-]*:kms:.+:key/.+$" want:"the ARN of a KMS key" example:"arn:aws:kms:us-east-1:123456789012:key/1a2b3c4d-0000-4000-8000-000000000000"`
}

// IsSet reports whether the environment uses an existing bucket for uploads.
func (s ExistingStorage) IsSet() bool { return s.UploadsBucket != "" }

const (
	existingKey = "tenfold:existing"
	baseKey     = "tenfold:base"
)

// validateExisting checks that parts fit together, and that no size is set of a part that is not made. overrides are those
// of the file.
func (r *reader) validateExisting(c Config, overrides any) {
	if r.rejected(existingKey) {
		return
	}
	e := c.Existing
	r.validateBase(c)
	for _, part := range []existingPart{
		{"network", e.Network.IsSet(), false, c.Base != ""},
		{"database", e.Database.IsSet(), true, c.Base != ""},
		{"cache", e.Cache.IsSet(), true, c.Base != ""},
		{"broker", e.Broker.IsSet(), c.Sizes.Broker.Kind != broker.SQS, false},
	} {
		r.validatePart(part, e.Network.IsSet() || c.Base != "")
		if part.exists || part.ofBase {
			r.validateNoSizes(part.name, overrides)
		}
	}
	if e.Broker.IsSet() {
		r.validateExistingBroker(c)
	}
}

// validateBase checks that another environment decides about the network, and not this file as well.
func (r *reader) validateBase(c Config) {
	if c.Base == c.Environment {
		r.problem(baseKey, fmt.Sprintf("is %q, this environment itself; want another one", c.Base))
	}
	if (c.Existing.Network.IsSet() || c.Base != "") && len(c.Zones) > 0 {
		r.problem("tenfold:zones", "is set; remove it: the subnets that exist decide")
	}
}

// existingPart is a part of the account: whether the file names it, whether it is in a VPC, and whether the base has one.
type existingPart struct {
	name                   string
	exists, inAVPC, ofBase bool
}

func (r *reader) validatePart(part existingPart, hasNetwork bool) {
	key := existingKey + "." + part.name
	if part.exists && part.ofBase {
		r.problem(key, "is set; remove it: "+baseKey+" has one")
	}
	if part.exists && part.inAVPC && !hasNetwork {
		r.problem(existingKey+".network", fmt.Sprintf("is required with %s; name the VPC that it is in", key))
	}
}

// validateNoSizes rejects sizes of a part that exists already. Those of the broker have its kind.
func (r *reader) validateNoSizes(part string, overrides any) {
	sizes, _ := overrides.(object)
	if _, set := sizes[part]; set && part != "broker" {
		r.problem(overridesKey+"."+part, "is set; remove it: the "+part+" exists already")
	}
}

// validateExistingBroker checks that what names the broker fits its kind.
func (r *reader) validateExistingBroker(c Config) {
	e, kind := c.Existing.Broker, c.Sizes.Broker.Kind
	for _, field := range []struct {
		name, value string
		of          []string
	}{
		{"replicationGroupId", e.ReplicationGroupID, []string{broker.Redis}},
		{"brokerName", e.BrokerName, []string{broker.RabbitMQ}},
		{"urlSecretArn", e.URLSecretARN, []string{broker.Redis, broker.RabbitMQ}},
	} {
		key, wanted := existingKey+".broker."+field.name, slices.Contains(field.of, kind)
		switch {
		case wanted && field.value == "":
			r.problem(key, fmt.Sprintf("is required with overrides.broker.kind %q", kind))
		case !wanted && field.value != "":
			r.problem(key, fmt.Sprintf("is %q; remove it: overrides.broker.kind is %q", field.value, kind))
		}
	}
	for _, name := range c.Sizes.WorkerNames() {
		for _, queue := range c.Sizes.Workers[name].Queues {
			if _, ok := e.Queues[queue.Name]; !ok && kind == broker.SQS {
				r.problem(existingKey+".broker.queues."+queue.Name, "is required: overrides.workers."+name+" consumes it")
			}
		}
	}
}
