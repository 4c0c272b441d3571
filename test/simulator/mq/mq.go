// Package mq is Amazon MQ in the simulated account: brokers and their configurations. No broker runs.
package mq

import (
	"slices"

	"github.com/tenfold-iac/tenfold/internal/calendar"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// Tokens of the resource types.
const (
	Broker        = "aws:mq/broker:Broker"
	Configuration = "aws:mq/configuration:Configuration"
)

// Types of other services that the rules look at.
const (
	subnetType = "aws:ec2/subnet:Subnet"
	groupType  = "aws:ec2/securityGroup:SecurityGroup"
	keyType    = "aws:kms/key:Key"
)

const (
	service = "mq"

	rabbitMQ = "RabbitMQ"
	activeMQ = "ActiveMQ"

	single  = "SINGLE_INSTANCE"
	standby = "ACTIVE_STANDBY_MULTI_AZ"
	cluster = "CLUSTER_MULTI_AZ"
)

// Types are the resource types of the package.
func Types() []*model.Type { return []*model.Type{broker(), configuration()} }

// Functions are the data sources of the package.
func Functions() []*model.Function {
	return []*model.Function{
		{Token: "aws:mq/getBroker:getBroker", Run: getBroker},
		{Token: "aws:mq/getBrokerEngineTypes:getBrokerEngineTypes", Run: getBrokerEngineTypes},
	}
}

// versions are the engine versions, newest first. From 3.13 and 5.18 on AWS chooses the patch. Source: Amazon MQ developer
// guide, "Managing engine versions" and "RabbitMQ 4.3"; unsupported versions from memory.
var versions = map[string][]string{
	rabbitMQ: {"4.3", "4.2", "3.13", "3.12.13", "3.11.28", "3.11.20"},
	activeMQ: {"5.19", "5.18", "5.17.6", "5.16.7", "5.15.16"},
}

// products are the names of the engines in the calendar.
var products = map[string]string{rabbitMQ: calendar.RabbitMQ, activeMQ: calendar.ActiveMQ}

// offered are the versions of an engine that a new broker can have on the account's day.
func offered(c *model.Call, engine string) []string {
	return slices.DeleteFunc(slices.Clone(versions[engine]), func(version string) bool {
		return calendar.Closed(products[engine], version, c.Day())
	})
}

func bad(format string, args ...any) error {
	return model.Errorf("BadRequestException", format, args...)
}
