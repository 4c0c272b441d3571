package waf_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/ec2"
	"github.com/tenfold-iac/tenfold/test/simulator/elb"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
	"github.com/tenfold-iac/tenfold/test/simulator/waf"
)

func newLoadBalancer(a *simtest.Account) string {
	vpc, _ := a.MustCreate(ec2.VPC, "vpc", model.Props{"cidrBlock": "10.0.0.0/16"})
	var subnets []any
	for zone, cidr := range map[string]string{"us-east-1a": "10.0.0.0/24", "us-east-1b": "10.0.1.0/24"} {
		id, _ := a.MustCreate(ec2.Subnet, zone, model.Props{"vpcId": vpc, "availabilityZone": zone, "cidrBlock": cidr})
		subnets = append(subnets, id)
	}
	lb, _ := a.MustCreate(elb.LoadBalancer, "web", model.Props{"internal": true, "subnets": subnets})
	return lb
}

func TestAssociation(t *testing.T) {
	a := newAccount(t)
	lb := newLoadBalancer(a)
	web, state := a.MustCreate(waf.WebACL, "acl", acl(nil))
	arn := state.String("arn")
	const cloudFront = "arn:aws:cloudfront::123456789012:distribution/E1"
	t.Run("WF2 CloudFront", func(t *testing.T) {
		failures := a.Check(waf.Association, "cf", model.Props{"webAclArn": arn, "resourceArn": cloudFront})
		require.Len(t, failures, 1)
		require.Contains(t, failures[0], `"resource_arn" (`+cloudFront+`) is an invalid ARN: invalid region value`)
	})
	t.Run("WF3 no load balancer", func(t *testing.T) {
		_, _, err := a.Create(waf.Association, "none", model.Props{"webAclArn": arn, "resourceArn": lb + "0"})
		require.ErrorContains(t, err, ", WAFUnavailableEntityException: AWS WAF couldn't retrieve the resource that you "+
			"requested. Retry your request.")
	})
	t.Run("no web ACL", func(t *testing.T) {
		_, _, err := a.Create(waf.Association, "none", model.Props{"webAclArn": arn + "0", "resourceArn": lb})
		require.ErrorContains(t, err, "WAFNonexistentItemException")
	})
	id, _ := a.MustCreate(waf.Association, "web", model.Props{"webAclArn": arn, "resourceArn": lb})
	require.Equal(t, arn+","+lb, id)
	t.Run("WF4 associated", func(t *testing.T) {
		require.ErrorContains(t, a.Delete(waf.WebACL, web), ", WAFAssociatedItemException: AWS WAF couldn't perform the "+
			"operation because your resource is being used by another resource or it's associated with another resource.")
	})
	t.Run("WF4 load balancer gone", func(t *testing.T) {
		require.NoError(t, a.Delete(elb.LoadBalancer, lb))
		require.Nil(t, a.Read(waf.Association, id), "the association goes with its load balancer")
		require.NoError(t, a.Delete(waf.WebACL, web))
	})
}

func TestLogging(t *testing.T) {
	a := newAccount(t)
	_, state := a.MustCreate(waf.WebACL, "acl", acl(nil))
	for destination, ok := range map[string]bool{
		"arn:aws:logs:us-east-1:123456789012:log-group:aws-waf-logs-web":           true,
		"arn:aws:logs:us-east-1:123456789012:log-group:aws-waf-logs-web:*":         true,
		"arn:aws:firehose:us-east-1:123456789012:deliverystream/aws-waf-logs-web":  true,
		"arn:aws:s3:::aws-waf-logs-web":                                            true,
		"arn:aws:logs:us-east-1:123456789012:log-group:web":                        false,
		"arn:aws:logs:us-east-1:123456789012:log-group:my-aws-waf-logs-web":        false,
		"arn:aws:firehose:us-east-1:123456789012:deliverystream/web-aws-waf-logs-": false,
	} {
		t.Run("WF9 "+destination, func(t *testing.T) {
			id, _, err := a.Create(waf.Logging, "logs", model.Props{
				"resourceArn": state["arn"], "logDestinationConfigs": []any{destination},
			})
			if !ok {
				require.ErrorContains(t, err, ", WAFInvalidParameterException: Error reason: The ARN isn't valid.")
				require.ErrorContains(t, err, "field: LOG_DESTINATION, parameter: "+destination)
				return
			}
			require.NoError(t, err)
			require.Equal(t, state["arn"], id)
		})
	}
	_, _, err := a.Create(waf.Logging, "none", model.Props{
		"resourceArn": "arn:x", "logDestinationConfigs": []any{"arn:aws:s3:::aws-waf-logs-web"},
	})
	require.ErrorContains(t, err, "WAFNonexistentItemException")
}
