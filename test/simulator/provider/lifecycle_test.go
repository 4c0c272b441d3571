package provider_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/require"
)

const requestID = `[0-9a-f-]{36}`

func TestCreate(t *testing.T) {
	e := east(t)
	h := e.mustCreate(vpcToken, "main", props{"cidrBlock": "10.0.0.0/16", "tags": props{"a": "1"}})
	require.Regexp(t, "^vpc-[0-9a-f]{17}$", h.id)
	state := decode(t, h.state)
	require.Equal(t, "arn:aws:ec2:us-east-1:123456789012:vpc/"+h.id, state["arn"])
	require.Equal(t, "123456789012", state["ownerId"])
	require.Equal(t, true, state["enableDnsSupport"], "a default of the API")
	require.Equal(t, "10.0.0.0/16", state["cidrBlock"])
	require.Equal(t, props{"a": "1"}, state["tagsAll"])
	require.Contains(t, state, "mainRouteTableId", "every output that always has a value has one")
	require.NotContains(t, state, "__defaults")

	list, err := e.a.Resources(bg())
	require.NoError(t, err)
	require.Len(t, list, 1)
	r := list[0]
	require.Equal(t, []string{h.id, "us-east-1", "main", h.urn}, []string{r.ID, r.Region, r.Name, r.URN})
}

func TestCreateIsFramed(t *testing.T) {
	e := east(t)
	_, err := e.create(subnetToken, "a", props{"vpcId": "vpc-1"})
	require.Regexp(t, `^1 error occurred:\n\t\* creating EC2 Subnet \(a\): operation error EC2: CreateSubnet, https `+
		`response error StatusCode: 400, RequestID: `+requestID+`, api error InvalidVpcID\.NotFound: The vpc ID 'vpc-1' `+
		`does not exist\n\n$`, err.Error())
	e.mustCreate(groupToken, "a", props{"name": "mine"})
	_, err = e.create(groupToken, "b", props{"name": "mine"})
	require.Regexp(t, `^1 error occurred:\n\t\* creating ELBv2 Target Group \(b\): operation error Elastic Load `+
		`Balancing v2: CreateTargetGroup, https response error StatusCode: 400, RequestID: `+requestID+
		`, DuplicateTargetGroupName: A target group with the name 'mine' exists\n\n$`, err.Error())
	list, err := e.a.Resources(bg())
	require.NoError(t, err)
	require.Len(t, list, 1, "a create that failed leaves nothing")
}

func TestCreateInAPreview(t *testing.T) {
	e := newEngine(t, props{"region": "us-east-1", "defaultTags": props{"tags": props{"team": "web"}}})
	resp, err := e.Create(bg(), &pulumirpc.CreateRequest{
		Urn: urn(vpcToken, "main"), Preview: true,
		Properties: encode(t, props{"cidrBlock": "10.0.0.0/16", "tags": props{"a": "1"}}),
	})
	require.NoError(t, err)
	require.Empty(t, resp.GetId())
	state := decode(t, resp.GetProperties())
	require.Equal(t, "10.0.0.0/16", state["cidrBlock"])
	require.Equal(t, props{"team": "web", "a": "1"}, state["tagsAll"])
	for _, computed := range []string{"arn", "mainRouteTableId", "ownerId"} {
		require.Equal(t, unknown.V, state[computed], computed)
	}
	list, err := e.a.Resources(bg())
	require.NoError(t, err)
	require.Empty(t, list)
	require.Empty(t, e.calls())
}

func TestNamePrefix(t *testing.T) {
	e := east(t)
	h := e.mustCreate(groupToken, "web", props{"namePrefix": "web-"})
	name := decode(t, h.state)["name"]
	require.Regexp(t, "^web-[0-9]{18}[0-9a-f]{8}$", name)
	require.Contains(t, h.id, name)
	require.Empty(t, e.diff(h, props{"namePrefix": "web-"}).GetDiffs())
	_, err := e.update(h, props{"namePrefix": "web-", "slowStart": 30}, false)
	require.NoError(t, err)
	require.Equal(t, name, decode(t, h.state)["name"], "it is made once")
}

func TestGlobalTypesAreInNoRegion(t *testing.T) {
	h := east(t).mustCreate(roleToken, "web", props{"assumeRolePolicy": "{}"})
	require.Regexp(t, `^web-[0-9a-f]{7}\.x$`, h.id, "without a NewID the name is the ID")
	require.Equal(t, "arn:aws:iam::123456789012:role/"+h.id, decode(t, h.state)["arn"])
}

