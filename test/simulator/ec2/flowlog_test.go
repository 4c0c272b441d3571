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
