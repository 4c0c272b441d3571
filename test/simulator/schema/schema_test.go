package schema_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

const subnet = "aws:ec2/subnet:Subnet"

func TestEveryTokenIsInTheSchema(t *testing.T) {
	text, err := os.ReadFile("tokens.txt")
	require.NoError(t, err)
	tokens := strings.Fields(string(text))
	require.True(t, slices.IsSorted(tokens), "tokens.txt is sorted, so that two additions do not collide")
	s := schema.Load()
	for _, token := range tokens {
		_, function := s.Functions[token]
		require.True(t, function || s.Resources[token] != nil, "%s: run go generate ./test/simulator/schema", token)
	}
	require.Len(t, tokens, len(s.Resources)+len(s.Functions))
}

func TestFieldsCarryTypeAndNeed(t *testing.T) {
	s := schema.Load()
	require.Equal(t, subnet, s.Resources[subnet].Token)
	require.Equal(t, schema.Field{Type: "string", Required: true}, s.Resources[subnet].Inputs["vpcId"])
	require.Equal(t, schema.Field{Type: "string"}, s.Resources[subnet].Inputs["cidrBlock"])
	require.Equal(t, schema.Field{Type: "{}string"}, s.Resources[subnet].Inputs["tags"])
	require.Equal(t, schema.Field{Type: "string", Required: true}, s.Resources[subnet].Outputs["ownerId"])
	// Only the SDK's constructor says that this list is required.
	actions := s.Resources["aws:lb/listener:Listener"].Inputs["defaultActions"]
	require.Equal(t, schema.Field{Type: "[]#lb.ListenerDefaultAction", Required: true}, actions)
}

func TestCheckInputs(t *testing.T) {
	for name, tc := range map[string]struct {
		props map[string]any
		want  []schema.Violation
	}{
		"right": {map[string]any{"vpcId": "vpc-1", "cidrBlock": "10.0.0.0/24", "tags": map[string]any{"a": "b"}}, nil},
		"unknown values have every type": {
			map[string]any{"vpcId": schema.Unknown{}, "tags": schema.Unknown{}, "enableDns64": schema.Unknown{}}, nil,
		},
		"a scalar as text": {
			map[string]any{"vpcId": "v", "enableDns64": "true", "enableLniAtDeviceIndex": "1", "cidrBlock": 1.5}, nil,
		},
		"a missing one": {map[string]any{}, []schema.Violation{
			{"vpcId", `Missing required argument. The argument "vpc_id" is required, but no definition was found.`},
		}},
		"a mistyped one": {map[string]any{"vpcId": "v", "cidrBlok": "x"}, []schema.Violation{
			{"cidrBlok", "invalid or unknown key: it is unknown; did you mean cidrBlock?"},
		}},
		"wrong types": {
			map[string]any{
				"vpcId": []any{}, "tags": "x", "enableDns64": "yes", "enableLniAtDeviceIndex": 1.5,
				"cidrBlock": map[string]any{},
			},
			[]schema.Violation{
				{"cidrBlock", "expected a string, got an object"},
				{"enableDns64", `expected a boolean, got "yes"`},
				{"enableLniAtDeviceIndex", "expected an integer, got 1.5"},
				{"tags", `expected a map, got "x"`},
				{"vpcId", "expected a string, got a list"},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, tc.want, schema.Load().CheckInputs(subnet, tc.props))
		})
	}
}

func TestCheckInputsGoesIntoObjects(t *testing.T) {
	got := schema.Load().CheckInputs("aws:lb/listener:Listener", map[string]any{
		"loadBalancerArn": "arn", "defaultActions": []any{
			map[string]any{"type": "redirect", "redirect": map[string]any{"statusCod": "HTTP_301"}},
			"forward",
		},
	})
	require.Equal(t, []schema.Violation{
		{"defaultActions[0].redirect.statusCod", "invalid or unknown key: it is unknown; did you mean statusCode?"},
		{
			"defaultActions[0].redirect.statusCode",
			`Missing required argument. The argument "status_code" is required, but no definition was found.`,
		},
		{"defaultActions[1]", `expected an object, got "forward"`},
	}, got)
}

func TestCheckArgs(t *testing.T) {
	const service = "aws:ecs/getService:getService"
	s := schema.Load()
	require.Empty(t, s.CheckArgs(service, map[string]any{"clusterArn": "a", "serviceName": "b"}))
	require.Len(t, s.CheckArgs(service, map[string]any{"cluster": "a", "serviceName": "b"}), 2)
}

func TestCompleteLeavesNoRequiredOutputOpen(t *testing.T) {
	state := map[string]any{"vpcId": "vpc-1"}
	schema.Load().Resources[subnet].Complete(state)
	require.Equal(t, map[string]any{
		"vpcId": "vpc-1", "arn": "", "availabilityZone": "", "availabilityZoneId": "", "ipv6CidrBlockAssociationId": "",
		"ownerId": "", "privateDnsHostnameTypeOnLaunch": "",
	}, state)
}