func TestUpdate(t *testing.T) {
	e := east(t)
	h := e.mustCreate(groupToken, "web", props{"port": 80, "slowStart": 30, "deregistrationDelay": 10})
	name := decode(t, h.state)["name"]
	next := props{"port": 80, "slowStart": 60, "deregistrationDelay": 10}

	planned, err := e.update(h, next, true)
	require.NoError(t, err)
	require.Equal(t, 60.0, planned["slowStart"])
	require.Equal(t, 30.0, decode(t, h.state)["slowStart"])

	require.NoError(t, e.a.Change(bg(), "us-east-1", groupToken, h.id, props{"deregistrationDelay": 99}))
	state, err := e.update(h, next, false)
	require.NoError(t, err)
	require.Equal(t, 60.0, state["slowStart"])
	require.Equal(t, 99.0, state["deregistrationDelay"], "only what the program changed is sent")
	require.Equal(t, name, state["name"])

	state, err = e.update(h, props{"port": 80, "deregistrationDelay": 10}, false)
	require.NoError(t, err)
	require.NotContains(t, state, "slowStart")
}

func TestUpdateOfWhatIsGoneFails(t *testing.T) {
	e := east(t)
	h := e.mustCreate(vpcToken, "main", props{"cidrBlock": "10.0.0.0/16"})
	require.NoError(t, e.delete(h))
	_, err := e.update(h, props{"cidrBlock": "10.0.0.0/16", "enableDnsSupport": false}, false)
	require.EqualError(t, err, "1 error occurred:\n\t* updating EC2 VPC ("+h.id+"): couldn't find resource\n\n")
}

func TestDelete(t *testing.T) {
	e := east(t)
	h := e.mustCreate(vpcToken, "main", props{"cidrBlock": "10.0.0.0/16"})
	s := e.mustCreate(subnetToken, "a", props{"vpcId": h.id})
	require.Regexp(t, `deleting EC2 VPC \(`+h.id+`\): operation error EC2: DeleteVpc, https response error `+
		`StatusCode: 400, RequestID: `+requestID+`, api error DependencyViolation: `+
		`The vpc '`+h.id+`' has dependencies and cannot be deleted.`,
		e.delete(h).Error())
	require.True(t, e.refresh(h))
	require.NoError(t, e.delete(s))
	require.NoError(t, e.delete(h))
	require.False(t, e.refresh(h))
	require.NoError(t, e.delete(h), "what is gone already is no error")
}

func TestRefresh(t *testing.T) {
	e := east(t)
	inputs := props{"cidrBlock": "10.0.0.0/16", "tags": props{"a": "1"}}
	h := e.mustCreate(vpcToken, "main", inputs)
	wasInputs, wasState := h.inputs, h.state
	require.True(t, e.refresh(h))
	require.Equal(t, decode(t, wasInputs), decode(t, h.inputs), "no drift")
	require.Equal(t, decode(t, wasState), decode(t, h.state))

	require.NoError(t, e.a.Change(bg(), "us-east-1", vpcToken, h.id, props{
		"tags": props{"a": "2"}, "enableDnsSupport": false, "ownerId": "999999999999",
	}))
	require.True(t, e.refresh(h))
	require.Equal(t, props{"cidrBlock": "10.0.0.0/16", "tags": props{"a": "2"}, "enableDnsSupport": false},
		decode(t, h.inputs))
	require.Equal(t, "999999999999", decode(t, h.state)["ownerId"])
	require.Equal(t, []string{"enableDnsSupport", "tags"}, e.diff(h, inputs).GetDiffs(), "an up puts it right")
	state, err := e.update(h, inputs, false)
	require.NoError(t, err)
	require.Equal(t, true, state["enableDnsSupport"])
	require.Equal(t, props{"a": "1"}, state["tags"])
}

func TestRefreshOfAResourceWithoutInputs(t *testing.T) {
	e := east(t)
	h := e.mustCreate(groupToken, "web", nil)
	was := decode(t, h.inputs)
	require.True(t, e.refresh(h))
	require.Equal(t, was, decode(t, h.inputs))
	require.Equal(t, []any{"name"}, was["__defaults"])
	require.Empty(t, e.diff(h, nil).GetDiffs())
}

