package ec2

import (
	"fmt"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

const (
	toCloudWatch = "cloud-watch-logs"
	logFormat    = "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} " +
		"${packets} ${bytes} ${start} ${end} ${action} ${log-status}"
)

func flowLog() *model.Type {
	sources := []string{"eniId", "subnetId", "transitGatewayAttachmentId", "transitGatewayId", "vpcId"}
	return &model.Type{
		Token: FlowLog, Service: service, Noun: "Flow Log", NewID: model.Prefixed("fl-"),
		Actions: model.Actions{Create: "CreateFlowLogs", Delete: "DeleteFlowLogs"},
		ARN:     "arn:{partition}:ec2:{region}:{account}:vpc-flow-log/{id}",
		Links:   []string{"vpcId", "subnetId"},
		Defaults: model.Props{
			"logDestinationType": toCloudWatch, "maxAggregationInterval": 600.0, "logFormat": logFormat,
		},
		Replaces: []model.Replace{{Properties: append([]string{
			"deliverCrossAccountRole", "destinationOptions", "iamRoleArn", "logDestination", "logDestinationType",
			"logFormat", "logGroupName", "maxAggregationInterval", "trafficType",
		}, sources...)}},
		Rules: []model.Rule{
			model.ExactlyOne(sources...),
			model.OneOf("trafficType", "ACCEPT", "REJECT", "ALL"),
			model.OneOf("logDestinationType", toCloudWatch, "s3", "kinesis-data-firehose"),
			model.OneOfInts("maxAggregationInterval", 60, 600),
			model.Conflicts("logDestination", "logGroupName"),
			inVPC(),
			inSubnets("subnetId"),
			{On: model.Create, Test: flowTraffic},
			{On: model.Create, Test: flowRole},
		},
		Fill: fillFlowLog,
	}
}

func flowTraffic(c *model.Call) error {
	gateway := c.New.Has("transitGatewayId") || c.New.Has("transitGatewayAttachmentId")
	if !gateway && !c.New.Has("trafficType") {
		return model.Errorf("MissingParameter", "The request must contain the parameter TrafficType")
	}
	return nil
}

// flowRole requires a role for delivery to a log group. Other destinations need none.
func flowRole(c *model.Call) error {
	to := c.New.String("logDestinationType")
	if (to == "" || to == toCloudWatch) && !c.New.Has("iamRoleArn") {
		return model.Errorf("InvalidParameter",
			"DeliverLogsPermissionArn can't be empty if LogDestinationType is %s.", toCloudWatch)
	}
	return nil
}

func fillFlowLog(c *model.Call) error {
	if c.State.String("logDestinationType") != toCloudWatch {
		return nil
	}
	if name := c.State.String("logGroupName"); name != "" {
		c.State.Default("logDestination",
			fmt.Sprintf("arn:%s:logs:%s:%s:log-group:%s", c.Partition(), c.Region, account.ID, name))
		return nil
	}
	_, name, _ := strings.Cut(c.State.String("logDestination"), ":log-group:")
	c.State["logGroupName"] = strings.TrimSuffix(name, ":*")
	return nil
}
