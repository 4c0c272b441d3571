package pack_test

// password stands for all that must never be printed.
const password = "hunter2"

// addData adds the data tier: a database with two replicas, a clustered cache, brokers of all kinds, and buckets.
func addData(f fixture) {
	f.add("key", "aws:kms/key:Key", props{"enableKeyRotation": true, "deletionWindowInDays": 30})
	f.add("store-sg", "aws:ec2/securityGroup:SecurityGroup", props{"ingress": []any{}})
	f.add("store-in", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", props{
		"securityGroupId": ref{"store-sg", "id"}, "referencedSecurityGroupId": ref{"task-sg", "id"},
		"ipProtocol": "tcp", "fromPort": 5432, "toPort": 5432,
	})
	addDatabase(f)
	addCache(f)
	addBrokers(f)
	addWorker(f)
	addBuckets(f)
	for _, name := range []string{"key", "db", "cache", "redis", "rabbit", "queue", "dead", "files"} {
		f[name].protected = true
	}
}

func addDatabase(f fixture) {
	subnets := []any{ref{"private-a", "id"}, ref{"private-b", "id"}}
	f.add("db-subnets", "aws:rds/subnetGroup:SubnetGroup", props{"subnetIds": subnets})
	f.add("db-params", "aws:rds/parameterGroup:ParameterGroup", props{"parameters": []any{
		props{"name": "log_lock_waits", "value": "1"}, props{"name": "rds.force_ssl", "value": "1"},
	}})
	f.add("db", "aws:rds/instance:Instance", props{
		"identifier": "db-identifier", "engine": "postgres", "publiclyAccessible": false,
		"storageEncrypted": true, "kmsKeyId": ref{"key", "arn"}, "parameterGroupName": ref{"db-params", "id"},
		"dbSubnetGroupName": ref{"db-subnets", "id"}, "vpcSecurityGroupIds": []any{ref{"store-sg", "id"}},
		"multiAz": true, "backupRetentionPeriod": 7, "deletionProtection": true, "skipFinalSnapshot": false,
	})
	for _, zone := range []string{"a", "b"} {
		f.add("db-"+zone, "aws:rds/instance:Instance", props{
			"replicateSourceDb": ref{"db", "identifier"}, "availabilityZone": "us-east-1" + zone,
			"engine": "postgres", "parameterGroupName": ref{"db-params", "id"}, "skipFinalSnapshot": true,
			"vpcSecurityGroupIds": []any{ref{"store-sg", "id"}},
		})
	}
}

func addCache(f fixture) {
	f.add("cache-subnets", "aws:elasticache/subnetGroup:SubnetGroup", props{
		"subnetIds": []any{ref{"private-a", "id"}, ref{"private-b", "id"}},
	})
	f.add("cache-params", "aws:elasticache/parameterGroup:ParameterGroup", props{
		"parameters": []any{props{"name": "cluster-enabled", "value": "yes"}},
	})
	f.add("cache", "aws:elasticache/replicationGroup:ReplicationGroup", replicationGroup(props{
		"clusterMode": "enabled", "numNodeGroups": 3, "replicasPerNodeGroup": 1,
		"parameterGroupName": ref{"cache-params", "id"}, "configurationEndpointAddress": "cache.example.com",
	}))
}

// replicationGroup adds to p what every replication group has.
func replicationGroup(p props) props {
	for key, v := range (props{
		"atRestEncryptionEnabled": true, "kmsKeyId": ref{"key", "arn"}, "transitEncryptionEnabled": true,
		"transitEncryptionMode": "required", "automaticFailoverEnabled": true, "multiAzEnabled": true,
		"snapshotRetentionLimit": 1, "subnetGroupName": ref{"cache-subnets", "id"},
		"securityGroupIds": []any{ref{"store-sg", "id"}},
	}) {
		p[key] = v
	}
	return p
}

