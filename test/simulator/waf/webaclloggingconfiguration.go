package waf

import (
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func logging() *model.Type {
	return &model.Type{
		Token: Logging, Service: service, Noun: "WAFv2 WebACL Logging Configuration", Modeled: true,
		Actions: model.Actions{
			Create: "PutLoggingConfiguration", Read: "GetLoggingConfiguration", Update: "PutLoggingConfiguration",
			Delete: "DeleteLoggingConfiguration",
		},
		NewID:    model.Named("resourceArn"),
		Links:    []string{"resourceArn"},
		Replaces: []model.Replace{{Properties: []string{"resourceArn", "logDestinationConfigs"}}},
		Rules: []model.Rule{
			{On: model.Create, Test: knownACL("resourceArn")},
			{ID: "WF9", On: model.Write, Test: destinations},
		},
	}
}

// destinations requires log groups, streams and buckets whose names have the service's prefix.
func destinations(c *model.Call) error {
	for _, arn := range c.New.Strings("logDestinationConfigs") {
		name := arn[strings.LastIndexAny(strings.TrimSuffix(arn, ":*"), ":/")+1:]
		if !strings.HasPrefix(name, "aws-waf-logs-") {
			return invalid("The ARN isn't valid. A valid ARN begins with arn: and includes other information separated by "+
				"colons or slashes.", "LOG_DESTINATION", arn)
		}
	}
	return nil
}
