package component

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// Untyped is a resource that is registered by its type token because its Go package would compile for minutes
// (aws/wafv2 and the Kubernetes yaml and helm packages). Only the outputs that Tenfold composes with are here.
type Untyped struct {
	pulumi.CustomResourceState

	ARN pulumi.StringOutput `pulumi:"arn"`
}

// ByToken registers a resource by its type token, with the property names of the provider's schema.
func ByToken(
	ctx *pulumi.Context, token, name string, props pulumi.Map, opts ...pulumi.ResourceOption,
) (*Untyped, error) {
	res := &Untyped{}
	if err := ctx.RegisterResource(token, name, props, res, opts...); err != nil {
		return nil, err
	}
	return res, nil
}