func TestImport(t *testing.T) {
	e := east(t)
	made := e.mustCreate(vpcToken, "theirs", props{"cidrBlock": "10.0.0.0/16", "tags": props{"a": "1"}})
	resp, err := e.Read(bg(), &pulumirpc.ReadRequest{Id: made.id, Urn: urn(vpcToken, "mine")})
	require.NoError(t, err)
	require.Equal(t, made.id, resp.GetId())
	h := &held{urn(vpcToken, "mine"), made.id, resp.GetInputs(), resp.GetProperties()}
	want := props{"cidrBlock": "10.0.0.0/16", "tags": props{"a": "1"}}
	require.Equal(t, want, decode(t, h.inputs), "what a program would write down")
	require.Equal(t, decode(t, made.state), decode(t, h.state))
	require.Empty(t, e.diff(h, want).GetDiffs())

	resp, err = e.Read(bg(), &pulumirpc.ReadRequest{Id: "vpc-none", Urn: urn(vpcToken, "mine")})
	require.NoError(t, err)
	require.Empty(t, resp.GetId())
}

func TestCallLog(t *testing.T) {
	e := east(t)
	h := e.mustCreate(vpcToken, "main", props{"cidrBlock": "10.0.0.0/16"})
	s := e.mustCreate(subnetToken, "a", props{"vpcId": h.id})
	_, err := e.create(subnetToken, "b", props{"vpcId": "vpc-1"})
	require.Error(t, err)
	require.Error(t, e.delete(h))
	require.True(t, e.refresh(s))
	e.mustCreate(roleToken, "web", props{"assumeRolePolicy": "{}"})
	_, err = e.update(h, props{"cidrBlock": "10.0.0.0/16", "enableDnsSupport": false}, false)
	require.NoError(t, err)
	require.Equal(t, []string{
		"us-east-1 EC2:CreateVpc aws:ec2/vpc:Vpc",
		"us-east-1 EC2:CreateSubnet aws:ec2/subnet:Subnet",
		"us-east-1 EC2:CreateSubnet aws:ec2/subnet:Subnet failed",
		"us-east-1 EC2:DeleteVpc aws:ec2/vpc:Vpc failed",
		"us-east-1 EC2:DescribeSubnets aws:ec2/subnet:Subnet",
		"global IAM:CreateRole aws:iam/role:Role",
		"us-east-1 EC2:ModifyVpc aws:ec2/vpc:Vpc",
	}, e.calls())
	list, err := e.a.Calls(bg())
	require.NoError(t, err)
	require.Equal(t, []string{h.id, s.id, ""}, []string{list[0].ID, list[1].ID, list[2].ID})
	require.Equal(t, urn(subnetToken, "b"), list[2].URN)
	require.Contains(t, list[2].Error, "creating EC2 Subnet (b): operation error EC2")
}

func TestQuota(t *testing.T) {
	e := east(t)
	require.NoError(t, e.a.SetQuota(bg(), "vpcs", 1))
	e.mustCreate(vpcToken, "a", nil)
	_, err := e.create(vpcToken, "b", nil)
	require.ErrorContains(t, err, "api error VpcLimitExceeded: The maximum number of VPCs has been reached.")
	require.NoError(t, e.a.SetQuota(bg(), "vpcs", 2))
	e.mustCreate(vpcToken, "b", nil)
}

// AWS stores plain values; the engine keeps track of secrets.
func TestSecretsAreStoredPlain(t *testing.T) {
	e := east(t)
	inputs, err := plugin.MarshalProperties(resource.PropertyMap{
		"cidrBlock": resource.MakeSecret(resource.NewProperty("10.0.0.0/16")),
		"tags": resource.NewOutputProperty(resource.Output{
			Element: resource.NewProperty(resource.PropertyMap{"a": resource.NewProperty("1")}), Known: true, Secret: true,
		}),
	}, plugin.MarshalOptions{KeepSecrets: true, KeepOutputValues: true})
	require.NoError(t, err)
	resp, err := e.Create(bg(), &pulumirpc.CreateRequest{Urn: urn(vpcToken, "main"), Properties: inputs})
	require.NoError(t, err)
	list, err := e.a.Resources(bg())
	require.NoError(t, err)
	require.Equal(t, "10.0.0.0/16", list[0].Properties["cidrBlock"])
	require.Equal(t, props{"a": "1"}, list[0].Properties["tags"])
	require.Equal(t, "10.0.0.0/16", decode(t, resp.GetProperties())["cidrBlock"])
}
