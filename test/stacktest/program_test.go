package stacktest_test

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const (
	vpcType     = "aws:ec2/vpc:Vpc"
	subnetType  = "aws:ec2/subnet:Subnet"
	serviceType = "aws:ecs/service:Service"
	networkType = "shop:network:Network"
)

// thing is a resource of any type, with the outputs that the tests look at.
type thing struct {
	pulumi.CustomResourceState

	ARN  pulumi.StringOutput `pulumi:"arn"`
	Name pulumi.StringOutput `pulumi:"name"`
	CIDR pulumi.StringOutput `pulumi:"cidrBlock"`
	DNS  pulumi.StringOutput `pulumi:"dnsName"`
}

func register(
	ctx *pulumi.Context, typ, name string, inputs pulumi.Map, opts ...pulumi.ResourceOption,
) (*thing, error) {
	r := &thing{}
	return r, ctx.RegisterResource(typ, name, inputs, r, opts...)
}

type component struct{ pulumi.ResourceState }

func group(ctx *pulumi.Context, name string, opts ...pulumi.ResourceOption) (*component, error) {
	c := &component{}
	return c, ctx.RegisterComponentResource(networkType, name, c, opts...)
}

// network is a component with a VPC and a subnet for each range.
func network(ranges ...string) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		c, err := group(ctx, "main")
		if err != nil {
			return err
		}
		vpc, err := register(ctx, vpcType, "main", pulumi.Map{"cidrBlock": pulumi.String("10.0.0.0/16")}, pulumi.Parent(c))
		if err != nil {
			return err
		}
		for i, r := range ranges {
			inputs := pulumi.Map{"vpcId": vpc.ID(), "cidrBlock": pulumi.String(r)}
			if _, err := register(ctx, subnetType, fmt.Sprintf("main-%d", i), inputs, pulumi.Parent(c)); err != nil {
				return err
			}
		}
		return nil
	}
}

// failure is a testing.TB that keeps the text with which a test failed.
type failure struct {
	testing.TB
	text string
}

func (f *failure) Helper() {}

func (f *failure) Fatal(args ...any) {
	f.text = fmt.Sprint(args...)
	runtime.Goexit()
}

func (f *failure) Fatalf(format string, args ...any) { f.Fatal(fmt.Sprintf(format, args...)) }

func (f *failure) Errorf(format string, args ...any) { f.text += fmt.Sprintf(format, args...) }

func (f *failure) FailNow() { runtime.Goexit() }

// failureOf returns the text with which a test that calls fn fails, "" when it passes.
func failureOf(t *testing.T, fn func(testing.TB)) string {
	t.Helper()
	f := &failure{TB: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		fn(f)
	}()
	<-done
	return f.text
}

// inMain runs a program inside of a component "main", which every child's name must begin with.
func inMain(t *testing.T, program func(*pulumi.Context, pulumi.Resource) error, opts ...stacktest.Option,
) *stacktest.Recording {
	t.Helper()
	return stacktest.Run(t, func(ctx *pulumi.Context) error {
		c, err := group(ctx, "main")
		if err != nil {
			return err
		}
		return program(ctx, c)
	}, opts...)
}

func sprintf(format string, args ...any) string { return fmt.Sprintf(format, args...) }
