package pack

import (
	"slices"
)

// required is the resources of a kind that belong to the bucket. None at all is a violation.
func (s stack) required(kind string, bucket *resource, has, want, why string, c check) []*resource {
	found, undecided := s.attached(kind, "bucket", bucket)
	if len(found) > 0 {
		return found
	}
	if len(undecided) == 0 {
		c.report(bucket, "has %s; want %s: %s", has, want, why)
	}
	for _, r := range undecided {
		c.unknown(r, r.get("bucket"))
	}
	return nil
}

// statementsOf is the statements of a bucket policy. A single one may stand without a list.
func statementsOf(policy *resource) ([]value, state) {
	content := policy.get("policy").decoded()
	statements := content.get("Statement")
	if content.state() != known || statements.state() != known {
		return nil, unknown
	}
	return items(statements), known
}

// everybody says whether a principal is "*", or {"AWS": "*"}, or a list with one of these.
func everybody(principal value) bool {
	for _, item := range append(items(principal), items(principal.get("AWS"))...) {
		if text, _ := item.text(); text == "*" {
			return true
		}
	}
	return false
}

// source is a property that names a bucket to write to.
type source struct {
	kind string
	path []string
}

var cloudFrontLogs = []source{{kindDistribution, []string{"loggingConfig", "bucket"}}}

// allLogs is everything that writes logs to a bucket.
var allLogs = slices.Concat(cloudFrontLogs, []source{
	{kindLoadBalancer, []string{"accessLogs", "bucket"}},
	{kindLoadBalancer, []string{"connectionLogs", "bucket"}},
	{kindBucketLogging, []string{"targetBucket"}},
	{kindFlowLog, []string{"logDestination"}},
})

// targets is the buckets that something writes to, and whether there may be more.
type targets struct {
	found     []*resource
	uncertain bool
}

func (s stack) bucketsOf(sources []source, c check) targets {
	var t targets
	for _, from := range sources {
		for _, r := range s.of(from.kind) {
			v := r.get(from.path...)
			if kind, _ := r.get("logDestinationType").text(); r.kind == kindFlowLog && kind != "s3" {
				continue
			}
			l := s.linked(r, v, kindBucket)
			t.found = union(t.found, l.found)
			if l.missing > 0 {
				t.uncertain = true
				c.unknown(r, v)
			}
		}
	}
	return t
}
