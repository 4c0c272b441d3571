package component

import "regexp"

var (
	identifierPattern = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	suffixPattern     = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	labelPattern      = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`)
	queuePattern      = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)
	zonePattern       = regexp.MustCompile(`^[a-z]+(-[a-z]+)+-[0-9]+[a-z]$`)
)

// IsIdentifier reports whether a name is lower-case letters, digits and single inner hyphens, beginning with a letter.
// RDS and ElastiCache accept no other identifiers.
func IsIdentifier(name string) bool { return identifierPattern.MatchString(name) }

// IsSuffix reports whether a name can end the name of a child: an identifier that may begin with a digit.
func IsSuffix(name string) bool { return suffixPattern.MatchString(name) }

// IsLabel reports whether a name can be part of a host name, as names of load balancers and buckets are: lower-case
// letters, digits and inner hyphens.
func IsLabel(name string) bool { return labelPattern.MatchString(name) }

// IsQueue reports whether Celery's name of a queue is lower-case letters, digits and hyphens.
func IsQueue(name string) bool { return queuePattern.MatchString(name) }

// IsZone reports whether a name is that of an availability zone such as us-east-1a. Local zones (us-east-1-bos-1a) are
// not: they have neither NAT gateways nor Fargate.
func IsZone(name string) bool { return zonePattern.MatchString(name) }
