package ec2

import "github.com/tenfold-iac/tenfold/test/simulator/model"

func egressRule() *model.Type {
	t := newerRule(EgressRule)
	t.Noun = "VPC Security Group Egress Rule"
	t.Actions.Create, t.Actions.Delete = "AuthorizeSecurityGroupEgress", "RevokeSecurityGroupEgress"
	return t
}
