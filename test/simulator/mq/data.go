package mq

import "github.com/tenfold-iac/tenfold/test/simulator/model"

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

// publicUsers returns the users that the API returns: none for RabbitMQ, and no passwords.
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
		for _, version := range offered(c, engine) {
			names = append(names, map[string]any{"name": version})
		}
		types = append(types, map[string]any{"engineType": engine, "engineVersions": names})
	}
	return model.Props{"id": c.Region, "engineType": wanted, "brokerEngineTypes": types}, nil
}
