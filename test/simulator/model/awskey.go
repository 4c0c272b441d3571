package model

import "github.com/tenfold-iac/tenfold/test/simulator/account"

// awsKeys are the IDs of AWS managed keys by their services. A real account has others, always the same.
var awsKeys = map[string]string{
	"backup":         "5c1d9e72-3b60-4f8a-a1d2-9e8f7a6b5c4d",
	"rds":            "7d3f5a10-52d5-4f0e-9c1b-0a6b1c2d3e4f",
	"secretsmanager": "2b9e8c44-7a31-4d6f-8e20-5f4e3d2c1b0a",
}

// AWSKey returns the ARN of the AWS managed key for a service, which its alias alias/aws/<service> names, or "" if the
// account does not model it.
func AWSKey(c *Call, service string) string {
	if awsKeys[service] == "" {
		return ""
	}
	return "arn:" + c.Partition() + ":kms:" + c.Region + ":" + account.ID + ":key/" + awsKeys[service]
}
