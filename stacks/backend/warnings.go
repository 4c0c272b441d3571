package backend

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// keysOfInputs replaces what components call their inputs by the keys of the environment's file.
var keysOfInputs = strings.NewReplacer(
	"set domain and hostedZoneId", "set tenfold:domain and tenfold:zone",
	"set domain, hostedZoneId and usEast1", "set tenfold:domain and tenfold:zone",
	"so mediaPaths answer", "so overrides.cdn.mediaPaths answer",
	"the statements of uploadsBucketPolicyJson", "the statements of the output uploadsBucketPolicy",
	"set applyImmediately to make it now", "set tenfold:applyImmediately: true to make it now",
)

// logByKey logs the warnings of components by the keys of the environment's file.
type logByKey struct{ pulumi.Log }

// Warn logs a warning.
func (l logByKey) Warn(text string, args *pulumi.LogArgs) error {
	return l.Log.Warn(keysOfInputs.Replace(text), args)
}

// unnamed warns that names in AWS do not say which environment they are of. It returns the text, "" if they do.
func unnamed(ctx *pulumi.Context) (string, error) {
	if _, set := ctx.GetConfig("pulumi:autonaming"); set {
		return "", nil
	}
	const text = "pulumi:autonaming is not set: names in AWS do not say which environment they belong to, and to change a name " +
		"replaces what has it; before the first up, add pulumi:autonaming: {pattern: \"prod-${name}-${hex(7)}\"} with your own prefix"
	return text, ctx.Log.Warn(text, nil)
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
