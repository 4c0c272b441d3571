package release

import (
	_ "embed" // for the function

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ssm"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/runner"
)

//go:embed release.py
var source string

// newMemory makes the parameter that the function reads and writes. Pulumi makes it empty and never looks at its value
// again. It has no description: to change one, the provider would write the empty value once more.
func (b *builder) newMemory() (err error) {
	name := b.Name + "-done"
	b.memory, err = ssm.NewParameter(b.Ctx, name, &ssm.ParameterArgs{
		Type: pulumi.String("String"), Tier: pulumi.String("Standard"), Value: pulumi.String("{}"), Tags: component.Tags(name),
	}, b.Options(pulumi.IgnoreChanges([]string{"value", "insecureValue"}))...)
	return component.Creating("the memory of releases", err)
}

// newFunction makes the function. Each release changes its variables, so that it is never one that Lambda has put aside
// because nobody used it: such a function refuses its first invocation.
func (b *builder) newFunction() (err error) {
	b.function, err = runner.NewFunction(b.Builder, runner.Args{
		Description: "Runs the command of a release and waits for it",
		Module:      "release", Source: source,
		Variables: pulumi.StringMap{"PARAMETER": b.memory.Name},
		Permissions: []runner.Permission{{
			Sid: "Remember", Actions: aws.List{"ssm:GetParameter", "ssm:PutParameter"}, Resource: b.memory.Arn,
		}},
	})
	return err
}
