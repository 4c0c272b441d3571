package pack

import (
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"
)

// Kinds of resources: their type tokens without the package and the repeated name.
const (
	kindAlarm                = "cloudwatch/metricAlarm"
	kindBucket               = "s3/bucket"
	kindBucketEncryption     = "s3/bucketServerSideEncryptionConfiguration"
	kindBucketLogging        = "s3/bucketLogging"
	kindBucketOwnership      = "s3/bucketOwnershipControls"
	kindBucketPolicy         = "s3/bucketPolicy"
	kindCacheCluster         = "elasticache/cluster"
	kindCacheParameterGroup  = "elasticache/parameterGroup"
	kindCacheSubnetGroup     = "elasticache/subnetGroup"
	kindCluster              = "ecs/cluster"
	kindClusterProviders     = "ecs/clusterCapacityProviders"
	kindDBCluster            = "rds/cluster"
	kindDBClusterInstance    = "rds/clusterInstance"
	kindDBClusterParameters  = "rds/clusterParameterGroup"
	kindDBInstance           = "rds/instance"
	kindDBParameterGroup     = "rds/parameterGroup"
	kindDBSubnetGroup        = "rds/subnetGroup"
	kindDefaultSecurityGroup = "ec2/defaultSecurityGroup"
	kindDefaultSubnet        = "ec2/defaultSubnet"
	kindDistribution         = "cloudfront/distribution"
	kindFlowLog              = "ec2/flowLog"
	kindIngressRule          = "vpc/securityGroupIngressRule"
	kindKey                  = "kms/key"
	kindListener             = "lb/listener"
	kindListenerRule         = "lb/listenerRule"
	kindLoadBalancer         = "lb/loadBalancer"
	kindLogGroup             = "cloudwatch/logGroup"
	kindMessageBroker        = "mq/broker"
	kindPublicAccessBlock    = "s3/bucketPublicAccessBlock"
	kindQueue                = "sqs/queue"
	kindRedrivePolicy        = "sqs/redrivePolicy"
	kindReplicationGroup     = "elasticache/replicationGroup"
	kindScalingPolicy        = "appautoscaling/policy"
	kindScalingTarget        = "appautoscaling/target"
	kindSchedule             = "scheduler/schedule"
	kindScheduledAction      = "appautoscaling/scheduledAction"
	kindSecret               = "secretsmanager/secret"
	kindSecretVersion        = "secretsmanager/secretVersion"
	kindSecurityGroup        = "ec2/securityGroup"
	kindSecurityGroupRule    = "ec2/securityGroupRule"
	kindServerlessCache      = "elasticache/serverlessCache"
	kindService              = "ecs/service"
	kindSubnet               = "ec2/subnet"
	kindTargetGroup          = "lb/targetGroup"
	kindTaskDefinition       = "ecs/taskDefinition"
)

// resource is the view of one resource.
type resource struct {
	kind, urn, name string
	// protected says that the engine refuses to delete or to replace it.
	protected  bool
	properties value
	// dependencies are the URNs of the resources that a property's value was computed from, by top-level property.
	dependencies map[string][]string
}

// get is a property of the resource.
func (r *resource) get(names ...string) value { return r.properties.get(names...) }

func newResource(r policyx.AnalyzerResource) *resource {
	return &resource{
		kind: kindOf(r.Type), urn: r.URN, name: r.Name,
		protected:    r.Options.Protect,
		properties:   value{raw: property.New(r.Properties)},
		dependencies: r.PropertyDependencies,
	}
}

// below says whether the resource belongs to a component of the given type: a URN has the types of all ancestors.
func (r *resource) below(component string) bool {
	parts := strings.SplitN(r.urn, "::", 4) // urn:pulumi:stack, project, types, name
	if len(parts) < 4 {
		return false
	}
	types := strings.Split(parts[2], "$")
	return slices.Contains(types[:len(types)-1], component)
}

// kindOf is "lb/listener" for "aws:lb/listener:Listener". The load balancing module has four names, and resources of
// S3 have two, of which one ends in V2.
func kindOf(token string) string {
	kind, isAWS := strings.CutPrefix(token, "aws:")
	if !isAWS {
		return token
	}
	kind, _, _ = strings.Cut(kind, ":")
	if strings.HasPrefix(kind, "s3/") {
		return strings.TrimSuffix(kind, "V2")
	}
	for _, alias := range []string{"alb/", "applicationloadbalancing/", "elasticloadbalancingv2/"} {
		if rest, ok := strings.CutPrefix(kind, alias); ok {
			return "lb/" + rest
		}
	}
	return kind
}

