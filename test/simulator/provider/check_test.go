package provider_test

import (
	"strings"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/require"
)

func TestCheckAnswersWithReasonsOfTheRealProvider(t *testing.T) {
	e := east(t)
	for name, c := range map[string]struct {
		token string
		news  props
		want  []string
	}{
		"all is well": {vpcToken, props{"cidrBlock": "10.0.0.0/16"}, nil},
		"unknown":     {vpcToken, props{"cidrBlock": unknown, "instanceTenancy": unknown, "tags": unknown}, nil},
		"a rule": {vpcToken, props{"instanceTenancy": "shared"}, []string{
			`expected instance_tenancy to be one of ["default" "dedicated"], got shared. ` +
				`Examine values at 'main.instanceTenancy'.`,
		}},
		"no such property": {vpcToken, props{"cidrBlok": "10.0.0.0/16"}, []string{
			`cidrBlok: invalid or unknown key: it is unknown; did you mean cidrBlock?. Examine values at 'main.cidrBlok'.`,
		}},
		"a wrong type": {vpcToken, props{"enableDnsSupport": []any{}}, []string{
			`enableDnsSupport: expected a boolean, got a list. Examine values at 'main.enableDnsSupport'.`,
		}},
		"a missing property": {subnetToken, props{}, []string{
			`vpcId: Missing required argument. The argument "vpc_id" is required, but no definition was found.. ` +
				`Examine values at 'main.vpcId'.`,
		}},
		"an alias of the type": {oldGroup, props{"deregistrationDelay": 3601}, []string{
			`expected deregistration_delay to be in the range (0 - 3600), got 3601. ` +
				`Examine values at 'main.deregistrationDelay'.`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			_, failures := e.check(c.token, "main", nil, c.news)
			require.Equal(t, c.want, failures)
		})
	}
}

func TestUnknownTypesAreErrors(t *testing.T) {
	e := east(t)
	const want = "the simulated account does not model the resource type aws:sqs/queue:Queue; " +
		"test/simulator/README.md lists what it does"
	u := urn(queueToken, "main")
	_, err := e.Check(bg(), &pulumirpc.CheckRequest{Urn: u})
	require.EqualError(t, err, want)
	_, err = e.Diff(bg(), &pulumirpc.DiffRequest{Urn: u})
	require.EqualError(t, err, want)
	_, err = e.Create(bg(), &pulumirpc.CreateRequest{Urn: u})
	require.EqualError(t, err, want)
	_, err = e.Read(bg(), &pulumirpc.ReadRequest{Urn: u})
	require.EqualError(t, err, want)
	_, err = e.Update(bg(), &pulumirpc.UpdateRequest{Urn: u})
	require.EqualError(t, err, want)
	_, err = e.Delete(bg(), &pulumirpc.DeleteRequest{Urn: u})
	require.EqualError(t, err, want)
}

// named returns the name that Check chooses.
func (e *engine) named(token, logical string, olds, news props) any {
	e.t.Helper()
	inputs, failures := e.check(token, logical, encode(e.t, olds), news)
	require.Empty(e.t, failures)
	return decode(e.t, inputs)["name"]
}

func TestAutonaming(t *testing.T) {
	e := east(t)
	require.Regexp(t, "^web-[0-9a-f]{7}$", e.named(groupToken, "web", nil, nil))
	require.Regexp(t, "^web-[0-9a-f]{7}$", e.named(oldGroup, "web", nil, nil), "by an alias of the type")
	require.Regexp(t, `^web-[0-9a-f]{7}\.x$`, e.named(roleToken, "Web", nil, props{"assumeRolePolicy": "{}"}),
		"lower case, with the suffix")
	require.Equal(t, "mine", e.named(groupToken, "web", nil, props{"name": "mine"}))
	require.Nil(t, e.named(groupToken, "web", nil, props{"namePrefix": "web-"}), "the provider appends a number itself")
	require.Nil(t, e.named(vpcToken, "web", nil, nil), "a type without names")
}

func TestAutonamingKeepsTheNameInAnUpdate(t *testing.T) {
	e := east(t)
	chosen := props{"name": "web-1234567", "__defaults": []any{"name"}}
	require.Equal(t, "web-1234567", e.named(groupToken, "web", chosen, nil))
	require.Regexp(t, "^web-[0-9a-f]{7}$", e.named(groupToken, "web", props{"name": "mine"}, nil),
		"a name that the program has given up is not kept")
	require.Equal(t, "mine", e.named(groupToken, "web", chosen, props{"name": "mine"}))
	require.Nil(t, e.named(groupToken, "web", chosen, props{"namePrefix": "w"}))

	inputs, _ := e.check(groupToken, "web", encode(t, chosen), nil)
	require.Equal(t, []any{"name"}, decode(t, inputs)["__defaults"], "and stays one that the provider chose")
}

func TestAutonamingHasTheLimitOfTheType(t *testing.T) {
	e := east(t)
	fits := strings.Repeat("a", 32-1-7)
	require.Len(t, e.named(groupToken, fits, nil, nil), 32)
	_, err := e.Check(bg(), &pulumirpc.CheckRequest{Urn: urn(groupToken, fits+"a")})
	require.EqualError(t, err, "name '"+fits+"a-' plus 7 random chars is longer than maximum length 32")

	fits = strings.Repeat("a", 64-1-7-2)
	require.Len(t, e.named(roleToken, fits, nil, props{"assumeRolePolicy": "{}"}), 64)
	_, err = e.Check(bg(), &pulumirpc.CheckRequest{Urn: urn(roleToken, fits+"a")})
	require.ErrorContains(t, err, "is longer than maximum length 62", "the suffix counts")
}

// TestAutonamingBySchemeOfTheStack tests the configuration pulumi:autonaming.
func TestAutonamingBySchemeOfTheStack(t *testing.T) {
	e := east(t)
	name := func(mode pulumirpc.CheckRequest_AutonamingOptions_Mode, proposed string) (any, error) {
		resp, err := e.Check(bg(), &pulumirpc.CheckRequest{
			Urn: urn(roleToken, "web"), News: encode(t, props{"assumeRolePolicy": "{}"}),
			Autonaming: &pulumirpc.CheckRequest_AutonamingOptions{ProposedName: proposed, Mode: mode},
		})
		if err != nil {
			return nil, err
		}
		return decode(t, resp.GetInputs())["name"], nil
	}
	got, err := name(pulumirpc.CheckRequest_AutonamingOptions_PROPOSE, "Prod-Web")
	require.NoError(t, err)
	require.Equal(t, "prod-web.x", got)
	got, err = name(pulumirpc.CheckRequest_AutonamingOptions_ENFORCE, "Prod-Web")
	require.NoError(t, err)
	require.Equal(t, "Prod-Web", got)
	got, err = name(pulumirpc.CheckRequest_AutonamingOptions_DISABLE, "Prod-Web")
	require.NoError(t, err)
	require.Nil(t, got)
	long := strings.Repeat("a", 63)
	_, err = name(pulumirpc.CheckRequest_AutonamingOptions_PROPOSE, long)
	require.EqualError(t, err, "calculated name '"+long+"' exceeds maximum length of 62")
}
