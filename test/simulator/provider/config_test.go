package provider_test

import (
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/require"
)

func TestConfigure(t *testing.T) {
	for name, c := range map[string]struct {
		config props
		env    string
		want   string
	}{
		"a region":          {props{"region": "eu-west-1"}, "", ""},
		"the environment's": {props{}, "eu-west-1", ""},
		"none": {
			props{}, "", "invalid AWS Region: no region is set; run `pulumi config set aws:region us-east-1`",
		},
		"no such region": {
			props{"region": "us-east-9"}, "", "invalid AWS Region: us-east-9; the simulated account has ap-northeast-1, ",
		},
		"tags that are text": {
			props{"region": "eu-west-1", "defaultTags": "web"},
			"",
			`aws:defaultTags is "web"; want an object such as {"tags":{"team":"web"}}: `,
		},
		"tags that are JSON":  {props{"region": "eu-west-1", "defaultTags": `{"tags":{"team":"web"}}`}, "", ""},
		"a region to be told": {props{"region": unknown}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("AWS_REGION", "")
			t.Setenv("AWS_DEFAULT_REGION", c.env)
			e := east(t)
			_, err := e.Configure(bg(), &pulumirpc.ConfigureRequest{Args: encode(t, c.config)})
			checked, checkErr := e.CheckConfig(bg(), &pulumirpc.CheckRequest{News: encode(t, c.config)})
			require.NoError(t, checkErr)
			if c.want == "" {
				require.NoError(t, err)
				require.Empty(t, checked.GetFailures())
				require.Equal(t, c.config["region"] != nil, checked.GetInputs().GetFields()["region"] != nil)
				return
			}
			require.ErrorContains(t, err, c.want)
			require.Len(t, checked.GetFailures(), 1)
			require.Contains(t, checked.GetFailures()[0].GetReason(), c.want)
		})
	}
}

func TestCheckConfigRefusesUnknownKeys(t *testing.T) {
	resp, err := east(t).CheckConfig(bg(), &pulumirpc.CheckRequest{News: encode(t, props{
		"region": "us-east-1", "skipCredentialsValidation": "true", "version": "6.83.4", "regoin": "x", "assumeRoles": "[]", // of version 7
	})})
	require.NoError(t, err)
	require.Len(t, resp.GetFailures(), 2)
	require.Equal(t, []string{"assumeRoles", "regoin"},
		[]string{resp.GetFailures()[0].GetProperty(), resp.GetFailures()[1].GetProperty()})
	require.Equal(t, "could not validate provider configuration: Invalid or unknown key. "+
		"Check `pulumi config get aws:regoin`.", resp.GetFailures()[1].GetReason())
}

