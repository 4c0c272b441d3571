// Package simtest calls the simulated account through the provider's own code, without the engine. Use it to test
// resource types and their rules.
package simtest

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/provider"
)

// Account is a new simulated account and a provider in one region of it.
type Account struct {
	*account.Account

	t         testing.TB
	provider  *provider.Provider
	types     []*model.Type
	functions []*model.Function
	resources map[string]*made // by ID: what the engine would keep in its state
}

// made is what the engine remembers of a resource.
type made struct {
	token, name   string
	inputs, state model.Props
}

// New makes an empty account with a provider in us-east-1 that knows the given types and functions.
func New(t testing.TB, types []*model.Type, functions []*model.Function) *Account {
	t.Helper()
	a, err := account.Open(filepath.Join(t.TempDir(), "account.db"))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, a.Close()) })
	first := &Account{Account: a, t: t, types: types, functions: functions, resources: map[string]*made{}}
	return first.Region("us-east-1")
}

// Region returns a provider in another region of the same account.
func (a *Account) Region(region string) *Account {
	a.t.Helper()
	other, err := a.configure(model.Props{"region": region})
	require.NoError(a.t, err)
	return other
}

// AssumeRole returns a provider that assumes a role, in us-east-1.
func (a *Account) AssumeRole(arn string) (*Account, error) {
	return a.configure(model.Props{"region": "us-east-1", "assumeRole": map[string]any{"roleArn": arn}})
}

func (a *Account) configure(args model.Props) (*Account, error) {
	other := *a
	other.provider = provider.New(a.Account, a.types, a.functions)
	_, err := other.provider.Configure(ctx(), &pulumirpc.ConfigureRequest{Args: a.encode(args)})
	return &other, err
}

// Check returns the check failures of a resource's inputs.
func (a *Account) Check(token, name string, props model.Props) []string {
	a.t.Helper()
	_, failures, err := a.check(token, name, nil, props)
	if err != nil {
		return []string{err.Error()}
	}
	return failures
}

// Create checks and creates a resource.
func (a *Account) Create(token, name string, props model.Props) (id string, state model.Props, err error) {
	a.t.Helper()
	inputs, failures, err := a.check(token, name, nil, props)
	if err != nil {
		return "", nil, err
	}
	if len(failures) > 0 {
		return "", nil, fmt.Errorf("%s resource '%s' has a problem: %s", token, name, strings.Join(failures, "; "))
	}
	resp, err := a.provider.Create(ctx(), &pulumirpc.CreateRequest{Urn: urn(token, name), Properties: inputs})
	if err != nil {
		return "", nil, err
	}
	a.resources[resp.GetId()] = &made{token, name, a.decode(inputs), a.decode(resp.GetProperties())}
	return resp.GetId(), a.decode(resp.GetProperties()), nil
}

// MustCreate is like Create, and fails the test on an error.
func (a *Account) MustCreate(token, name string, props model.Props) (id string, state model.Props) {
	a.t.Helper()
	id, state, err := a.Create(token, name, props)
	require.NoError(a.t, err, "creating %s %s", token, name)
	return id, state
}

// Diff compares a resource that was created here with new inputs.
func (a *Account) Diff(token, id string, props model.Props) (changed, replaced []string, deleteFirst bool, err error) {
	a.t.Helper()
	old := a.made(token, id)
	inputs, _, err := a.check(token, old.name, a.encode(old.inputs), props)
	if err != nil {
		return nil, nil, false, err
	}
	resp, err := a.provider.Diff(ctx(), &pulumirpc.DiffRequest{
		Id: id, Urn: urn(token, old.name), Olds: a.encode(old.state), OldInputs: a.encode(old.inputs), News: inputs,
	})
	return resp.GetDiffs(), resp.GetReplaces(), resp.GetDeleteBeforeReplace(), err
}

