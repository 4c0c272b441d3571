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
		c.State["configuration"] = map[string]any{"id": "c-" + model.UUID(), "revision": 1.0}
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
