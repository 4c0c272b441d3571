// Package route53 is DNS in the simulated account: hosted zones, public and private, and their records.
package route53

import (
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// Tokens of the resource types.
const (
	Zone        = "aws:route53/zone:Zone"
	Record      = "aws:route53/record:Record"
	Association = "aws:route53/zoneAssociation:ZoneAssociation"
)

// Tokens of other services' types that the rules look up.
const (
	vpc          = "aws:ec2/vpc:Vpc"
	loadBalancer = "aws:lb/loadBalancer:LoadBalancer"
	distribution = "aws:cloudfront/distribution:Distribution"
)

const service = "Route 53"

// Types are the resource types of the package.
func Types() []*model.Type { return []*model.Type{zone(), record(), association()} }

// Functions are the data sources of the package.
func Functions() []*model.Function {
	return []*model.Function{
		{Token: "aws:route53/getZone:getZone", Run: getZone},
		{Token: "aws:route53/getRecords:getRecords", Run: getRecords},
	}
}

// plainName returns a DNS name in lower case without its trailing dot, for comparisons.
func plainName(name string) string { return strings.ToLower(strings.TrimSuffix(name, ".")) }
