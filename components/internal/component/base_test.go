package component_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

type owner struct{ pulumi.ResourceState }

// children makes a component "main" with a child of each kind.
func children(t *testing.T, allowDestroy bool) *stacktest.Recording {
	t.Helper()
	return stacktest.Run(t, func(ctx *pulumi.Context) error {
		main := &owner{}
		if err := ctx.RegisterComponentResource("test:index:Owner", "main", main); err != nil {
			return err
		}
		b := component.Base{Ctx: ctx, Name: "main", Parent: main, AllowDestroy: allowDestroy}
		first, err := component.ByToken(b.Ctx, "test:index:Data", b.Name, nil, b.Protected(pulumi.RetainOnDelete(true))...)
		if err != nil {
			return err
		}
		_, err = component.ByToken(b.Ctx, "test:index:User", b.Name, nil, b.Options(component.After(first))...)
		return err
	})
}

func TestChildren(t *testing.T) {
	for _, allow := range []bool{false, true} {
		rec := children(t, allow)
		data, user := rec.One(t, "test:index:Data"), rec.One(t, "test:index:User")
		require.Equal(t, !allow, data.Protect)
		require.True(t, data.RetainOnDelete)
		require.False(t, user.Protect)
		require.Equal(t, []string{"Data main"}, user.WaitsFor())
	}
}

// warnings keeps what is warned of, and the resource that it is about.
type warnings struct {
	pulumi.Log
	texts     []string
	resources []pulumi.Resource
}

func (w *warnings) Warn(text string, args *pulumi.LogArgs) error {
	w.texts, w.resources = append(w.texts, text), append(w.resources, args.Resource)
	return nil
}

func TestWarn(t *testing.T) {
	log, about := &warnings{}, &owner{}
	rec := stacktest.Run(t, func(ctx *pulumi.Context) error {
		ctx.Log = log
		loud, err := component.Warn(ctx, about, "mind the gap")
		if err != nil {
			return err
		}
		quiet, err := component.Warn(ctx, about, "")
		if err != nil {
			return err
		}
		return stacktest.ProbeEach(ctx, pulumi.Map{"loud": loud, "quiet": quiet})
	})
	require.Equal(t, "mind the gap", rec.Value(t, "loud"))
	require.Empty(t, rec.Value(t, "quiet"))
	require.Equal(t, []string{"mind the gap"}, log.texts)
	require.Equal(t, []pulumi.Resource{about}, log.resources)
}
