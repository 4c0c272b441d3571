package lambda

import (
	"slices"
	"time"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// runtimes are the runtimes that the provider knows, with the day from which Lambda creates no function of it: a month
// before it blocks updates. Later runtimes, such as python3.14, are newer than this provider. Source: endoflife.date,
// "AWS Lambda", of February 2026, and Lambda's developer guide, "Runtime deprecation".
var runtimes = map[string]string{
	"nodejs22.x": "2027-06-01", "python3.13": "2029-07-31", "python3.12": "2028-12-10", "java21": "2029-07-31",
	"ruby3.4": "2028-04-30", "ruby3.3": "2027-04-30", "provided.al2023": "2029-07-31",
	// Closed already.
	"nodejs20.x": "2026-06-01", "nodejs18.x": "2025-10-01", "python3.10": "2026-07-31", "python3.9": "2026-01-15",
}

func runtimeNames() []string {
	names := make([]string, 0, len(runtimes))
	for name := range runtimes {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// runtimeOpen rejects a new function with a runtime whose day has come.
func runtimeOpen(c *model.Call) error {
	name := c.New.String("runtime")
	closed, err := time.Parse(time.DateOnly, runtimes[name])
	if name == "" || err != nil || c.Op != model.Create || time.Now().Before(closed) {
		return nil
	}
	return model.Errorf(invalid, "The runtime parameter of %s is no longer supported for creating or updating AWS Lambda "+
		"functions. We recommend you use a supported runtime while creating or updating functions.", name)
}
