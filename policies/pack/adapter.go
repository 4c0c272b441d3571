package pack

import (
	"context"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"
)

// policy is one rule with its documentation. Exactly one of resource and stack is set.
type policy struct {
	// id names the policy in violations, in its documentation and in the environment's settings.
	id string
	// description is one sentence that says what must hold; the engine prints it above each violation.
	description string
	// fix says how to comply.
	fix string
	// settings are the thresholds that an environment may change.
	settings []setting
	// minSetting and maxSetting are the names of two settings. The first must not be above the second.
	minSetting, maxSetting string
	// preventsDestroy marks a policy that contradicts tenfold:allowDestroy.
	preventsDestroy bool
	// resource checks one resource by its inputs, before it is created or changed.
	resource func(*resource, check)
	// stack checks all resources together by their outputs. Only here are dependencies known.
	stack func(stack, check)
}

// adapt makes the policy one of policyx. It sets the level itself: policyx.NewPolicyPack ignores the level it is
// given, and a policy's zero level is advisory.
func (p policy) adapt(options Options) (policyx.Policy, error) {
	base, err := p.resolve(p.defaults(), options.Settings[p.id])
	if err != nil {
		return nil, err
	}
	if p.stack != nil {
		return p.stackPolicy(options, base), nil
	}
	return p.resourcePolicy(options, base), nil
}

func (p policy) resourcePolicy(options Options, base thresholds) policyx.Policy {
	return policyx.NewResourceValidationPolicy(p.id, policyx.ResourceValidationPolicyArgs{
		Description:      p.description,
		EnforcementLevel: options.levelOf(p),
		ConfigSchema:     p.schema(base),
		ValidateResource: func(_ context.Context, args policyx.ResourceValidationArgs) error {
			settings, err := p.resolve(base, args.Config)
			if err != nil {
				return err
			}
			p.resource(newResource(args.Resource),
				check{thresholds: settings, preview: options.Preview, manager: args.Manager})
			return nil
		},
	})
}

// stackPolicy publishes no schema: policyx hands a stack policy no configuration, so that values which the engine
// accepted by the schema would be ignored. The environment's settings reach it through base.
func (p policy) stackPolicy(options Options, base thresholds) policyx.Policy {
	return policyx.NewStackValidationPolicy(p.id, policyx.StackValidationPolicyArgs{
		Description:      p.description,
		EnforcementLevel: options.levelOf(p),
		ValidateStack: func(_ context.Context, args policyx.StackValidationArgs) error {
			p.stack(newStack(args.Resources), check{thresholds: base, preview: options.Preview, manager: args.Manager})
			return nil
		},
	})
}
