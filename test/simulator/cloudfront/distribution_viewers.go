package cloudfront

import (
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/regions"
)

func oneCertificate(c *model.Call) error {
	given := 0
	for _, own := range []string{"acmCertificateArn", "iamCertificateId"} {
		if c.New.Has("viewerCertificate." + own) {
			given++
		}
	}
	methodMissing := given > 0 && !c.New.Has("viewerCertificate.sslSupportMethod")
	if c.New.Bool("viewerCertificate.cloudfrontDefaultCertificate") {
		given++
	}
	if given != 1 || methodMissing {
		return errorf(invalid, "The parameter ViewerCertificate is invalid: exactly one certificate must be given, and "+
			"one of your own needs an SSLSupportMethod.")
	}
	return nil
}

// attached returns the certificate of the distribution, or nil if CloudFront cannot find it.
func attached(c *model.Call) model.Props {
	found := c.Tx.Get(edgeRegion, certificate, c.New.String("viewerCertificate.acmCertificateArn"))
	if found == nil {
		return nil
	}
	return found.Properties
}

func issuedCertificate(c *model.Call) error {
	if c.New.Has("viewerCertificate.acmCertificateArn") && attached(c).String("status") != "ISSUED" {
		return errorf("InvalidViewerCertificate", "The specified SSL certificate doesn't exist, isn't in us-east-1 "+
			"region, isn't valid, or doesn't include a valid certificate chain.")
	}
	return nil
}

// coveredAliases requires that the certificate covers every alias. The names in an IAM server certificate are not
// known.
func coveredAliases(c *model.Call) error {
	if c.New.Has("viewerCertificate.iamCertificateId") {
		return nil
	}
	names := append(attached(c).Strings("subjectAlternativeNames"), attached(c).String("domainName"))
	for _, alias := range c.New.Strings("aliases") {
		_, parent, _ := strings.Cut(alias, ".")
		if !slices.Contains(names, alias) && !slices.Contains(names, "*."+parent) {
			return errorf("InvalidViewerCertificate", "To add an alternate domain name (CNAME) to a CloudFront "+
				"distribution, you must attach a trusted certificate that validates your authorization to use the domain name.")
		}
	}
	return nil
}

func ownAliases(c *model.Call) error {
	for _, alias := range c.New.Strings("aliases") {
		for _, other := range c.Find(Distribution, "aliases", alias) {
			if other.ID != c.ID {
				return errorf("CNAMEAlreadyExists",
					"One or more of the CNAMEs you provided are already associated with a different resource.")
			}
		}
	}
	return nil
}

func accessibleACL(c *model.Call) error {
	if !c.New.Has("webAclId") {
		return nil
	}
	for _, acl := range c.Tx.Find(edgeRegion, webACL, "arn", c.New.String("webAclId")) {
		if acl.Properties["scope"] == "CLOUDFRONT" {
			return nil
		}
	}
	return errorf("InvalidWebACLId", "Web ACL is not accessible by the requester.")
}

// logACLs requires a log bucket that supports ACLs, which new buckets do not by default.
func logACLs(c *model.Call) error {
	if !c.New.Has("loggingConfig") {
		return nil
	}
	name, _, _ := strings.Cut(c.New.String("loggingConfig.bucket"), ".s3.")
	logs := bucketNamed(c, name)
	if logs == nil {
		return errorf(invalid, "The S3 bucket that you specified for CloudFront logs doesn't exist: %s", name)
	}
	for _, controls := range c.Tx.Find(logs.Region, ownership, "bucket", name) {
		if controls.Properties.String("rule.objectOwnership") != "BucketOwnerEnforced" {
			return nil
		}
	}
	return errorf(invalid,
		"The S3 bucket that you specified for CloudFront logs does not enable ACL access: %s.s3.amazonaws.com", name)
}

// bucketNamed returns the bucket with a name in any region, or nil.
func bucketNamed(c *model.Call, name string) *account.Resource {
	for _, region := range regions.Names() {
		for _, token := range []string{bucket, legacyBucket} {
			if found := c.Tx.Get(region, token, name); found != nil {
				return found
			}
		}
	}
	return nil
}
