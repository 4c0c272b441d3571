package ecs

import (
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func getCluster(c *model.Call) (model.Props, error) {
	name := c.New.String("clusterName")
	r := clusterOf(c, name)
	if r == nil {
		return nil, model.Providerf("reading ECS Cluster (%s): couldn't find resource", name)
	}
	running := 0
	for _, s := range servicesOf(c, clusterName(name)) {
		running += s.Properties.Int("desiredCount")
	}
	p := r.Properties
	return model.Props{
		"arn": r.ID, "id": r.ID, "clusterName": p["name"], "status": "ACTIVE", "settings": p["settings"],
		"pendingTasksCount": 0.0, "runningTasksCount": float64(running), "registeredContainerInstancesCount": 0.0,
		"serviceConnectDefaults": p.List("serviceConnectDefaults"), "tags": tagsOf(p),
	}, nil
}

// getService returns the live state of a service, which may differ from the requested one.
func getService(c *model.Call) (model.Props, error) {
	cluster, name := c.New.String("clusterArn"), clusterName(c.New.String("serviceName"))
	if clusterOf(c, cluster) == nil {
		return nil, model.Providerf("reading ECS Service (%s): %w", name, model.Errorf(noCluster, "Cluster not found."))
	}
	p := serviceOf(c, clusterName(cluster), name)
	if p == nil {
		return nil, model.Providerf("reading ECS Service (%s): couldn't find resource", name)
	}
	arn := serviceARN(c, clusterName(cluster), name)
	return model.Props{
		"arn": arn, "id": arn, "clusterArn": clusterARN(c, clusterName(cluster)), "serviceName": p["name"],
		"desiredCount": p["desiredCount"], "launchType": p["launchType"], "schedulingStrategy": p["schedulingStrategy"],
		"availabilityZoneRebalancing": p["availabilityZoneRebalancing"], "taskDefinition": runningARN(c, p),
		"tags": tagsOf(p),
	}, nil
}

// runningARN returns the ARN of the task definition that a service runs. The service may name only the family.
func runningARN(c *model.Call, service model.Props) any {
	if p, err := definitionOf(c, service.String("taskDefinition")); err == nil {
		return p["arn"]
	}
	return service["taskDefinition"]
}

func getTaskDefinition(c *model.Call) (model.Props, error) {
	ref := c.New.String("taskDefinition")
	p, err := definitionOf(c, ref)
	if err != nil {
		return nil, model.Providerf("reading ECS Task Definition (%s): %w", ref, err)
	}
	result := model.Props{"id": p["arn"], "status": "ACTIVE", "taskDefinition": ref}
	for _, name := range []string{
		"arn", "arnWithoutRevision", "containerDefinitions", "cpu", "executionRoleArn", "family", "ipcMode", "memory",
		"networkMode", "pidMode", "revision", "taskRoleArn",
	} {
		result[name] = p[name]
		result.Default(name, "")
	}
	result["enableFaultInjection"] = p.Bool("enableFaultInjection")
	for name, lists := range map[string]string{
		"ephemeralStorage": "ephemeralStorages", "inferenceAccelerators": "inferenceAccelerators",
		"placementConstraints": "placementConstraints", "proxyConfiguration": "proxyConfigurations",
		"requiresCompatibilities": "requiresCompatibilities", "runtimePlatform": "runtimePlatforms", "volumes": "volumes",
	} {
		result[lists] = listed(p[name])
	}
	return result, nil
}

// listed is a block as data sources show it: in a list.
func listed(value any) []any {
	switch v := value.(type) {
	case nil:
		return []any{}
	case []any:
		return v
	default:
		return []any{v}
	}
}

func tagsOf(p model.Props) any {
	if tags, ok := p["tagsAll"].(map[string]any); ok {
		return tags
	}
	return map[string]any{}
}
