package ecs

import (
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// probe is a number of a container's health check, with its name in errors.
type probe struct {
	property, name string
	low, high      int
}

var probes = []probe{
	{"interval", "interval", 5, 300},
	{"timeout", "timeout", 2, 60},
	{"retries", "retries", 1, 10},
	{"startPeriod", "start period", 0, 300},
}

func healthCheck(_ *model.Call, container model.Props) error {
	for _, p := range probes {
		path := "healthCheck." + p.property
		if !container.Has(path) {
			continue
		}
		if err := within("Health check "+p.name, container.Int(path), p.low, p.high, container); err != nil {
			return err
		}
	}
	return nil
}

// within is ECS's error for a number out of range.
func within(what string, n, low, high int, container model.Props) error {
	name := container.String("name")
	switch {
	case n < low:
		return model.Errorf(client, "%s must be greater than or equal to the minimum allowed value %d for container '%s'",
			what, low, name)
	case n > high:
		return model.Errorf(client, "%s must be less than or equal to the maximum allowed value %d for container '%s'",
			what, high, name)
	}
	return nil
}

// maxStop is the maximum stop timeout on Fargate, in seconds.
const maxStop = 120

func stopTimeout(_ *model.Call, container model.Props) error {
	return within("Stop timeout", container.Int("stopTimeout"), 0, maxStop, container)
}

// logRules are the rules for the awslogs log driver, on Fargate and on EC2.
func logRules() []model.Rule {
	return []model.Rule{perContainer(logGroup).As("E45"), perContainer(logPrefix).As("E45")}
}

const logOptions = "logConfiguration.options."

func logGroup(_ *model.Call, container model.Props) error {
	if toCloudWatch(container) && !container.Has(logOptions+"awslogs-group") {
		return model.Errorf(client, "Log driver awslogs requires options: awslogs-group")
	}
	return nil
}

func logPrefix(c *model.Call, container model.Props) error {
	if onFargate(c.New) && toCloudWatch(container) && !container.Has(logOptions+"awslogs-stream-prefix") {
		return model.Errorf(client, "Fargate requires log configuration options to include awslogs-stream-prefix to "+
			"support log driver awslogs.")
	}
	return nil
}

// toCloudWatch reports whether a container logs to CloudWatch.
func toCloudWatch(container model.Props) bool {
	return container.String("logConfiguration.logDriver") == "awslogs"
}
