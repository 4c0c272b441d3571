package mq

import (
	"fmt"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func fillBroker(c *model.Call) error {
	rabbit := c.State.String("engineType") == rabbitMQ
	c.State.Default("storageType", map[bool]string{true: "ebs", false: "efs"}[rabbit])
	c.State.Default("subnetIds", []any{})
	c.State.Default("securityGroups", []any{})
	c.State.Default("maintenanceWindowStartTime", map[string]any{
		"dayOfWeek": "SUNDAY", "timeOfDay": "03:00", "timeZone": "UTC",
	})
	if !c.State.Has("configuration.id") {
		c.State["configuration"] = map[string]any{"id": "c-" + uuid(), "revision": 1.0}
	}
	c.State["pendingDataReplicationMode"] = ""
	c.State["instances"] = instances(c, rabbit)
	return nil
}

// instances are the broker's hosts. A RabbitMQ broker has one endpoint, however many nodes it has.
func instances(c *model.Call, rabbit bool) []any {
	domain := ".mq." + c.Region + ".amazonaws.com"
	if rabbit {
		host := c.ID + domain
		return []any{instance("https://"+host, "", fmt.Sprintf("amqps://%s:5671", host))}
	}
	hosts := 1
	if modeOf(c.State) == standby {
		hosts = 2
	}
	list := make([]any, hosts)
	for i := range list {
		host := fmt.Sprintf("%s-%d%s", c.ID, i+1, domain)
		list[i] = instance("https://"+host+":8162", fmt.Sprintf("10.0.%d.10", i),
			"ssl://"+host+":61617", "amqp+ssl://"+host+":5671", "stomp+ssl://"+host+":61614", "mqtt+ssl://"+host+":8883",
			"wss://"+host+":61619")
	}
	return list
}

func instance(console, address string, endpoints ...any) map[string]any {
	return map[string]any{"consoleUrl": console, "ipAddress": address, "endpoints": endpoints}
}

func getBroker(c *model.Call) (model.Props, error) {
	id, name := c.New.String("brokerId"), c.New.String("brokerName")
	p := c.Props(Broker, id)
	for _, r := range c.Find(Broker, "brokerName", name) {
		id, p = r.ID, r.Properties
	}
	if p == nil {
		return nil, model.Providerf("reading MQ Broker (%s): couldn't find resource", id+name)
	}
	result := model.Props{"id": id, "brokerId": id, "tags": p["tagsAll"]}
	for _, property := range []string{
		"arn", "authenticationStrategy", "autoMinorVersionUpgrade", "brokerName", "configuration", "deploymentMode",
		"engineType", "engineVersion", "hostInstanceType", "instances", "maintenanceWindowStartTime", "publiclyAccessible",
		"securityGroups", "storageType", "subnetIds",
	} {
		result[property] = p[property]
	}
	result["logs"] = map[string]any{"audit": p.Bool("logs.audit"), "general": p.Bool("logs.general")}
	result["encryptionOptions"] = []any{map[string]any{
		"kmsKeyId":       p.String("encryptionOptions.kmsKeyId"),
		"useAwsOwnedKey": p.Get("encryptionOptions.useAwsOwnedKey") != false,
	}}
	result["ldapServerMetadatas"], result["users"] = []any{}, publicUsers(p)
	return result, nil
}

// publicUsers are the users that the API tells: none of RabbitMQ, and never a password.
func publicUsers(broker model.Props) []any {
	users := []any{}
	if broker.String("engineType") == rabbitMQ {
		return users
	}
	for _, user := range broker.Objects("users") {
		users = append(users, map[string]any{
			"username": user.String("username"), "consoleAccess": user.Bool("consoleAccess"), "groups": user.List("groups"),
			"replicationUser": user.Bool("replicationUser"),
		})
	}
	return users
}

func getBrokerEngineTypes(c *model.Call) (model.Props, error) {
	wanted, types := c.New.String("engineType"), []any{}
	for _, engine := range []string{activeMQ, rabbitMQ} {
		if wanted != "" && wanted != engine {
			continue
		}
		names := []any{}
		for _, version := range versions[engine] {
			names = append(names, map[string]any{"name": version})
		}
		types = append(types, map[string]any{"engineType": engine, "engineVersions": names})
	}
	return model.Props{"id": c.Region, "engineType": wanted, "brokerEngineTypes": types}, nil
}