// Update changes a resource that was created here in place.
func (a *Account) Update(token, id string, props model.Props) (model.Props, error) {
	a.t.Helper()
	old := a.made(token, id)
	inputs, failures, err := a.check(token, old.name, a.encode(old.inputs), props)
	if err != nil {
		return nil, err
	}
	if len(failures) > 0 {
		return nil, fmt.Errorf("%s resource '%s' has a problem: %s", token, old.name, strings.Join(failures, "; "))
	}
	resp, err := a.provider.Update(ctx(), &pulumirpc.UpdateRequest{
		Id: id, Urn: urn(token, old.name), Olds: a.encode(old.state), OldInputs: a.encode(old.inputs), News: inputs,
	})
	if err != nil {
		return nil, err
	}
	old.inputs, old.state = a.decode(inputs), a.decode(resp.GetProperties())
	return old.state, nil
}

// Delete deletes a resource that was created here.
func (a *Account) Delete(token, id string) error {
	a.t.Helper()
	old := a.made(token, id)
	_, err := a.provider.Delete(ctx(), &pulumirpc.DeleteRequest{
		Id: id, Urn: urn(token, old.name), Properties: a.encode(old.state),
	})
	return err
}

// Read returns the live state of a resource that was created here, or nil if it was deleted.
func (a *Account) Read(token, id string) model.Props {
	a.t.Helper()
	old := a.made(token, id)
	resp, err := a.provider.Read(ctx(), &pulumirpc.ReadRequest{
		Id: id, Urn: urn(token, old.name), Properties: a.encode(old.state), Inputs: a.encode(old.inputs),
	})
	require.NoError(a.t, err)
	if resp.GetId() == "" {
		return nil
	}
	return a.decode(resp.GetProperties())
}

// Import reads a resource as an import does, by its ID or by another name. The ID is "" if there is none.
func (a *Account) Import(token, name string) (id string, inputs, state model.Props) {
	a.t.Helper()
	resp, err := a.provider.Read(ctx(), &pulumirpc.ReadRequest{Id: name, Urn: urn(token, "imported")})
	require.NoError(a.t, err)
	return resp.GetId(), a.decode(resp.GetInputs()), a.decode(resp.GetProperties())
}

// Invoke runs a data source.
func (a *Account) Invoke(token string, args model.Props) (model.Props, error) {
	a.t.Helper()
	resp, err := a.provider.Invoke(ctx(), &pulumirpc.InvokeRequest{Tok: token, Args: a.encode(args)})
	if err != nil {
		return nil, err
	}
	for _, f := range resp.GetFailures() {
		return nil, fmt.Errorf("%s: %s", f.GetProperty(), f.GetReason())
	}
	return a.decode(resp.GetReturn()), nil
}

func (a *Account) check(token, name string, olds *structpb.Struct, props model.Props) (*structpb.Struct, []string, error) {
	resp, err := a.provider.Check(ctx(), &pulumirpc.CheckRequest{Urn: urn(token, name), Olds: olds, News: a.encode(props)})
	if err != nil {
		return nil, nil, err
	}
	var failures []string
	for _, f := range resp.GetFailures() {
		failures = append(failures, f.GetReason())
	}
	return resp.GetInputs(), failures, nil
}

func (a *Account) made(token, id string) *made {
	a.t.Helper()
	m := a.resources[id]
	require.NotNil(a.t, m, "%s %s was not created by this test", token, id)
	return m
}

func (a *Account) encode(p model.Props) *structpb.Struct {
	a.t.Helper()
	s, err := plugin.MarshalProperties(resource.NewPropertyMapFromMap(p), plugin.MarshalOptions{KeepUnknowns: true})
	require.NoError(a.t, err)
	return s
}

func (a *Account) decode(s *structpb.Struct) model.Props {
	a.t.Helper()
	m, err := plugin.UnmarshalProperties(s, plugin.MarshalOptions{KeepUnknowns: true})
	require.NoError(a.t, err)
	return m.Mappable()
}

// Unknown is a value that a preview does not know yet, for the inputs of Check.
var Unknown = resource.MakeComputed(resource.NewStringProperty(""))

func urn(token, name string) string {
	return fmt.Sprintf("urn:pulumi:test::simulator::%s::%s", token, name)
}

func ctx() context.Context { return context.Background() }
