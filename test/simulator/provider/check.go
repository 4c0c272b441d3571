package provider

import (
	"context"
	"errors"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// Check validates inputs and chooses automatic names. It runs in previews too.
func (p *Provider) Check(ctx context.Context, r *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	t, res, err := p.typeOf(r.GetUrn())
	if err != nil {
		return nil, err
	}
	inputs, err := fromStruct(r.GetNews())
	if err != nil {
		return nil, err
	}
	oldInputs, err := fromStruct(r.GetOlds())
	if err != nil {
		return nil, err
	}
	if err := autoname(t, r, inputs, oldInputs); err != nil {
		return nil, err
	}
	props := plain(inputs)
	delete(props, defaultsKey)
	failures := p.shape(res.Token, nameOf(r.GetUrn()), props)
	if len(failures) == 0 {
		failures, err = p.checkRules(ctx, t, r.GetUrn(), props)
	}
	if err != nil {
		return nil, err
	}
	checked, err := toStruct(inputs)
	return &pulumirpc.CheckResponse{Inputs: checked, Failures: failures}, err
}

// shape checks names and types of all properties.
func (p *Provider) shape(token, name string, props model.Props) []*pulumirpc.CheckFailure {
	var failures []*pulumirpc.CheckFailure
	for _, v := range p.schema.CheckInputs(token, props) {
		failures = append(failures, &pulumirpc.CheckFailure{Reason: v.Path + ": " + v.Reason + examine(name, v.Path)})
	}
	return failures
}

func (p *Provider) checkRules(
	ctx context.Context, t *model.Type, urn string, props model.Props,
) ([]*pulumirpc.CheckFailure, error) {
	var failures []*pulumirpc.CheckFailure
	err := p.account.Do(ctx, func(tx *account.Tx) error {
		c := p.newCall(tx, t, model.Check, urn)
		c.New = props
		for _, rule := range t.Rules {
			if rule.On&model.Check == 0 {
				continue
			}
			var invalid *model.Invalid
			switch err := rule.Test(c); {
			case errors.As(err, &invalid):
				reason := invalid.Reason + examine(c.Name, invalid.Property)
				failures = append(failures, &pulumirpc.CheckFailure{Reason: reason})
			case err != nil:
				return err
			}
		}
		return nil
	})
	return failures, err
}

// examine returns the end of the bridge's check failures.
func examine(name, property string) string {
	if property == "" {
		return ""
	}
	head, _, _ := strings.Cut(property, "[")
	return ". Examine values at '" + name + "." + head + "'."
}
