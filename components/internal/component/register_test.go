package component

import (
	"errors"
	"reflect"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"
)

// Common is embedded by components.
type Common struct {
	ServiceName pulumi.StringOutput `pulumi:"serviceName"`
	Never       pulumi.StringOutput `pulumi:"never"`
}

func TestOutputsAreThoseOfEmbeddedStructsToo(t *testing.T) {
	type part struct {
		pulumi.ResourceState
		Common
		URL    pulumi.StringOutput `pulumi:"url"`
		Untold pulumi.StringOutput
		Tasks  int                 `pulumi:"tasks"`
		hidden pulumi.StringOutput `pulumi:"hidden"` // cannot be read
	}
	name, url := pulumi.String("web").ToStringOutput(), pulumi.String("https://web").ToStringOutput()
	p := part{Common: Common{ServiceName: name}, URL: url, Untold: url, Tasks: 2, hidden: url}
	require.Equal(t, pulumi.Map{"serviceName": name, "url": url}, outputs(reflect.ValueOf(&p).Elem()))
}

func TestNilItemsAreNilInputs(t *testing.T) {
	type args struct {
		Names   []pulumi.StringInput `pulumi:"names"`
		Numbers map[string]*int      `pulumi:"numbers"`
	}
	require.Equal(t, pulumi.Map{"names": pulumi.Array{nil, pulumi.String("a")}, "numbers": pulumi.Map{"one": nil}},
		Inputs(args{Names: []pulumi.StringInput{nil, pulumi.String("a")}, Numbers: map[string]*int{"one": nil}}))
}

func TestOptionsOfATagAreNoPartOfTheName(t *testing.T) {
	type part struct {
		Image pulumi.StringInput `pulumi:"image"`
		Tasks int                `pulumi:"tasks,optional"`
	}
	type args struct {
		Part part `pulumi:"part,optional"`
		Zone int  // no input
	}
	require.Equal(t, pulumi.Map{"part": pulumi.Map{"image": pulumi.String("web"), "tasks": pulumi.Int(2)}},
		Inputs(args{Part: part{Image: pulumi.String("web"), Tasks: 2}, Zone: 1}))
}

func TestInOrderStopsAtTheFirstFailure(t *testing.T) {
	var made []int
	step := func(number int, err error) func() error {
		return func() error {
			made = append(made, number)
			return err
		}
	}
	full := errors.New("full")
	require.Equal(t, full, InOrder(step(1, nil), step(2, full), step(3, nil)))
	require.Equal(t, []int{1, 2}, made)
	require.NoError(t, InOrder(step(3, nil)))
	require.Equal(t, []int{1, 2, 3}, made)
}