// parameterOf is the value of a parameter in a parameter group of RDS or ElastiCache.
func parameterOf(group *resource, name string) value {
	all := group.get("parameters")
	list, state := all.list()
	missing := value{path: all.path}
	for _, parameter := range list {
		switch text, s := parameter.get("name").text(); {
		case s == unknown:
			state = unknown
		case text == name:
			return parameter.get("value")
		}
	}
	if state == unknown {
		missing.raw = property.New(property.Computed)
	}
	return missing
}

// stack is every resource of the stack, in URN order so that reports do not vary.
type stack []*resource

func newStack(all []policyx.AnalyzerResource) stack {
	s := make(stack, len(all))
	for i, r := range all {
		s[i] = newResource(r)
	}
	slices.SortFunc(s, func(a, b *resource) int { return strings.Compare(a.urn, b.urn) })
	return s
}

// of is the resources of the given kinds.
func (s stack) of(kinds ...string) []*resource {
	var found []*resource
	for _, r := range s {
		if slices.Contains(kinds, r.kind) {
			found = append(found, r)
		}
	}
	return found
}

// links is what a property refers to.
type links struct {
	// found is resources of the stack. When IDs are unknown these are the property's dependencies, which include
	// all that it refers to and perhaps more.
	found []*resource
	// outside is IDs that belong to no resource of the stack.
	outside []string
	// missing is the number of unknown values without a dependency.
	missing int
	// exact says that every value was known.
	exact bool
}

// linked is the resources of the given kinds that v, a property of r, refers to: by its value where that is known, or
// else by the dependencies, which previews know as well.
func (s stack) linked(r *resource, v value, kinds ...string) links {
	l := links{exact: true}
	pending := 0
	for _, item := range items(v) {
		id, state := item.text()
		switch target := s.identified(id, kinds); {
		case state == unknown:
			pending++
		case state == known && target != nil:
			l.found = append(l.found, target)
		case state == known:
			l.outside = append(l.outside, id)
		}
	}
	if pending > 0 || len(l.found) == 0 {
		l.addDependencies(s.dependencies(r, v, kinds), pending)
	}
	return l
}

// addDependencies accounts for pending unknown values. It also stands in for values that no resource is known by,
// such as a task definition's "family:revision".
func (l *links) addDependencies(dependencies []*resource, pending int) {
	before := len(l.found)
	l.found = union(l.found, dependencies)
	added := len(l.found) - before
	l.missing = max(0, pending-added)
	if pending == 0 && added > 0 {
		l.outside = nil
	}
	l.exact = pending == 0 && added == 0
}

// items is the values that may be IDs: a list's items, or the value itself.
func items(v value) []value {
	if all, state := v.list(); state == known {
		return all
	}
	return []value{v}
}

// identities are the properties that others refer to a resource by.
var identities = []string{
	"id", "arn", "name", "family", "arnWithoutRevision", "identifier", "keyId", "url", "bucket", "bucketDomainName",
}

func (s stack) identified(id string, kinds []string) *resource {
	if id == "" {
		return nil
	}
	for _, r := range s.of(kinds...) {
		for _, key := range identities {
			if text, _ := r.get(key).text(); text == id {
				return r
			}
		}
	}
	return nil
}

func (s stack) dependencies(r *resource, v value, kinds []string) []*resource {
	top, _, _ := strings.Cut(v.path, ".")
	top, _, _ = strings.Cut(top, "[")
	var found []*resource
	for _, candidate := range s.of(kinds...) {
		if slices.Contains(r.dependencies[top], candidate.urn) {
			found = append(found, candidate)
		}
	}
	return found
}

// attached is the resources of a kind whose property certainly refers to the given one, and those where it may.
func (s stack) attached(kind, property string, to *resource) (certain, undecided []*resource) {
	for _, r := range s.of(kind) {
		l := s.linked(r, r.get(property), to.kind)
		switch {
		case slices.Contains(l.found, to):
			certain = append(certain, r)
		case l.missing > 0:
			undecided = append(undecided, r)
		}
	}
	return certain, undecided
}

func union(a, b []*resource) []*resource {
	for _, r := range b {
		if !slices.Contains(a, r) {
			a = append(a, r)
		}
	}
	return a
}
