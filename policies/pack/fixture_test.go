package pack_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/policies/pack"
)

type props = map[string]any

// ref is an ID, ARN or name that another resource of the fixture gets when it is created: known in an update, unknown
// in a preview, and in both a dependency.
type ref struct{ to, attribute string }

// unknownValue is a value that no update has computed yet.
type unknownValue struct{}

// secret is a value that must never be printed.
type secret struct{ value any }

// asJSON is a text with the value as JSON. It is unknown when any part is.
type asJSON struct{ value any }

// joined is a text made of parts. It is unknown when any part is.
type joined []any

// fixture is a stack under test: type token and properties by resource name.
type fixture map[string]*entry

type entry struct {
	token string
	props props
	// under is the types of the components that it belongs to, with "$" behind each.
	under string
	// protected is the resource option.
	protected bool
}

func (e *entry) urn(name string) string {
	return "urn:pulumi:test::shop::" + e.under + e.token + "::" + name
}

func (f fixture) add(name, token string, p props) { f[name] = &entry{token: token, props: p} }

// set replaces a property; path is keys and list indices with dots between.
func (f fixture) set(name, path string, v any) {
	setAt(f[name].props, strings.Split(path, "."), v)
}

func setAt(in any, path []string, v any) {
	switch in := in.(type) {
	case props:
		if len(path) == 1 {
			in[path[0]] = v
			return
		}
		if _, ok := in[path[0]]; !ok {
			in[path[0]] = props{}
		}
		setAt(in[path[0]], path[1:], v)
	case []any:
		var i int
		if _, err := fmt.Sscan(path[0], &i); err != nil {
			panic(err)
		}
		if len(path) == 1 {
			in[i] = v
			return
		}
		setAt(in[i], path[1:], v)
	case asJSON:
		setAt(in.value, path, v)
	default:
		panic(fmt.Sprintf("no %v in %T", path, in))
	}
}

// resources renders the fixture as the engine hands it to a pack.
func (f fixture) resources(preview bool) []policyx.AnalyzerResource {
	var all []policyx.AnalyzerResource
	for name, e := range f {
		r := policyx.AnalyzerResource{
			Name: name, Type: e.token, URN: e.urn(name), PropertyDependencies: map[string][]string{},
			Options: pulumi.ResourceOptions{Protect: e.protected},
		}
		m := resource.PropertyMap{}
		for key, v := range e.props {
			m[resource.PropertyKey(key)] = f.render(v, preview, func(on string) {
				r.PropertyDependencies[key] = append(r.PropertyDependencies[key], on)
			})
		}
		for _, attribute := range []string{"id", "arn"} {
			m[resource.PropertyKey(attribute)] = f.render(ref{name, attribute}, preview, func(string) {})
		}
		r.Properties = resource.FromResourcePropertyMap(m)
		all = append(all, r)
	}
	return all
}

func (f fixture) render(v any, preview bool, depend func(string)) resource.PropertyValue {
	switch v := v.(type) {
	case ref:
		depend(f[v.to].urn(v.to))
		if preview {
			return resource.MakeComputed(resource.NewProperty(""))
		}
		return resource.NewProperty(v.to + "-" + v.attribute)
	case unknownValue:
		return resource.MakeComputed(resource.NewProperty(""))
	case secret:
		return resource.MakeSecret(f.render(v.value, preview, depend))
	case joined:
		return renderJoined(f.render([]any(v), preview, depend))
	case asJSON:
		return renderJSON(f.render(v.value, preview, depend))
	case props:
		m := resource.PropertyMap{}
		for key, item := range v {
			m[resource.PropertyKey(key)] = f.render(item, preview, depend)
		}
		return resource.NewProperty(m)
	case []any:
		list := make([]resource.PropertyValue, len(v))
		for i, item := range v {
			list[i] = f.render(item, preview, depend)
		}
		return resource.NewProperty(list)
	}
	return resource.NewPropertyValue(v)
}

func renderJoined(parts resource.PropertyValue) resource.PropertyValue {
	if parts.ContainsUnknowns() {
		return resource.MakeComputed(resource.NewProperty(""))
	}
	var text strings.Builder
	for _, part := range parts.ArrayValue() {
		text.WriteString(part.StringValue())
	}
	return resource.NewProperty(text.String())
}

func renderJSON(v resource.PropertyValue) resource.PropertyValue {
	if v.ContainsUnknowns() {
		return resource.MakeComputed(resource.NewProperty(""))
	}
	text, err := json.Marshal(v.Mappable())
	if err != nil {
		panic(err)
	}
	return resource.NewProperty(string(text))
}

// recorder collects violations as "policy · resource · message".
type recorder struct {
	policy string
	all    *[]string
}

func (r recorder) ReportViolation(message, urn string) {
	*r.all = append(*r.all, fmt.Sprintf("%s · %s · %s", r.policy, urn[strings.LastIndex(urn, "::")+2:], message))
}

