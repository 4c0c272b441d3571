package provider_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/provider"
)

type props = map[string]any

// unknown is a value that a preview does not know yet.
var unknown = resource.MakeComputed(resource.NewStringProperty(""))

func bg() context.Context { return context.Background() }

// engine calls a provider as the engine does, and keeps what the engine would keep of a resource.
type engine struct {
	t *testing.T
	a *account.Account
	*provider.Provider
}

// held is a resource in the engine's state.
type held struct {
	urn, id       string
	inputs, state *structpb.Struct
}

func newEngine(t *testing.T, config props) *engine {
	t.Helper()
	a, err := account.Open(filepath.Join(t.TempDir(), "account.db"))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, a.Close()) })
	e := &engine{t: t, a: a, Provider: provider.New(a, types(), functions())}
	_, err = e.Configure(bg(), &pulumirpc.ConfigureRequest{Args: encode(t, config)})
	require.NoError(t, err)
	return e
}

func east(t *testing.T) *engine {
	t.Helper()
	return newEngine(t, props{"region": "us-east-1"})
}

func encode(t testing.TB, p props) *structpb.Struct {
	t.Helper()
	s, err := plugin.MarshalProperties(resource.NewPropertyMapFromMap(p), plugin.MarshalOptions{KeepUnknowns: true})
	require.NoError(t, err)
	return s
}

func decode(t testing.TB, s *structpb.Struct) props {
	t.Helper()
	m, err := plugin.UnmarshalProperties(s, plugin.MarshalOptions{KeepUnknowns: true})
	require.NoError(t, err)
	return m.Mappable()
}

// check returns the checked inputs and the failures.
func (e *engine) check(token, name string, olds *structpb.Struct, news props) (*structpb.Struct, []string) {
	e.t.Helper()
	resp, err := e.Check(bg(), &pulumirpc.CheckRequest{
		Urn: urn(token, name), Olds: olds, News: encode(e.t, news), RandomSeed: []byte("01234567890123456789012345678901"),
	})
	require.NoError(e.t, err)
	var failures []string
	for _, f := range resp.GetFailures() {
		failures = append(failures, f.GetReason())
	}
	return resp.GetInputs(), failures
}

func (e *engine) create(token, name string, news props) (*held, error) {
	e.t.Helper()
	inputs, failures := e.check(token, name, nil, news)
	require.Empty(e.t, failures)
	resp, err := e.Create(bg(), &pulumirpc.CreateRequest{Urn: urn(token, name), Properties: inputs})
	if err != nil {
		return nil, err
	}
	return &held{urn(token, name), resp.GetId(), inputs, resp.GetProperties()}, nil
}

func (e *engine) mustCreate(token, name string, news props) *held {
	e.t.Helper()
	h, err := e.create(token, name, news)
	require.NoError(e.t, err)
	return h
}

// diff returns the response to new inputs that were checked.
func (e *engine) diff(h *held, news props) *pulumirpc.DiffResponse {
	e.t.Helper()
	inputs, failures := e.check(string(resource.URN(h.urn).Type()), resource.URN(h.urn).Name(), h.inputs, news)
	require.Empty(e.t, failures)
	resp, err := e.Diff(bg(), &pulumirpc.DiffRequest{
		Id: h.id, Urn: h.urn, Olds: h.state, OldInputs: h.inputs, News: inputs,
	})
	require.NoError(e.t, err)
	return resp
}

func (e *engine) update(h *held, news props, preview bool) (props, error) {
	e.t.Helper()
	inputs, failures := e.check(string(resource.URN(h.urn).Type()), resource.URN(h.urn).Name(), h.inputs, news)
	require.Empty(e.t, failures)
	resp, err := e.Update(bg(), &pulumirpc.UpdateRequest{
		Id: h.id, Urn: h.urn, Olds: h.state, OldInputs: h.inputs, News: inputs, Preview: preview,
	})
	if err != nil {
		return nil, err
	}
	if !preview {
		h.inputs, h.state = inputs, resp.GetProperties()
	}
	return decode(e.t, resp.GetProperties()), nil
}

func (e *engine) delete(h *held) error {
	_, err := e.Delete(bg(), &pulumirpc.DeleteRequest{Id: h.id, Urn: h.urn, Properties: h.state})
	return err
}

// refresh reads a resource into the engine's state and reports whether it is there.
func (e *engine) refresh(h *held) bool {
	e.t.Helper()
	resp, err := e.Read(bg(), &pulumirpc.ReadRequest{Id: h.id, Urn: h.urn, Properties: h.state, Inputs: h.inputs})
	require.NoError(e.t, err)
	if resp.GetId() == "" {
		return false
	}
	require.Equal(e.t, h.id, resp.GetId())
	h.inputs, h.state = resp.GetInputs(), resp.GetProperties()
	return true
}

// calls are the call log without what differs from run to run.
func (e *engine) calls() []string {
	e.t.Helper()
	list, err := e.a.Calls(bg())
	require.NoError(e.t, err)
	var lines []string
	for _, c := range list {
		line := c.Region + " " + c.Service + ":" + c.Action + " " + c.Type
		if c.Error != "" {
			line += " failed"
		}
		lines = append(lines, line)
	}
	return lines
}
