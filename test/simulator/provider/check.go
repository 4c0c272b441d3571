package provider

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// randomDigits is how many digits an automatic name ends in.
const randomDigits = 7

// Check validates inputs and chooses automatic names. It runs in previews too.
func (p *Provider) Check(ctx context.Context, r *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	t, res, err := p.typeOf(r.GetUrn())
	if err != nil {
		return nil, err
	}
	news, err := fromStruct(r.GetNews())
	if err != nil {
		return nil, err
	}
	olds, err := fromStruct(r.GetOlds())
	if err != nil {
		return nil, err
	}
	if err := autoname(t, news, olds, nameOf(r.GetUrn()), r.GetRandomSeed()); err != nil {
		return nil, err
	}
	props := plain(news)
	delete(props, defaultsKey)
	failures := p.shape(res.Token, nameOf(r.GetUrn()), props)
	if len(failures) == 0 {
		failures, err = p.checkRules(ctx, t, r.GetUrn(), props)
	}
	if err != nil {
		return nil, err
	}
	inputs, err := toStruct(news)
	return &pulumirpc.CheckResponse{Inputs: inputs, Failures: failures}, err
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

// examine is the end of the bridge's check failures.
func examine(name, property string) string {
	if property == "" {
		return ""
	}
	head, _, _ := strings.Cut(property, "[")
	return ". Examine values at '" + name + "." + head + "'."
}

// autoname sets the name of a resource that has none: the one it was given before, or its logical name and a random
// suffix.
func autoname(t *model.Type, news, olds resource.PropertyMap, logical string, seed []byte) error {
	property := resource.PropertyKey(t.Name.Property)
	if property == "" || set(news, property) {
		return nil
	}
	if old, ok := olds[property]; ok && wasDefault(olds, property) && !set(news, prefixKey(t)) {
		news[property] = old
		markDefault(news, property)
		return nil
	}
	if set(news, prefixKey(t)) {
		return nil // the provider itself appends a number when it creates the resource
	}
	prefix := logical + "-"
	if t.Name.Lower {
		prefix = strings.ToLower(prefix)
	}
	limit := t.Name.Max
	if limit > 0 {
		limit -= len(t.Name.Suffix)
	}
	name, err := resource.NewUniqueName(seed, prefix, randomDigits, limit, nil)
	if err != nil {
		return err
	}
	news[property] = resource.NewStringProperty(name + t.Name.Suffix)
	markDefault(news, property)
	return nil
}

func prefixKey(t *model.Type) resource.PropertyKey { return resource.PropertyKey(t.Name.Prefix) }

func set(m resource.PropertyMap, key resource.PropertyKey) bool {
	v, ok := m[key]
	return key != "" && ok && !v.IsNull()
}

func wasDefault(m resource.PropertyMap, key resource.PropertyKey) bool {
	list := m[defaultsKey]
	return list.IsArray() && slices.ContainsFunc(list.ArrayValue(), func(v resource.PropertyValue) bool {
		return v.IsString() && v.StringValue() == string(key)
	})
}

func markDefault(m resource.PropertyMap, key resource.PropertyKey) {
	m[defaultsKey] = resource.NewArrayProperty([]resource.PropertyValue{resource.NewStringProperty(string(key))})
}

func nameKey(t *model.Type) resource.PropertyKey { return resource.PropertyKey(t.Name.Property) }
