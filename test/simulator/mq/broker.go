package mq

import (
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func broker() *model.Type {
	return &model.Type{
		Token: Broker, Service: service, Noun: "MQ Broker", Modeled: true,
		Actions:    model.Actions{Read: "DescribeBroker", Update: "UpdateBroker"},
		Name:       model.Name{Property: "brokerName", Max: 50},
		NewID:      func(*model.Call) string { return "b-" + model.UUID() },
		ARN:        "arn:{partition}:mq:{region}:{account}:broker:{name}:{id}",
		Links:      []string{"brokerName", "configuration.id"},
		Interfaces: model.Interfaces{Subnets: "subnetIds", Groups: "securityGroups"},
		Defaults: model.Props{
			"applyImmediately": false, "authenticationStrategy": "simple", "autoMinorVersionUpgrade": false,
			"dataReplicationMode": "NONE", "deploymentMode": single, "publiclyAccessible": false,
		},
		Computed: []string{"securityGroups", "subnetIds", "configuration", "maintenanceWindowStartTime"},
		Replaces: []model.Replace{
			{Rule: "MQ8", Properties: []string{
				"brokerName", "deploymentMode", "encryptionOptions", "engineType", "publiclyAccessible", "subnetIds",
				"ldapServerMetadata", "dataReplicationPrimaryBrokerArn",
			}},
			{Properties: []string{"authenticationStrategy", "storageType"}},
		},
		Rules: slices.Concat(brokerChecks(), userChecks(), []model.Rule{
			model.Unique("brokerName", "ConflictException", "Requested broker name [%s] already exists."),
			{ID: "MQ12", On: model.Write, Test: engineFits},
			{ID: "MQ11", On: model.Update, Test: upgradable},
			{ID: "MQ10", On: model.Write, Test: instanceFits},
			{ID: "MQ10", On: model.Write, Test: storageFits},
			{ID: "MQ7", On: model.Create, Test: oneUser},
			{ID: "MQ5", On: model.Create, Test: placeGiven},
			{ID: "MQ4", On: model.Create, Test: modeFits},
			{ID: "MQ4", On: model.Create, Test: subnetsFit},
			{On: model.Write, Test: groupsFit},
			{On: model.Write, Test: configurationFits},
			{On: model.Create, Test: keyFits},
		}),
		Fill: fillBroker, Plan: planBroker,
	}
}

func brokerChecks() []model.Rule {
	const day = "maintenanceWindowStartTime.dayOfWeek"
	return []model.Rule{
		model.Matches("brokerName", `^[0-9A-Za-z_-]{1,50}$`, `invalid value for %[1]s (must contain only `+
			`alphanumeric characters, hyphens and underscores, 1 to 50 in length): %[2]q`).As("MQ2"),
		model.OneOf("engineType", activeMQ, rabbitMQ),
		model.OneOf("deploymentMode", single, standby, cluster).As("MQ4"),
		model.OneOf("storageType", "efs", "ebs"),
		model.OneOf("authenticationStrategy", "simple", "ldap"),
		model.OneOf("dataReplicationMode", "CRDR", "NONE"),
		model.OneOf(day, "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"),
		model.Matches("maintenanceWindowStartTime.timeOfDay", `^([01]\d|2[0-3]):[0-5]\d$`,
			"invalid value for time_of_day: %[2]q"),
		{ID: "MQ3", On: model.Check, Test: groupLimit},
		{ID: "MQ6", On: model.Check, Test: noAudit},
	}
}

// maxGroups is the maximum number of security groups per broker.
const maxGroups = 5

func groupLimit(c *model.Call) error {
	if n := len(c.New.List("securityGroups")); n > maxGroups {
		return model.Invalidf("securityGroups", "Too many security_groups: Attribute supports %d item maximum, but config "+
			"has %d declared.", maxGroups, n)
	}
	return nil
}

func noAudit(c *model.Call) error {
	if c.New.String("engineType") == rabbitMQ && c.New.Bool("logs.audit") {
		return model.Invalidf("logs", "logs.audit: Can not be configured when engine is RabbitMQ")
	}
	return nil
}

// planBroker ignores changes of RabbitMQ's users: the API does not return them, and only RabbitMQ changes them.
func planBroker(c *model.Call, d *model.Diff) error {
	if c.Old.String("engineType") == rabbitMQ {
		d.Changed = slices.DeleteFunc(d.Changed, func(name string) bool { return name == "users" })
	}
	return nil
}
