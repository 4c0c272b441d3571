package pgbouncer

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// oneAtATime returns the option that rejects, in the preview already, a generation of the passwords that is neither the
// deployed one nor the next. The two logins take turns: any other number would change the password of the login in use.
func oneAtATime(ctx *pulumi.Context, name string) (pulumi.ResourceOption, error) {
	hook, err := ctx.RegisterResourceHook("password-generation-"+name, func(args *pulumi.ResourceHookArgs) error {
		const input = "passwordGeneration"
		return nextGeneration(name, args.OldInputs[input], args.NewInputs[input])
	}, &pulumi.ResourceHookOptions{OnDryRun: true})
	if err != nil {
		return nil, fmt.Errorf("watching the generation of the passwords: %w", err)
	}
	return pulumi.ResourceHooks(&pulumi.ResourceHookBinding{BeforeUpdate: []*pulumi.ResourceHook{hook}}), nil
}

// nextGeneration compares the generation of a change with the one before. v0.1.0 had none.
func nextGeneration(name string, was, is resource.PropertyValue) error {
	if !was.IsNumber() || !is.IsNumber() || is.NumberValue() == was.NumberValue() || is.NumberValue() == was.NumberValue()+1 {
		return nil
	}
	deployed := int(was.NumberValue())
	return fmt.Errorf("pgbouncer %q: passwordGeneration is %v; want %d, which is deployed, or %d; any other would change the "+
		"password of the login in use", name, is.NumberValue(), deployed, deployed+1)
}