// https://github.com/hashicorp/terraform-provider-aws/pull/32352 has the message.
func TestConfigureHoldsTheAccountAgainstThoseAllowed(t *testing.T) {
	const rejected = "1 error occurred:\n\t* AWS account ID not allowed: 123456789012\n\n"
	for name, c := range map[string]struct {
		config props
		want   string
	}{
		"the account":           {props{"allowedAccountIds": []any{"111122223333", "123456789012"}}, ""},
		"the account, as JSON":  {props{"allowedAccountIds": `["123456789012"]`}, ""},
		"none":                  {props{"allowedAccountIds": `[]`}, ""},
		"another":               {props{"allowedAccountIds": []any{"111122223333"}}, rejected},
		"another, as JSON":      {props{"allowedAccountIds": `["111122223333"]`}, rejected},
		"forbidden":             {props{"forbiddenAccountIds": `["123456789012"]`}, rejected},
		"another one forbidden": {props{"forbiddenAccountIds": `["111122223333"]`}, ""},
		"an account that is not requested": {
			props{"allowedAccountIds": `["123456789012"]`, "skipRequestingAccountId": "true"},
			"1 error occurred:\n\t* AWS account ID not allowed: \n\n",
		},
		"no list": {
			props{"allowedAccountIds": "123456789012"}, `aws:allowedAccountIds is "123456789012"; want a list such as ` +
				`["123456789012"]: json: cannot unmarshal number into Go value of type []interface {}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			c.config["region"] = "us-east-1"
			_, err := east(t).Configure(bg(), &pulumirpc.ConfigureRequest{Args: encode(t, c.config)})
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			require.EqualError(t, err, c.want)
		})
	}
}

func TestCheckConfigRefusesAllowedWithForbiddenAccounts(t *testing.T) {
	resp, err := east(t).CheckConfig(bg(), &pulumirpc.CheckRequest{News: encode(t, props{
		"region": "us-east-1", "allowedAccountIds": `["1"]`, "forbiddenAccountIds": `["2"]`,
	})})
	require.NoError(t, err)
	require.Len(t, resp.GetFailures(), 1)
	require.Contains(t, resp.GetFailures()[0].GetReason(), `"allowed_account_ids": conflicts with forbidden_account_ids`)
}

func TestDefaultTags(t *testing.T) {
	for name, tags := range map[string]any{
		"an object (explicit provider)":   props{"tags": props{"team": "web", "a": "0"}},
		"JSON text (stack configuration)": `{"tags":{"team":"web","a":"0"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			e := newEngine(t, props{"region": "us-east-1", "defaultTags": tags})
			state := decode(t, e.mustCreate(vpcToken, "main", props{"tags": props{"a": "1"}}).state)
			require.Equal(t, props{"team": "web", "a": "1"}, state["tagsAll"], "a resource's own win")
			require.Equal(t, props{"a": "1"}, state["tags"])
		})
	}
}

func TestDiffConfig(t *testing.T) {
	e := east(t)
	diff := func(olds, news props) (bool, []string) {
		resp, err := e.DiffConfig(bg(), &pulumirpc.DiffRequest{Olds: encode(t, olds), News: encode(t, news)})
		require.NoError(t, err)
		return resp.GetChanges() == pulumirpc.DiffResponse_DIFF_SOME, resp.GetReplaces()
	}
	for name, c := range map[string]struct {
		olds, news props
		changed    bool
		replaces   []string
	}{
		"nothing":        {props{"region": "a"}, props{"region": "a"}, false, nil},
		"tags":           {props{"region": "a"}, props{"region": "a", "defaultTags": "{}"}, true, nil},
		"the region":     {props{"region": "a"}, props{"region": "b"}, true, []string{"region"}},
		"unknown region": {props{"region": "a"}, props{"region": unknown}, true, nil},
	} {
		changed, replaces := diff(c.olds, c.news)
		require.Equal(t, c.changed, changed, name)
		require.Equal(t, c.replaces, replaces, name)
	}
}

func TestInvoke(t *testing.T) {
	e := east(t)
	invoke := func(token string, args props) (*pulumirpc.InvokeResponse, error) {
		return e.Invoke(bg(), &pulumirpc.InvokeRequest{Tok: token, Args: encode(t, args)})
	}
	resp, err := invoke(zonesToken, nil)
	require.NoError(t, err)
	require.Equal(t, props{"names": []any{"us-east-1a"}, "id": "us-east-1"}, decode(t, resp.GetReturn()))

	_, err = invoke(zonesToken, props{"state": "broken"})
	require.EqualError(t, err, "invoking "+zonesToken+": 1 error occurred:\n\t* Broken: no zones in us-east-1\n\n")

	resp, err = invoke(zonesToken, props{"stat": "x"})
	require.NoError(t, err)
	require.Len(t, resp.GetFailures(), 1)
	require.Equal(t, "stat", resp.GetFailures()[0].GetProperty())

	_, err = invoke("aws:ec2/getVpc:getVpc", nil)
	require.EqualError(t, err, "the simulated account does not model the function aws:ec2/getVpc:getVpc; "+
		"test/simulator/README.md lists what it does")
}
