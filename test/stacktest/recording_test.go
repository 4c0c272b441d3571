package stacktest_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/stacktest"
)

func TestQueries(t *testing.T) {
	rec := stacktest.Run(t, network("10.0.1.0/24", "10.0.2.0/24"))

	require.Equal(t, 1, rec.Count(vpcType))
	require.Equal(t, 2, rec.Count(subnetType))
	require.Equal(t, 0, rec.Count(serviceType))
	require.Equal(t, "10.0.0.0/16", rec.One(t, vpcType).Input("cidrBlock"))
	require.Equal(t, "10.0.2.0/24", rec.Named(t, subnetType, "main-1").Input("cidrBlock"))

	var names []string
	for _, r := range rec.All() {
		names = append(names, r.Type+" "+r.Name)
	}
	require.Equal(t, []string{
		subnetType + " main-0", subnetType + " main-1", vpcType + " main", networkType + " main",
	}, names, "sorted by URN")

	var subnets []string
	for _, r := range rec.OfType(subnetType) {
		subnets = append(subnets, r.Name)
	}
	require.Equal(t, []string{"main-0", "main-1"}, subnets)
}

func TestCounts(t *testing.T) {
	counts := stacktest.Run(t, network("10.0.1.0/24", "10.0.2.0/24")).Counts()
	require.Equal(t, map[string]int{networkType: 1, vpcType: 1, subnetType: 2}, counts)
	require.Equal(t, map[string]int{networkType: 1, vpcType: 3, subnetType: 1, serviceType: 1},
		stacktest.SumCounts(counts, map[string]int{vpcType: 2, serviceType: 1}, nil, map[string]int{subnetType: -1}))
	require.Equal(t, 1, counts[vpcType], "the parts stay as they are")
}

func TestQueriesHandOutCopies(t *testing.T) {
	rec := stacktest.Run(t, network())
	rec.All()[0].Name = "spoilt"
	rec.OfType(vpcType)[0].Name = "spoilt"
	require.Equal(t, "main", rec.One(t, vpcType).Name)
}

func TestQueriesThatFailListTheChoice(t *testing.T) {
	rec := stacktest.Run(t, network("10.0.1.0/24", "10.0.2.0/24"))
	const subnets = "\n  aws:ec2/subnet:Subnet \"main-0\"\n  aws:ec2/subnet:Subnet \"main-1\""
	const everything = subnets + "\n  aws:ec2/vpc:Vpc \"main\"\n  shop:network:Network \"main\""
	for name, c := range map[string]struct {
		query func(testing.TB)
		want  string
	}{
		"none of the type": {
			func(t testing.TB) { rec.One(t, "aws:ec2/vpc:VPC") },
			"0 resources are aws:ec2/vpc:VPC; want 1 of:" + everything,
		},
		"several of the type": {
			func(t testing.TB) { rec.One(t, subnetType) },
			"2 resources are aws:ec2/subnet:Subnet; want 1 of:" + everything,
		},
		"no such name": {
			func(t testing.TB) { rec.Named(t, subnetType, "main-2") },
			`0 resources are aws:ec2/subnet:Subnet "main-2"; want 1 of:` + subnets,
		},
		"no such probe": {
			func(t testing.TB) { rec.Probed(t, "outputs") },
			`0 resources are stacktest:index:Probe "outputs"; want 1 of:`,
		},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.want, failureOf(t, c.query)) })
	}
}

// TestConcurrentRegistrations proves under -race that the recorder is locked, and that it loses nothing: the SDK calls
// a mock from as many goroutines as there are registrations under way.
func TestConcurrentRegistrations(t *testing.T) {
	const many = 200
	rec := inMain(t, func(ctx *pulumi.Context, c pulumi.Resource) error {
		var wg sync.WaitGroup
		errs := make([]error, many)
		for i := range many {
			wg.Go(func() {
				_, errs[i] = register(ctx, vpcType, fmt.Sprintf("main-%d", i), nil, pulumi.Parent(c))
			})
		}
		wg.Wait()
		for _, err := range errs {
			if err != nil {
				return err
			}
		}
		return nil
	})
	require.Equal(t, many, rec.Count(vpcType))
}

func TestDuplicateNamesAreRefused(t *testing.T) {
	err := stacktest.RunErr(t, func(ctx *pulumi.Context) error {
		for range 2 {
			if _, err := register(ctx, vpcType, "main", nil); err != nil {
				return err
			}
		}
		return nil
	})
	require.ErrorContains(t, err,
		`duplicate resource URN "urn:pulumi:test::tenfold::aws:ec2/vpc:Vpc::main"; give it a unique name`)
}

func TestRunFailsWithTheProgram(t *testing.T) {
	program := func(*pulumi.Context) error { return fmt.Errorf("no zones") }
	text := failureOf(t, func(t testing.TB) { stacktest.Run(t, program) })
	require.Contains(t, text, "the program failed: ")
	require.Contains(t, text, "no zones")
	require.ErrorContains(t, stacktest.RunErr(t, program), "no zones")
	require.NoError(t, stacktest.RunErr(t, network()))
}

func TestRecordKeepsWhatCameBeforeAnError(t *testing.T) {
	rec, err := stacktest.Record(func(ctx *pulumi.Context) error {
		if err := network("10.0.1.0/24")(ctx); err != nil {
			return err
		}
		return fmt.Errorf("too late")
	})
	require.ErrorContains(t, err, "too late")
	require.Len(t, rec.All(), 3)
}

func TestSettings(t *testing.T) {
	var project, stack, tier, region string
	rec := stacktest.Run(t, func(ctx *pulumi.Context) error {
		project, stack = ctx.Project(), ctx.Stack()
		tier, _ = ctx.GetConfig("shop:tier")
		region, _ = ctx.GetConfig("aws:region")
		return network()(ctx)
	}, stacktest.Project("shop"), stacktest.Stack("live"), stacktest.Config(map[string]string{"shop:tier": "10k"}),
		stacktest.Config(map[string]string{"aws:region": "eu-west-1"}))
	require.Equal(t, []string{"shop", "live", "10k", "eu-west-1"}, []string{project, stack, tier, region})
	require.Equal(t, "urn:pulumi:live::shop::shop:network:Network$aws:ec2/vpc:Vpc::main", rec.One(t, vpcType).URN)
}

func TestDefaultSettings(t *testing.T) {
	var project, stack string
	var preview bool
	stacktest.Run(t, func(ctx *pulumi.Context) error {
		project, stack, preview = ctx.Project(), ctx.Stack(), ctx.DryRun()
		return nil
	})
	require.Equal(t, []any{"tenfold", "test", false}, []any{project, stack, preview})
}
