// Package provider serves the simulated account to the Pulumi engine: it speaks the protocol of a resource provider
// and runs each call against the declarations of the model.
package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

// Version is the version of the aws provider whose behaviour is simulated.
const Version = "6.83.4"

// Provider is one provider resource of a program: a region with default tags.
type Provider struct {
	pulumirpc.UnimplementedResourceProviderServer

	account   *account.Account
	types     map[string]*model.Type
	functions map[string]*model.Function
	schema    *schema.Schema
	config    config
}

// New makes a provider over an account, with the types and functions it knows.
func New(a *account.Account, types []*model.Type, functions []*model.Function) *Provider {
	p := &Provider{
		account: a, schema: schema.Load(),
		types: map[string]*model.Type{}, functions: map[string]*model.Function{},
	}
	for _, t := range types {
		p.types[t.Token] = t
		for _, alias := range t.Aliases {
			p.types[alias] = t
		}
	}
	for _, f := range functions {
		p.functions[f.Token] = f
	}
	return p
}

// Attach is the engine's handshake with a running provider.
func (p *Provider) Attach(context.Context, *pulumirpc.PluginAttach) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

// GetPluginInfo returns the version.
func (p *Provider) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: Version}, nil
}

// Cancel does nothing: every call is one short transaction.
func (p *Provider) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

// typeOf finds the declaration of a resource. The account is strict: an unknown type is an error.
func (p *Provider) typeOf(urn string) (*model.Type, *schema.Resource, error) {
	token := string(resource.URN(urn).Type())
	t := p.types[token]
	if t == nil {
		return nil, nil, fmt.Errorf("the simulated account does not model the resource type %s; "+
			"test/simulator/README.md lists what it does", token)
	}
	res := p.schema.Resources[t.Token]
	if res == nil {
		return nil, nil, fmt.Errorf("the schema of the simulated account lacks the resource type %s", t.Token)
	}
	return t, res, p.isModelled(token)
}

// isModelled rejects what is not modelled in another account: all but Route 53, and who one is.
func (p *Provider) isModelled(token string) error {
	if p.config.account == "" || strings.HasPrefix(token, "aws:route53/") || strings.HasPrefix(token, "aws:index/") {
		return nil
	}
	return fmt.Errorf("the simulated account models only Route 53 in another account, not %s in %s", token, p.config.account)
}

func (p *Provider) newCall(tx *account.Tx, t *model.Type, op model.Op, urn string) *model.Call {
	return &model.Call{
		Tx: tx, Type: t, Op: op, Region: p.config.region, Account: p.config.account, URN: urn, Name: nameOf(urn), Types: p.types,
		Schema: p.schema.Resources[t.Token], DefaultTags: p.config.defaultTags,
	}
}

func nameOf(urn string) string { return resource.URN(urn).Name() }