// violations runs every policy of the pack over the fixture.
func violations(t *testing.T, f fixture, options pack.Options) []string {
	t.Helper()
	p, err := pack.NewPack(options)
	require.NoError(t, err)
	found := []string{}
	resources := f.resources(options.Preview)
	for _, policy := range p.Policies() {
		to := recorder{policy: policy.Name(), all: &found}
		switch policy := policy.(type) {
		case policyx.StackValidationPolicy:
			args := policyx.StackValidationArgs{Manager: to, Resources: resources}
			require.NoError(t, policy.Validate(context.Background(), args))
		case policyx.ResourceValidationPolicy:
			for _, r := range resources {
				r.PropertyDependencies = nil // the engine tells a resource policy of no dependencies
				args := policyx.ResourceValidationArgs{Manager: to, Resource: r}
				require.NoError(t, policy.Validate(context.Background(), args))
			}
		}
	}
	slices.Sort(found)
	return found
}

// compliant is a web service behind an ALB, its data tier and its workers, with everything that the policies look at, and nothing
// that they forbid.
func compliant() fixture {
	f := fixture{}
	addNetwork(f)
	addBalancer(f)
	addService(f)
	addData(f)
	addWorkers(f)
	f.add("logs", "aws:cloudwatch/logGroup:LogGroup", props{"retentionInDays": 30})
	return f
}

func addNetwork(f fixture) {
	for _, zone := range []string{"a", "b"} {
		f.add("public-"+zone, "aws:ec2/subnet:Subnet", props{
			"availabilityZone": "us-east-1" + zone, "mapPublicIpOnLaunch": true,
		})
		f.add("private-"+zone, "aws:ec2/subnet:Subnet", props{
			"availabilityZone": "us-east-1" + zone, "mapPublicIpOnLaunch": false,
		})
	}
	f.add("closed", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", props{"ingress": []any{}})
	f.add("alb-sg", "aws:ec2/securityGroup:SecurityGroup", props{})
	f.add("task-sg", "aws:ec2/securityGroup:SecurityGroup", props{})
	for _, port := range []int{80, 443} {
		f.add(fmt.Sprintf("alb-in-%d", port), "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", props{
			"securityGroupId": ref{"alb-sg", "id"}, "cidrIpv4": "0.0.0.0/0", "ipProtocol": "tcp",
			"fromPort": port, "toPort": port,
		})
	}
	f.add("task-in", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", props{
		"securityGroupId": ref{"task-sg", "id"}, "referencedSecurityGroupId": ref{"alb-sg", "id"},
		"ipProtocol": "tcp", "fromPort": 8000, "toPort": 8000,
	})
}

func addBalancer(f fixture) {
	f.add("alb", "aws:lb/loadBalancer:LoadBalancer", props{
		"loadBalancerType": "application", "internal": false,
		"securityGroups": []any{ref{"alb-sg", "id"}},
		"subnets":        []any{ref{"public-a", "id"}, ref{"public-b", "id"}},
	})
	f.add("targets", "aws:lb/targetGroup:TargetGroup", props{
		"protocol": "HTTP", "healthCheck": props{"path": "/health", "protocol": "HTTP"},
		"stickiness": props{"type": "lb_cookie", "enabled": false},
	})
	f.add("https", "aws:lb/listener:Listener", props{
		"loadBalancerArn": ref{"alb", "arn"}, "protocol": "HTTPS", "sslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
		"defaultActions": []any{props{"type": "forward", "targetGroupArn": ref{"targets", "arn"}}},
	})
	f.add("http", "aws:lb/listener:Listener", props{
		"loadBalancerArn": ref{"alb", "arn"}, "protocol": "HTTP",
		"defaultActions": []any{props{"type": "redirect", "redirect": props{"protocol": "HTTPS", "statusCode": "HTTP_301"}}},
	})
}

func addService(f fixture) {
	f.add("task", "aws:ecs/taskDefinition:TaskDefinition", props{
		"family": "web", "volumes": []any{props{"name": "scratch", "hostPath": ""}},
		"containerDefinitions": asJSON{[]any{
			props{"name": "web", "readonlyRootFilesystem": true},
			props{"name": "agent", "readonlyRootFilesystem": true},
		}},
	})
	f.add("web", "aws:ecs/service:Service", props{
		"name": "web", "cluster": "arn:aws:ecs:us-east-1:111122223333:cluster/main",
		"taskDefinition": ref{"task", "arn"}, "desiredCount": 1,
		"loadBalancers": []any{props{"targetGroupArn": ref{"targets", "arn"}, "containerName": "web"}},
		"networkConfiguration": props{
			"assignPublicIp": false, "securityGroups": []any{ref{"task-sg", "id"}},
			"subnets": []any{ref{"private-a", "id"}, ref{"private-b", "id"}},
		},
	})
	f.add("scaling", "aws:appautoscaling/target:Target", props{
		"resourceId": "service/main/web", "scalableDimension": "ecs:service:DesiredCount",
		"minCapacity": 2, "maxCapacity": 6,
	})
	f.add("night", "aws:appautoscaling/scheduledAction:ScheduledAction", props{
		"resourceId": ref{"scaling", "resourceId"}, "scalableDimension": "ecs:service:DesiredCount",
		"scalableTargetAction": props{"minCapacity": 2, "maxCapacity": 4},
	})
}

func remove(name string) func(fixture) {
	return func(f fixture) { delete(f, name) }
}
