package component_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

func TestProblemsPrintOneWholeLineEach(t *testing.T) {
	var p component.Problems
	p.Between("zones", 1, 2, 3)
	p.Want("cidr", "10.0.0.0/8", "a prefix of /16 to /20", "use 10.0.0.0/16")
	p.Required("vpcId", false)
	p.Required("image", true)
	p.Between("tasks", 2, 2, 3)

	require.EqualError(t, p.Err("network", "main"), strings.Join([]string{
		`network "main": zones is 1; want 2 to 3`,
		`network "main": cidr is "10.0.0.0/8"; want a prefix of /16 to /20; use 10.0.0.0/16`,
		`network "main": vpcId is required`,
	}, "\n"))
}

func TestNoProblemsIsNoError(t *testing.T) {
	require.NoError(t, component.Problems(nil).Err("network", "main"))
}

func TestLogRetention(t *testing.T) {
	var p component.Problems
	for _, days := range component.LogRetentions {
		p.LogRetention("logRetentionDays", days)
	}
	require.Empty(t, p)
	require.Len(t, component.LogRetentions, 22)
	p.LogRetention("logRetentionDays", 0)
	require.EqualError(t, p.Err("network", "main"), `network "main": logRetentionDays is 0; `+
		"want a number of days that CloudWatch Logs knows, 1 to 3653; the nearest is 1")
	for days, nearest := range map[int]int{-4: 1, 2: 3, 31: 30, 100: 90, 9999: 3653} {
		require.Equal(t, nearest, component.Nearest(days, component.LogRetentions))
	}
}

func TestShorten(t *testing.T) {
	for _, tc := range []struct {
		name  string
		limit int
		want  string
	}{
		{"web", 32, "web"},
		{strings.Repeat("a", 32), 32, strings.Repeat("a", 32)},
		{strings.Repeat("a", 33), 32, strings.Repeat("a", 25) + "-852785"},
		{"production-eu-central-backend-web", 32, "production-eu-central-bac-80aea2"},
		{"aaaa-bbbbbbbb", 12, "aaaa-0877a5"},
	} {
		got := component.Shorten(tc.name, tc.limit)
		require.LessOrEqual(t, len(got), tc.limit)
		require.Equal(t, tc.want, got)
	}
}

func TestShortenKeepsLongNamesApart(t *testing.T) {
	a := component.Shorten("production-100k-eu-central-1-web-a", 32)
	b := component.Shorten("production-100k-eu-central-1-web-b", 32)
	require.NotEqual(t, a, b)
}

func TestInputsCarryIntentAndNoWiring(t *testing.T) {
	type rule struct {
		Name string `pulumi:"name"`
	}
	type args struct {
		Count    int                           `pulumi:"count"`
		Zero     int                           `pulumi:"zero"`
		Image    pulumi.StringInput            `pulumi:"image"`
		Wired    pulumi.StringInput            `pulumi:"wired"`
		Subnets  pulumi.StringArrayInput       `pulumi:"subnets"`
		Rules    []rule                        `pulumi:"rules"`
		Optional *bool                         `pulumi:"optional"`
		Env      map[string]pulumi.StringInput `pulumi:"env"`
		Hidden   string
	}
	off := false
	output := pulumi.String("later").ToStringOutput()

	got := component.Inputs(args{
		Count: 2, Image: pulumi.String("app"), Wired: output, Subnets: pulumi.StringArray{output},
		Rules: []rule{{Name: "r"}}, Optional: &off, Hidden: "h", Env: map[string]pulumi.StringInput{"K": output},
	})

	require.Equal(t, pulumi.Map{
		"count":    pulumi.Int(2),
		"image":    pulumi.String("app"),
		"rules":    pulumi.Array{pulumi.Map{"name": pulumi.String("r")}},
		"optional": pulumi.Bool(false),
	}, got)
}
