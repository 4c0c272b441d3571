package ec2_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
)

func TestFlowLogRules(t *testing.T) {
	n := newNetwork(t)
	role := "arn:aws:iam::123456789012:role/flow"
	for _, c := range []struct {
		name string
		in   props
		want string
	}{
		{"to a log group", props{"trafficType": "ALL", "iamRoleArn": role, "logGroupName": "flow"}, ""},
		{"to a bucket", props{
			"trafficType": "REJECT", "logDestinationType": "s3", "logDestination": "arn:aws:s3:::flow",
		}, ""},
		{"no role", props{"trafficType": "ALL", "logGroupName": "flow"}, denied("InvalidParameter",
			"DeliverLogsPermissionArn can't be empty if LogDestinationType is cloud-watch-logs.")},
		{
			"no traffic",
			props{"iamRoleArn": role},
			denied("MissingParameter", "The request must contain the parameter TrafficType"),
		},
		{"two sources", props{"trafficType": "ALL", "subnetId": "subnet-1"}, "only one of `eni_id,subnet_id,"},
		{"traffic", props{"trafficType": "SOME"}, `expected traffic_type to be one of ["ACCEPT" "REJECT" "ALL"], got SOME`},
		{
			"interval",
			props{"trafficType": "ALL", "maxAggregationInterval": 61.0},
			"expected max_aggregation_interval to be one of [60 600], got 61",
		},
		{"no VPC", props{"trafficType": "ALL", "iamRoleArn": role, "vpcId": "vpc-1"}, "InvalidVpcID.NotFound: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.in.Default("vpcId", n.vpc)
			_, _, err := n.Create(ec2.FlowLog, "flow", c.in)
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestFlowLogDestination(t *testing.T) {
	n := newNetwork(t)
	arn := "arn:aws:logs:us-east-1:123456789012:log-group:flow"
	in := props{"vpcId": n.vpc, "trafficType": "ALL", "iamRoleArn": "arn:aws:iam::123456789012:role/flow"}
	byName, byARN := in.Clone(), in.Clone()
	byName["logGroupName"], byARN["logDestination"] = "flow", arn
	id, state := n.MustCreate(ec2.FlowLog, "by name", byName)
	require.Equal(t, arn, state["logDestination"])
	require.Equal(t, 600.0, state["maxAggregationInterval"])
	_, state = n.MustCreate(ec2.FlowLog, "by ARN", byARN)
	require.Equal(t, "flow", state["logGroupName"])
	byName["trafficType"] = "REJECT"
	n.replaces(ec2.FlowLog, id, byName, "trafficType")
}

func TestNetworkACLs(t *testing.T) {
	n := newNetwork(t)
	entry := func(number float64) map[string]any {
		return map[string]any{
			"ruleNo": number, "action": "allow", "protocol": "-1", "fromPort": 0.0, "toPort": 0.0, "cidrBlock": open,
		}
	}
	id := n.make(ec2.NetworkACL, "acl", props{"ingress": list(entry(100), entry(200)), "egress": list(entry(100))})
	n.replaces(ec2.NetworkACL, id, props{"ingress": list(entry(300))})
	n.replaces(ec2.NetworkACL, id, props{"vpcId": "vpc-1", "ingress": list(entry(100), entry(200))}, "vpcId")
	n.refuse(ec2.NetworkACL, props{"egress": list(entry(100), entry(100))}, denied("NetworkAclEntryAlreadyExists",
		"The network acl entry identified by 100 already exists."))
	n.refuse(ec2.NetworkACL, props{"subnetIds": list("subnet-1")}, "InvalidSubnetID.NotFound: ")
	own := n.Read(ec2.VPC, n.vpc)["defaultNetworkAclId"]
	adopted, state := n.MustCreate(ec2.DefaultACL, "closed", props{"defaultNetworkAclId": own})
	require.Equal(t, own, adopted)
	require.Equal(t, n.vpc, state["vpcId"])
	n.refuse(ec2.DefaultACL, props{"defaultNetworkAclId": "acl-1"},
		denied("InvalidNetworkAclID.NotFound", "The networkAcl ID 'acl-1' does not exist"))
}

func TestPrefixLists(t *testing.T) {
	n := newNetwork(t)
	entries := list(map[string]any{"cidr": "10.0.0.0/8"}, map[string]any{"cidr": "11.0.0.0/8"})
	in := props{"name": "office", "addressFamily": "IPv4", "maxEntries": 2.0, "entries": entries}
	id, state := n.MustCreate(ec2.PrefixList, "office", in)
	require.Equal(t, 1.0, state["version"])
	in["entries"] = list(map[string]any{"cidr": "10.0.0.0/8"})
	after, err := n.Update(ec2.PrefixList, id, in)
	require.NoError(t, err)
	require.Equal(t, 2.0, after["version"])
	in["addressFamily"] = "IPv6"
	n.replaces(ec2.PrefixList, id, in, "addressFamily")
	n.refuse(ec2.PrefixList, props{"addressFamily": "IPv4", "maxEntries": 1.0, "entries": entries}, denied(
		"PrefixListMaxEntriesExceeded", "You've reached the maximum number of entries for the prefix list."))
	n.refuse(ec2.PrefixList, props{"addressFamily": "IPv4", "maxEntries": 1001.0},
		"expected max_entries to be in the range (1 - 1000), got 1001")
	n.refuse(ec2.PrefixList, props{"addressFamily": "IPv5", "maxEntries": 1.0}, "expected address_family to be one of [")
	n.refuse(ec2.PrefixList, props{"name": "com.amazonaws.x", "addressFamily": "IPv4", "maxEntries": 1.0},
		denied("InvalidParameterValue", "The prefix list name cannot begin with com.amazonaws"))
}
