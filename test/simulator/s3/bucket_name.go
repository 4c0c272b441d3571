package s3

import (
	"regexp"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

var (
	looseName  = regexp.MustCompile(`^[0-9A-Za-z\-._]+$`)
	strictName = regexp.MustCompile(`^[0-9a-z\-.]+$`)
	address    = regexp.MustCompile(`^(?:[0-9]{1,3}\.){3}[0-9]{1,3}$`)
)

// bucketName checks a name with the provider's rules, which allow old names in us-east-1, and with the API's, which do
// not.
func bucketName(c *model.Call) error {
	name := c.New.String("bucket")
	if name == "" {
		return nil
	}
	reason := strictReason(name)
	switch {
	case reason == "":
		return nil
	case c.Region != "us-east-1":
		return model.Providerf("validating S3 Bucket (%s) name: "+reason, name, name)
	case !looseName.MatchString(name):
		return model.Providerf("validating S3 Bucket (%s) name: only alphanumeric characters, hyphens, periods, and "+
			"underscores allowed in %q", name, name)
	default:
		return model.Errorf("InvalidBucketName", "The specified bucket is not valid.")
	}
}

// strictReason returns the problem of a name, with %q for the name, or "".
func strictReason(name string) string {
	switch {
	case len(name) < 3 || len(name) > 63:
		return "%q must contain from 3 to 63 characters"
	case !strictName.MatchString(name):
		return "only lowercase alphanumeric characters and hyphens allowed in %q"
	case address.MatchString(name):
		return "%q must not be formatted as an IP address"
	case strings.HasPrefix(name, "."):
		return "%q cannot start with a period"
	case strings.HasSuffix(name, "."):
		return "%q cannot end with a period"
	case strings.Contains(name, ".."):
		return "%q can be only one period between labels"
	}
	return ""
}
