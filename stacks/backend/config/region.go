package config

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/internal/nearest"
)

// regions are those that every account has (opened before March 20, 2019), as of 2026-11-30. Each has Fargate on ARM64,
// RDS on Graviton and ElastiCache for Valkey.
// https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
var regions = []string{
	"ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1",
	"eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1", "us-east-2", "us-west-1",
	"us-west-2",
}

// optInRegions are those that an account must turn on. CloudFront does not deliver standard logs to buckets there.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html
var optInRegions = []string{
	"af-south-1", "ap-east-1", "ap-east-2", "ap-south-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5",
	"ap-southeast-6", "ap-southeast-7", "ca-west-1", "eu-central-2", "eu-south-1", "eu-south-2", "il-central-1",
	"me-central-1", "me-south-1", "mx-central-1",
}

// partitions are the parts of AWS with accounts of their own, by the beginning of their regions.
var partitions = []struct{ prefix, name string }{
	{"cn-", "aws-cn"},
	{"us-gov-", "aws-us-gov"},
	{"us-iso-", "aws-iso"},
	{"us-isob-", "aws-iso-b"},
	{"us-isof-", "aws-iso-f"},
	{"eu-isoe-", "aws-iso-e"},
	{"eusc-", "aws-eusc"},
}

// validateRegion rejects regions in which an environment cannot run.
func (r *reader) validateRegion(region string) {
	const key = "aws:region"
	switch {
	case region == "" || slices.Contains(regions, region):
	case slices.Contains(optInRegions, region):
		r.problem(key, fmt.Sprintf("is %q, an opt-in region; want a region that is on by default, such as eu-central-1: "+
			"CloudFront delivers no access logs to a bucket in an opt-in region", region))
	case partition(region) != "":
		r.problem(key, fmt.Sprintf("is %q, of the partition %s; want a region of the partition aws, such as eu-central-1: "+
			"CloudFront needs a certificate and a firewall in us-east-1", region, partition(region)))
	case nearest.Word(region, regions) != "":
		r.problem(key, fmt.Sprintf("is %q, which is no region; did you mean %s?", region, nearest.Word(region, regions)))
	default:
		r.problem(key, fmt.Sprintf("is %q, which is no region; want one of %s", region, strings.Join(regions, ", ")))
	}
}

func partition(region string) string {
	for _, one := range partitions {
		if strings.HasPrefix(region, one.prefix) {
			return one.name
		}
	}
	return ""
}

// zonePattern ends the name of an availability zone after its region. Local and Wavelength zones have more.
var zonePattern = regexp.MustCompile("^[a-z]$")

// validateZones checks that there is a zone of the region for each of the tier.
func (r *reader) validateZones(c Config) {
	if !slices.Contains(regions, c.Region) {
		return
	}
	for i, zone := range c.Zones {
		letter, here := strings.CutPrefix(zone, c.Region)
		if r.rejected(fmt.Sprintf("tenfold:zones[%d]", i)) {
			continue
		}
		if !here || !zonePattern.MatchString(letter) {
			r.problem(fmt.Sprintf("tenfold:zones[%d]", i), fmt.Sprintf("is %q; want an availability zone of aws:region, such "+
				"as %sa", zone, c.Region))
		}
	}
	if got, want := len(c.Zones), c.Sizes.Network.Zones; got > 0 && got != want && want > 0 {
		r.problem("tenfold:zones", fmt.Sprintf("names %d; want %d, the number in tenfold:overrides.network.zones", got, want))
	}
}