func addBrokers(f fixture) {
	f.add("redis-params", "aws:elasticache/parameterGroup:ParameterGroup", props{
		"parameters": []any{props{"name": "maxmemory-policy", "value": "noeviction"}},
	})
	f.add("redis", "aws:elasticache/replicationGroup:ReplicationGroup", replicationGroup(props{
		"clusterMode": "disabled", "numCacheClusters": 2, "parameterGroupName": ref{"redis-params", "id"},
	}))
	f["redis"].under = "shop:index:Shop$tenfold:broker:Broker$"
	f.add("rabbit", "aws:mq/broker:Broker", props{
		"engineType": "RabbitMQ", "deploymentMode": "CLUSTER_MULTI_AZ", "publiclyAccessible": false,
		"subnetIds": []any{ref{"private-a", "id"}, ref{"private-b", "id"}}, "securityGroups": []any{ref{"store-sg", "id"}},
		"encryptionOptions": props{"kmsKeyId": ref{"key", "arn"}},
	})
	f.add("dead", "aws:sqs/queue:Queue", props{"sqsManagedSseEnabled": true})
	f.add("queue", "aws:sqs/queue:Queue", props{
		"sqsManagedSseEnabled": true,
		"redrivePolicy":        asJSON{props{"deadLetterTargetArn": ref{"dead", "arn"}, "maxReceiveCount": 5}},
	})
}

// addWorker adds a task that finds its broker through a secret.
func addWorker(f fixture) {
	f.add("url", "aws:secretsmanager/secret:Secret", props{
		"kmsKeyId": ref{"key", "arn"}, "recoveryWindowInDays": 30,
	})
	f.add("url-value", "aws:secretsmanager/secretVersion:SecretVersion", props{
		"secretId":     ref{"url", "id"},
		"secretString": secret{asJSON{props{"url": "rediss://:" + password + "@redis.example.com:6379/0"}}},
	})
	f.add("worker", "aws:ecs/taskDefinition:TaskDefinition", props{"containerDefinitions": asJSON{[]any{props{
		"name":        "worker",
		"environment": []any{props{"name": "RESULT_URL", "value": "rediss://cache.example.com:6379/0"}},
		"secrets":     []any{props{"name": "BROKER_URL", "valueFrom": joined{ref{"url-value", "arn"}, ":url::"}}},
	}}}})
}

func addBuckets(f fixture) {
	addBucket(f, "files", "BucketOwnerEnforced")
	f.set("files-encryption", "rules", []any{props{"applyServerSideEncryptionByDefault": props{
		"sseAlgorithm": "aws:kms", "kmsMasterKeyId": ref{"key", "arn"},
	}}})
	addBucket(f, "logs-bucket", "BucketOwnerPreferred")
	f["logs-bucket"].props["bucketDomainName"] = "logs-bucket.s3.amazonaws.com"
	f.add("cdn", "aws:cloudfront/distribution:Distribution", props{
		"loggingConfig": props{"bucket": ref{"logs-bucket", "bucketDomainName"}},
	})
}

// addBucket adds a bucket with everything that closes it.
func addBucket(f fixture, name, ownership string) {
	bucket := ref{name, "id"}
	f.add(name, "aws:s3/bucketV2:BucketV2", props{"forceDestroy": false})
	f.add(name+"-block", "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", props{
		"bucket": bucket, "blockPublicAcls": true, "blockPublicPolicy": true, "ignorePublicAcls": true,
		"restrictPublicBuckets": true,
	})
	f.add(name+"-owner", "aws:s3/bucketOwnershipControls:BucketOwnershipControls", props{
		"bucket": bucket, "rule": props{"objectOwnership": ownership},
	})
	f.add(name+"-encryption", "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
		props{"bucket": bucket, "rules": []any{props{"applyServerSideEncryptionByDefault": props{"sseAlgorithm": "AES256"}}}})
	arn := "arn:aws:s3:::" + name
	f.add(name+"-policy", "aws:s3/bucketPolicy:BucketPolicy", props{"bucket": bucket, "policy": asJSON{props{
		"Statement": []any{
			props{
				"Effect": "Deny", "Principal": "*", "Action": []any{"s3:*"}, "Resource": []any{arn, arn + "/*"},
				"Condition": props{"Bool": props{"aws:SecureTransport": "false"}},
			},
			props{
				"Effect": "Allow", "Principal": props{"Service": "cloudfront.amazonaws.com"},
				"Action": "s3:GetObject", "Resource": arn + "/*",
			},
		},
	}}})
}
