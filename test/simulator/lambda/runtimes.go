package lambda

import (
	"slices"

	"github.com/tenfold-iac/tenfold/internal/calendar"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// runtimes are the runtimes that the provider knows and that the calendar has. Later ones, such as python3.14, are newer
// than this provider.
func runtimes() []string {
	var names []string
	for _, fact := range calendar.Facts() {
		if fact.Product == calendar.Lambda {
			names = append(names, fact.Versions...)
		}
	}
	slices.Sort(names)
	return names
}

// runtimeOpen rejects a new function with a runtime that Lambda has stopped creating functions of.
func runtimeOpen(c *model.Call) error {
	name := c.New.String("runtime")
	if c.Op != model.Create || !calendar.Closed(calendar.Lambda, name, c.Day()) {
		return nil
	}
	return model.Errorf(invalid, "The runtime parameter of %s is no longer supported for creating or updating AWS Lambda "+
		"functions. We recommend you use a supported runtime while creating or updating functions.", name)
}
