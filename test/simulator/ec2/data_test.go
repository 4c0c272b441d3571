package ec2_test

import (
	"context"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

func where(name string, values ...any) props {
	return props{"filters": list(map[string]any{"name": name, "values": values})}
}

func TestDataSources(t *testing.T) {
	n := newNetwork(t)
	other, _ := n.MustCreate(ec2.VPC, "other", props{"cidrBlock": "10.1.0.0/16", "tags": map[string]any{"Name": "other"}})
	gateway := n.make(ec2.InternetGateway, "gateway", nil)
	a, b := n.subnet("a", "10.0.0.0/24", "us-east-1a"), n.subnet("b", "10.0.1.0/24", "us-east-1b")
	group := n.make(ec2.SecurityGroup, "web", props{"name": "web"})
	address := n.make(ec2.EIP, "nat", nil)
	nat := n.make(ec2.NATGateway, "nat", props{"subnetId": a, "allocationId": address})
	endpoint := n.make(ec2.VPCEndpoint, "s3", props{"serviceName": s3Service})
	table := n.make(ec2.RouteTable, "table", props{"tags": map[string]any{"tier": "web"}})
	mine := n.make(ec2.PrefixList, "office", props{"name": "office", "addressFamily": "IPv4", "maxEntries": 2.0})
	for _, c := range []struct {
		function string
		args     props
		want     string // the ID, or the error
	}{
		{"getVpc", props{"id": n.vpc}, n.vpc},
		{"getVpc", props{"cidrBlock": "10.1.0.0/16"}, other},
		{"getVpc", props{"tags": map[string]any{"Name": "main"}}, n.vpc},
		{"getVpc", where("tag:Name", "oth*"), other},
		{"getVpc", where("cidr", "10.1.0.0/16"), other},
		{"getVpc", where("shape", "round"), "InvalidParameterValue: The filter 'shape' is invalid"},
		{"getVpc", props{"tags": map[string]any{"Name": "none"}}, "no matching EC2 VPC found"},
		{"getVpc", props{"default": true}, "no matching EC2 VPC found"},
		{"getVpc", props{}, "multiple EC2 VPCs matched; use additional constraints to reduce matches to a single EC2 VPC"},
		{"getSubnet", props{"vpcId": n.vpc, "availabilityZone": "us-east-1b"}, b},
		{"getSubnet", where("availability-zone", "us-east-1a", "us-east-1f"), a},
		{"getSecurityGroup", props{"vpcId": n.vpc, "name": "web"}, group},
		{"getSecurityGroup", where("group-name", "web"), group},
		{"getInternetGateway", where("attachment.vpc-id", n.vpc), gateway},
		{"getNatGateway", props{"subnetId": a}, nat},
		{"getElasticIp", props{"id": address}, address},
		{"getVpcEndpoint", props{"vpcId": n.vpc, "serviceName": s3Service}, endpoint},
		{"getRouteTable", where("tag-key", "tier"), table},
		{"getManagedPrefixList", props{"name": "office"}, mine},
		{"getPrefixList", props{"name": "com.amazonaws.eu-west-1.s3"}, "no matching EC2 Managed Prefix List found"},
	} {
		t.Run(c.function, func(t *testing.T) {
			out, err := n.Invoke("aws:ec2/"+c.function+":"+c.function, c.args)
			if err != nil {
				require.ErrorContains(t, err, c.want)
				return
			}
			require.Equal(t, c.want, out["id"])
		})
	}
	subnets, err := n.Invoke("aws:ec2/getSubnets:getSubnets", where("vpc-id", n.vpc))
	require.NoError(t, err)
	require.Equal(t, list(a, b), subnets["ids"])
	groups, err := n.Invoke("aws:ec2/getSecurityGroups:getSecurityGroups", where("group-id", group))
	require.NoError(t, err)
	require.Equal(t, list(n.vpc), groups["vpcIds"])
	vpcs, err := n.Invoke("aws:ec2/getVpcs:getVpcs", props{})
	require.NoError(t, err)
	require.Equal(t, list(n.vpc, other), vpcs["ids"])
}

func TestDataSourceResults(t *testing.T) {
	n := newNetwork(t)
	n.make(ec2.SecondaryCIDR, "second", props{"cidrBlock": "10.1.0.0/16"})
	vpc, err := n.Invoke("aws:ec2/getVpc:getVpc", props{"id": n.vpc})
	require.NoError(t, err)
	require.Len(t, vpc["cidrBlockAssociations"], 2)
	require.Equal(t, map[string]any{"Name": "main"}, vpc["tags"])
	subnet, table := n.subnet("a", "10.0.0.0/24", "us-east-1a"), n.make(ec2.RouteTable, "table", nil)
	n.make(ec2.Association, "a", props{"routeTableId": table, "subnetId": subnet})
	out, err := n.Invoke("aws:ec2/getRouteTable:getRouteTable", props{"routeTableId": table})
	require.NoError(t, err)
	require.Equal(t, subnet, out.String("associations.0.subnetId"))
	out, err = n.Invoke("aws:ec2/getRouteTable:getRouteTable", props{"subnetId": subnet})
	require.NoError(t, err)
	require.Equal(t, table, out["id"])
	_, err = n.Invoke("aws:ec2/getRouteTable:getRouteTable", props{"subnetId": n.subnet("b", "10.0.1.0/24", "us-east-1b")})
	require.ErrorContains(t, err, "no matching Route Table found", "its table is the main one, by no association of its own")
	out, err = n.Invoke("aws:ec2/getRouteTable:getRouteTable", where("association.main", "true"))
	require.NoError(t, err)
	require.Equal(t, n.Read(ec2.VPC, n.vpc)["mainRouteTableId"], out["id"])
	require.Equal(t, true, out.Get("associations.0.main"))
	nat := n.make(ec2.NATGateway, "nat", props{"subnetId": subnet, "connectivityType": "private"})
	out, err = n.Invoke("aws:ec2/getNatGateway:getNatGateway", props{"id": nat})
	require.NoError(t, err)
	require.Equal(t, n.vpc, out["vpcId"])
	gateway := n.make(ec2.InternetGateway, "gateway", nil)
	out, err = n.Invoke("aws:ec2/getInternetGateway:getInternetGateway", props{"internetGatewayId": gateway})
	require.NoError(t, err)
	require.Equal(t, n.vpc, out.String("attachments.0.vpcId"))
	out, err = n.Invoke("aws:ec2/getPrefixList:getPrefixList", props{"name": s3Service})
	require.NoError(t, err)
	require.Len(t, out["cidrBlocks"], 2)
	out, err = n.Invoke("aws:ec2/getManagedPrefixList:getManagedPrefixList", where("prefix-list-name", "*cloudfront*"))
	require.NoError(t, err)
	require.Equal(t, 55.0, out["maxEntries"])
}

// A VPC that was there before the first up can be found and used.
func TestSeednVPC(t *testing.T) {
	n := newNetwork(t)
	require.NoError(t, n.Seed(context.Background(), "us-east-1", ec2.VPC, "vpc-0company", props{
		"cidrBlock": "172.16.0.0/16", "tags": map[string]any{"Name": "company"},
	}))
	out, err := n.Invoke("aws:ec2/getVpc:getVpc", props{"tags": map[string]any{"Name": "company"}})
	require.NoError(t, err)
	n.make(ec2.Subnet, "web", props{"vpcId": out["id"], "cidrBlock": "172.16.0.0/24"})
}

// Every function and type of the package is in the schema, and every type says nothing that the schema does not know.
func TestTypesAgreeWithSchema(t *testing.T) {
	s := schema.Load()
	for _, f := range ec2.Functions() {
		require.Contains(t, s.Functions, f.Token)
	}
	for _, typ := range ec2.Types() {
		res := s.Resources[typ.Token]
		require.NotNil(t, res, typ.Token)
		for _, r := range typ.Replaces {
			for _, name := range r.Properties {
				require.Contains(t, res.Inputs, name, typ.Token)
			}
		}
		for _, name := range slices.Concat(typ.Computed, slices.Collect(maps.Keys(typ.Defaults))) {
			require.Contains(t, res.Outputs, name, typ.Token)
		}
	}
}
