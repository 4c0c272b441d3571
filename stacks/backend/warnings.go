package backend

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// keysOfInputs replaces what components call their inputs by the keys of the environment's file.
var keysOfInputs = strings.NewReplacer(
	"set domain and hostedZoneId", "set tenfold:domain and tenfold:zone",
	"set domain, hostedZoneId and usEast1", "set tenfold:domain and tenfold:zone",
	"set applyImmediately to make it now", "set tenfold:applyImmediately: true to make it now",
)

// logByKey logs the warnings of components by the keys of the environment's file.
type logByKey struct{ pulumi.Log }

// Warn logs a warning.
func (l logByKey) Warn(text string, args *pulumi.LogArgs) error {
	return l.Log.Warn(keysOfInputs.Replace(text), args)
}

// warningsByKey are all the warnings that have a text.
func warningsByKey(warnings ...pulumi.StringOutput) pulumi.StringArrayOutput {
	list := pulumi.StringArray{}
	for _, warning := range warnings {
		list = append(list, warning)
	}
	return list.ToStringArrayOutput().ApplyT(func(texts []string) []string {
		var said []string
		for _, text := range texts {
			if text != "" {
				said = append(said, keysOfInputs.Replace(text))
			}
		}
		return said
	}).(pulumi.StringArrayOutput)
}
