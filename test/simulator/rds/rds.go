// Package rds is RDS for PostgreSQL in the simulated account: instances and their replicas, parameter and subnet
// groups, and snapshots. An instance of another engine is an error that says so.
//
// Maintenance windows never start. A change that waits for one leaves the instance as it is, and every later update
// shows it again, as with the real provider. Use account.Change to simulate the window.
package rds

import (
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// Tokens of the resource types.
const (
	Instance       = "aws:rds/instance:Instance"
	ParameterGroup = "aws:rds/parameterGroup:ParameterGroup"
	SubnetGroup    = "aws:rds/subnetGroup:SubnetGroup"
	OptionGroup    = "aws:rds/optionGroup:OptionGroup"
	Snapshot       = "aws:rds/snapshot:Snapshot"
	Subscription   = "aws:rds/eventSubscription:EventSubscription"

	subnet        = "aws:ec2/subnet:Subnet"
	securityGroup = "aws:ec2/securityGroup:SecurityGroup"
	vpc           = "aws:ec2/vpc:Vpc"
	role          = "aws:iam/role:Role"
	kmsKey        = "aws:kms/key:Key"
	kmsAlias      = "aws:kms/alias:Alias"
	logGroup      = "aws:cloudwatch/logGroup:LogGroup"
	secret        = "aws:secretsmanager/secret:Secret"
	secretVersion = "aws:secretsmanager/secretVersion:SecretVersion"
	topic         = "aws:sns/topic:Topic"
)

const (
	service     = "RDS"
	combination = "InvalidParameterCombination"
	invalid     = "InvalidParameterValue"
	postgres    = "postgres"
	managed     = "Managed by Pulumi"
)

// Types are the resource types of the package.
func Types() []*model.Type {
	return []*model.Type{instance(), parameterGroup(), subnetGroup(), optionGroup(), snapshot(), subscription()}
}

// Functions are the data sources of the package.
func Functions() []*model.Function {
	return []*model.Function{
		{Token: "aws:rds/getInstance:getInstance", Run: getInstance},
		{Token: "aws:rds/getInstances:getInstances", Run: getInstances},
		{Token: "aws:rds/getSubnetGroup:getSubnetGroup", Run: getSubnetGroup},
		{Token: "aws:rds/getSnapshot:getSnapshot", Run: getSnapshot},
		{Token: "aws:rds/getEngineVersion:getEngineVersion", Run: getEngineVersion},
		{Token: "aws:rds/getOrderableDbInstance:getOrderableDbInstance", Run: getOrderable},
	}
}

// actions returns the API operations for a DBx type.
func actions(object string) model.Actions {
	return model.Actions{
		Create: "Create" + object, Read: "Describe" + object + "s", Update: "Modify" + object, Delete: "Delete" + object,
	}
}

// instanceOf finds an instance by its identifier, or by its ARN in any region, or nil.
func instanceOf(c *model.Call, ref string) *account.Resource {
	const regionField = 3 // arn:aws:rds:region:account:db:name
	property, region := "identifier", c.Region
	if strings.HasPrefix(ref, "arn:") {
		property = "arn"
		if fields := strings.Split(ref, ":"); len(fields) > regionField {
			region = fields[regionField]
		}
	}
	for _, r := range c.Tx.Find(region, Instance, property, ref) {
		return r
	}
	return nil
}

func arn(c *model.Call, kind, name string) string {
	return "arn:" + c.Partition() + ":rds:" + c.Region + ":" + account.ID + ":" + kind + ":" + name
}
