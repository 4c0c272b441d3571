package stacktest

import (
	"fmt"
	"hash/fnv"
	"maps"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// answer returns the ID and the outputs of a resource. The SDK takes what is missing, in a preview, for unknown.
func answer(s *settings, res Resource) (string, resource.PropertyMap) {
	if !res.Custom {
		return "", resource.PropertyMap{}
	}
	if s.preview {
		return previewID(res), known(res.Inputs)
	}
	id := res.Name + "-id"
	if res.ImportID != "" {
		id = res.ImportID
	}
	res.ID = id
	return id, computed(s, res)
}

// previewID is the ID of what exists already, and nothing for what is yet to be created.
func previewID(res Resource) string {
	if res.Read {
		return res.ImportID
	}
	return ""
}

// known leaves out every input that is not wholly known: the SDK would cut the unknown parts out of it.
func known(inputs resource.PropertyMap) resource.PropertyMap {
	outputs := resource.PropertyMap{}
	for key, value := range inputs {
		if !value.ContainsUnknowns() {
			outputs[key] = value
		}
	}
	return outputs
}

func computed(s *settings, res Resource) resource.PropertyMap {
	outputs := text(map[string]string{"arn": "arn:aws:mock:::" + res.Name, "name": res.Name + "-name"})
	maps.Copy(outputs, res.Inputs)
	if more, ok := defaultOutputs[res.Type]; ok {
		maps.Copy(outputs, more(res))
		maps.Copy(outputs, res.Inputs)
	}
	if more, ok := s.outputs[res.Type]; ok {
		maps.Copy(outputs, more(res))
	}
	return outputs
}

// defaultOutputs are the computed outputs of the AWS types that Tenfold uses, beyond an ARN and a name. A test of another
// program adds to them, or overrides them, with [Outputs].
var defaultOutputs = map[string]OutputsFunc{
	"aws:acm/certificate:Certificate": certificateOutputs,
	"aws:cloudfront/distribution:Distribution": func(r Resource) resource.PropertyMap {
		return text(map[string]string{"domainName": r.Name + ".cloudfront.net", "hostedZoneId": "Z2FDTNDATAQYW2"})
	},
	"aws:ec2/eip:Eip":                 eipOutputs,
	"aws:ec2/vpc:Vpc":                 vpcOutputs,
	"aws:ec2/vpcEndpoint:VpcEndpoint": func(r Resource) resource.PropertyMap { return suffixed(r, "prefixListId") },
	"aws:ecs/cluster:Cluster": func(r Resource) resource.PropertyMap {
		return text(map[string]string{"arn": "arn:aws:ecs:" + region + ":" + account + ":cluster/" + r.Name + "-name"})
	},
	"aws:ecs/taskDefinition:TaskDefinition": taskDefinitionOutputs,
	"aws:kms/key:Key": func(r Resource) resource.PropertyMap {
		return text(map[string]string{"keyId": r.ID})
	},
	"aws:lb/loadBalancer:LoadBalancer": loadBalancerOutputs,
	"aws:lb/targetGroup:TargetGroup": func(r Resource) resource.PropertyMap {
		return text(map[string]string{"arnSuffix": "targetgroup/" + r.Name + "/mock"})
	},
	"aws:mq/broker:Broker": mqOutputs,
	"aws:rds/instance:Instance": func(r Resource) resource.PropertyMap {
		return text(map[string]string{
			"address": r.Name + ".mock." + region + ".rds.amazonaws.com", "availabilityZone": region + "a",
		})
	},
	"aws:elasticache/replicationGroup:ReplicationGroup": replicationGroupOutputs,
	"aws:secretsmanager/secretVersion:SecretVersion": func(r Resource) resource.PropertyMap {
		secret, _ := r.Input("secretId").(string)
		return text(map[string]string{
			"arn": secretARN(strings.TrimSuffix(secret, "-id")), "versionId": r.Name + "-version",
		})
	},
	"aws:secretsmanager/secret:Secret": func(r Resource) resource.PropertyMap {
		return text(map[string]string{"arn": secretARN(r.Name)})
	},
	"aws:sqs/queue:Queue": func(r Resource) resource.PropertyMap {
		return text(map[string]string{"url": "https://sqs." + region + ".amazonaws.com/" + account + "/" + r.Name + "-name"})
	},
	"aws:route53/record:Record": func(r Resource) resource.PropertyMap {
		return resource.PropertyMap{"fqdn": r.Inputs["name"]}
	},
	"aws:route53/zone:Zone":    func(r Resource) resource.PropertyMap { return text(map[string]string{"zoneId": r.ID}) },
	"aws:s3/bucketV2:BucketV2": bucketOutputs,
}

// mqOutputs has RabbitMQ's endpoint, which is the one that a broker of it has.
func mqOutputs(r Resource) resource.PropertyMap {
	endpoint := resource.NewProperty("amqps://b-mock." + r.Name + ".mq." + region + ".on.aws:5671")
	instance := resource.PropertyMap{"endpoints": resource.NewProperty([]resource.PropertyValue{endpoint})}
	return resource.PropertyMap{
		"brokerName": resource.NewProperty(r.Name + "-name"),
		"instances":  resource.NewProperty([]resource.PropertyValue{resource.NewProperty(instance)}),
	}
}

func vpcOutputs(r Resource) resource.PropertyMap {
	outputs := suffixed(r, "defaultSecurityGroupId", "defaultRouteTableId", "mainRouteTableId", "defaultNetworkAclId")
	outputs["ownerId"] = resource.NewProperty(account)
	return outputs
}

// eipOutputs makes up an address, always the same one for a name, out of 100.64.0.0/16, which nobody routes.
func eipOutputs(r Resource) resource.PropertyMap {
	h := fnv.New32a()
	_, _ = h.Write([]byte(r.Name))
	sum := h.Sum32()
	ip := fmt.Sprintf("100.64.%d.%d", byte(sum>>8), byte(sum))
	return text(map[string]string{"publicIp": ip, "allocationId": r.ID})
}

func taskDefinitionOutputs(r Resource) resource.PropertyMap {
	arn := "arn:aws:mock:::" + r.Name
	outputs := text(map[string]string{"arn": arn + ":1", "arnWithoutRevision": arn})
	outputs["revision"] = resource.NewProperty(1.0)
	return outputs
}

// loadBalancerOutputs has the real zone of us-east-1's load balancers.
func loadBalancerOutputs(r Resource) resource.PropertyMap {
	return text(map[string]string{
		"arnSuffix": "app/" + r.Name + "/mock",
		"dnsName":   r.Name + ".us-east-1.elb.amazonaws.com",
		"zoneId":    "Z35SXDOTRQ7X7K",
	})
}

// replicationGroupOutputs has both forms of addresses: which one is there depends on the parameter group.
func replicationGroupOutputs(r Resource) resource.PropertyMap {
	suffix := "." + r.Name + ".mock.use1.cache.amazonaws.com"
	return text(map[string]string{
		"configurationEndpointAddress": "clustercfg" + suffix, "primaryEndpointAddress": "master" + suffix,
		"readerEndpointAddress": "replica" + suffix,
	})
}

// secretARN ends in six random characters, as a real one does.
func secretARN(name string) string {
	return "arn:aws:secretsmanager:" + region + ":" + account + ":secret:" + name + "-AbCdEf"
}

func bucketOutputs(r Resource) resource.PropertyMap {
	name := r.Name + "-name"
	if v := r.Inputs["bucket"]; v.IsString() {
		name = v.StringValue()
	}
	return text(map[string]string{
		"bucket":                   name,
		"bucketDomainName":         name + ".s3.amazonaws.com",
		"bucketRegionalDomainName": name + ".s3.us-east-1.amazonaws.com",
		"region":                   "us-east-1",
	})
}

// certificateOutputs asks for one validation record per name of the certificate.
func certificateOutputs(r Resource) resource.PropertyMap {
	names := []resource.PropertyValue{r.Inputs["domainName"]}
	if more := withoutSecrets(r.Inputs["subjectAlternativeNames"]); more.IsArray() {
		names = append(names, more.ArrayValue()...)
	}
	var records []resource.PropertyValue
	for _, name := range names {
		if name = withoutSecrets(name); name.IsString() {
			records = append(records, resource.NewProperty(validationRecord(name.StringValue())))
		}
	}
	return resource.PropertyMap{"domainValidationOptions": resource.NewProperty(records)}
}

func validationRecord(domain string) resource.PropertyMap {
	return text(map[string]string{
		"domainName": domain, "resourceRecordType": "CNAME",
		"resourceRecordName":  "_mock." + domain + ".",
		"resourceRecordValue": "_mock.acm-validations.aws.",
	})
}

// suffixed gives each output the resource's name and its own: "main-mainRouteTableId".
func suffixed(r Resource, keys ...resource.PropertyKey) resource.PropertyMap {
	m := resource.PropertyMap{}
	for _, key := range keys {
		m[key] = resource.NewProperty(r.Name + "-" + string(key))
	}
	return m
}

func text(values map[string]string) resource.PropertyMap {
	m := resource.PropertyMap{}
	for key, value := range values {
		m[resource.PropertyKey(key)] = resource.NewProperty(value)
	}
	return m
}
