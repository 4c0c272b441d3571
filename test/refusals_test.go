package test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/stacks/backend"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// anything is a resource that is registered by its type token.
type anything struct {
	pulumi.CustomResourceState

	ARN pulumi.StringOutput `pulumi:"arn"`
}

// builder registers resources until the first error, so that a program reads as a list.
type builder struct {
	ctx *pulumi.Context
	err error
}

func (b *builder) add(token, name string, props pulumi.Map, opts ...pulumi.ResourceOption) *anything {
	res := &anything{}
	if b.err == nil {
		b.err = b.ctx.RegisterResource(token, name, props, res, opts...)
	}
	return res
}

// lab is a small network that AWS accepts.
type lab struct {
	*builder
	vpc, gateway, group *anything
	subnets             pulumi.Array
	placed              []pulumi.Resource // the subnets again, to wait for
}

func newLab(ctx *pulumi.Context) lab {
	l := lab{builder: &builder{ctx: ctx}}
	l.vpc = l.add("aws:ec2/vpc:Vpc", "vpc", pulumi.Map{"cidrBlock": pulumi.String("10.0.0.0/16")})
	l.gateway = l.add("aws:ec2/internetGateway:InternetGateway", "gateway", pulumi.Map{"vpcId": l.vpc.ID()})
	l.group = l.add("aws:ec2/securityGroup:SecurityGroup", "group", pulumi.Map{"vpcId": l.vpc.ID()})
	for i, zone := range []string{"a", "b"} {
		subnet := l.subnet("subnet-"+zone, fmt.Sprintf("10.0.%d.0/24", i), "us-east-1"+zone)
		l.subnets, l.placed = append(l.subnets, subnet.ID()), append(l.placed, subnet)
	}
	return l
}

func (l lab) subnet(name, cidr, zone string, opts ...pulumi.ResourceOption) *anything {
	return l.add("aws:ec2/subnet:Subnet", name, pulumi.Map{
		"vpcId": l.vpc.ID(), "cidrBlock": pulumi.String(cidr), "availabilityZone": pulumi.String(zone),
	}, opts...)
}

func (l lab) balancer(props pulumi.Map) *anything {
	all := pulumi.Map{"subnets": l.subnets, "securityGroups": pulumi.Array{l.group.ID()}}
	for key, value := range props {
		all[key] = value
	}
	return l.add("aws:lb/loadBalancer:LoadBalancer", "alb", all, pulumi.DependsOn([]pulumi.Resource{l.gateway}))
}

func (l lab) targets(targetType string) *anything {
	return l.add("aws:lb/targetGroup:TargetGroup", "targets", pulumi.Map{
		"vpcId": l.vpc.ID(), "port": pulumi.Int(80), "protocol": pulumi.String("HTTP"),
		"targetType": pulumi.String(targetType),
	})
}

func (l lab) listener(balancer, targets *anything) *anything {
	return l.add("aws:lb/listener:Listener", "listener", pulumi.Map{
		"loadBalancerArn": balancer.ARN, "port": pulumi.Int(80), "protocol": pulumi.String("HTTP"),
		"defaultActions": pulumi.Array{pulumi.Map{"type": pulumi.String("forward"), "targetGroupArn": targets.ARN}},
	})
}

func (l lab) task(cpu, memory string) *anything {
	return l.add("aws:ecs/taskDefinition:TaskDefinition", "task", pulumi.Map{
		"family": pulumi.String("web"), "cpu": pulumi.String(cpu), "memory": pulumi.String(memory),
		"networkMode": pulumi.String("awsvpc"), "requiresCompatibilities": pulumi.ToStringArray([]string{"FARGATE"}),
		"containerDefinitions": pulumi.String(
			`[{"name": "web", "image": "public.ecr.aws/nginx/nginx:1.27", "portMappings": [{"containerPort": 80}]}]`),
	})
}

func (l lab) service(targets *anything, opts ...pulumi.ResourceOption) {
	cluster := l.add("aws:ecs/cluster:Cluster", "cluster", pulumi.Map{})
	l.add("aws:ecs/service:Service", "service", pulumi.Map{
		"cluster": cluster.ARN, "taskDefinition": l.task("1024", "2048").ARN, "launchType": pulumi.String("FARGATE"),
		"desiredCount":         pulumi.Int(2),
		"networkConfiguration": pulumi.Map{"subnets": l.subnets, "securityGroups": pulumi.Array{l.group.ID()}},
		"loadBalancers": pulumi.Array{pulumi.Map{
			"targetGroupArn": targets.ARN, "containerName": pulumi.String("web"), "containerPort": pulumi.Int(80),
		}},
	}, opts...)
}

// refusal is a mistake that the real engine must hear of, with AWS's code.
type refusal struct {
	program func(lab)
	want    []string
	// inPreview says that the provider knows it before AWS does.
	inPreview bool
	// key and value of an environment's file that would be the same mistake, and what its preview says; or why no file can make
	// it.
	key, value, says, never string
}

const overridesKey = "tenfold:overrides"

// refusals are those of plain programs. Whatever of them an environment's file can cause, its preview rejects.
var refusals = map[string]refusal{
	"an ALB in one zone": {
		program: func(l lab) { l.balancer(pulumi.Map{"subnets": l.subnets[:1]}) },
		want:    []string{"ValidationError: At least two subnets in two different Availability Zones must be specified"},
		key:     overridesKey,
		value:   `{"network": {"zones": 1}}`,
		says:    "tenfold:overrides.network.zones is 1; want at least 2",
	},
	"a service before its listener": {
		program: func(l lab) { l.service(l.targets("ip")) },
		want:    []string{"InvalidParameterException: The target group with targetGroupArn arn:", "does not have an associated load balancer."},
		never:   "the web service waits for the listener",
	},
	"targets of type instance under awsvpc": {
		program: func(l lab) {
			targets := l.targets("instance")
			l.service(targets, pulumi.DependsOn([]pulumi.Resource{l.listener(l.balancer(nil), targets)}))
		},
		want: []string{
			"InvalidParameterException: The provided target group arn:", "has target type instance, which is incompatible " +
				"with the awsvpc network mode specified in the task definition.",
		},
		never: "the type of the targets is ip",
	},
	"a task of 1 vCPU and 1 GB": {
		program: func(l lab) { l.task("1024", "1024") },
		want:    []string{"ClientException: No Fargate configuration exists for given values: 1024 CPU, 1024 memory."},
		key:     overridesKey,
		value:   `{"web": {"cpu": 1024, "memory": 1024}}`,
		says:    "tenfold:overrides.web.memory is 1024; want 2048 to 8192 in steps of 1024 with cpu 1024",
	},
	"a NAT gateway without an internet gateway": {
		program: func(l lab) {
			other := l.add("aws:ec2/vpc:Vpc", "closed", pulumi.Map{"cidrBlock": pulumi.String("10.1.0.0/16")})
			subnet := l.add("aws:ec2/subnet:Subnet", "closed", pulumi.Map{
				"vpcId": other.ID(), "cidrBlock": pulumi.String("10.1.0.0/24"),
			})
			eip := l.add("aws:ec2/eip:Eip", "nat", pulumi.Map{"domain": pulumi.String("vpc")})
			l.add("aws:ec2/natGateway:NatGateway", "nat", pulumi.Map{"subnetId": subnet.ID(), "allocationId": eip.ID()})
		},
		want:  []string{"Gateway.NotAttached: Network vpc-", "has no Internet gateway attached"},
		never: "the network waits for its gateway",
	},
	"subnets that overlap": {
		program: func(l lab) { l.subnet("again", "10.0.1.128/25", "us-east-1c", pulumi.DependsOn(l.placed)) },
		want:    []string{"InvalidSubnet.Conflict: The CIDR '10.0.1.128/25' conflicts with another subnet"},
		never:   "the ranges of subnets follow from the network's",
	},
	"a name of 33 characters": {
		program:   func(l lab) { l.balancer(pulumi.Map{"name": pulumi.String(strings.Repeat("a", 33))}) },
		want:      []string{`"name" cannot be longer than 32 characters: "` + strings.Repeat("a", 33) + `"`},
		inPreview: true,
		never:     "the names of load balancers come from autonaming",
	},
	"a range that no VPC may have": {
		program: func(l lab) {
			l.add("aws:ec2/vpc:Vpc", "large", pulumi.Map{"cidrBlock": pulumi.String("10.0.0.0/8")})
		},
		want:  []string{"InvalidVpc.Range: The CIDR '10.0.0.0/8' is invalid."},
		key:   overridesKey,
		value: `{"network": {"cidr": "10.0.0.0/8"}}`,
		says:  `tenfold:overrides.network.cidr is "10.0.0.0/8"; want a prefix of /16 to /20`,
	},
	"a zone of another account": {
		program: func(l lab) { l.subnet("elsewhere", "10.0.9.0/24", "us-east-1x") },
		want:    []string{"InvalidParameterValue: Value (us-east-1x) for parameter availabilityZone is invalid."},
		key:     "tenfold:zones",
		value:   `["us-east-1a", "us-east-1x"]`,
		says:    `tenfold:zones[1] is "us-east-1x"; want one of us-east-1a`,
	},
	"a security group of 61 rules": {
		program: func(l lab) {
			for port := range maxRules + 1 {
				l.add("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", fmt.Sprint("rule-", port), pulumi.Map{
					"securityGroupId": l.group.ID(), "ipProtocol": pulumi.String("tcp"), "cidrIpv4": pulumi.String("203.0.113.0/24"),
					"fromPort": pulumi.Int(port + 1), "toPort": pulumi.Int(port + 1),
				})
			}
		},
		want:  []string{"RulesPerSecurityGroupLimitExceeded: The maximum number of rules per security group has been reached."},
		key:   "tenfold:egress",
		value: manyConnections(),
		says:  "tenfold:egress gives the security group of web 64 outbound rules; want at most 60",
	},
	"a role with too long a policy": {
		program: func(l lab) {
			role := l.add("aws:iam/role:Role", "role", pulumi.Map{"assumeRolePolicy": pulumi.String(
				`{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", ` +
					`"Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}`)})
			l.add("aws:iam/rolePolicy:RolePolicy", "long", pulumi.Map{"role": role.ID(), "policy": pulumi.String(longPolicy())})
		},
		want:  []string{"LimitExceeded: Maximum policy size of 10240 bytes exceeded for role"},
		key:   "tenfold:taskPolicies",
		value: `[{"name": "long", "document": ` + longPolicy() + `}]`,
		says:  "tenfold:taskPolicies gives flower documents of ",
	},
	"a log that is kept for 31 days": {
		program: func(l lab) {
			l.add("aws:cloudwatch/logGroup:LogGroup", "log", pulumi.Map{"retentionInDays": pulumi.Int(31)})
		},
		want:      []string{"expected retention_in_days to be one of"},
		inPreview: true,
		key:       overridesKey,
		value:     `{"logRetentionDays": 31}`,
		says:      "tenfold:overrides.logRetentionDays is 31; want a number of days that CloudWatch Logs knows",
	},
}

// maxRules is how many rules a security group has in each direction.
const maxRules = 60

// manyConnections is tenfold:egress with one connection more than fits beside a part's own.
func manyConnections() string {
	var list []string
	for i := range maxRules {
		list = append(list, fmt.Sprintf(`{"name": "a%d", "port": %d, "cidr": "203.0.113.0/24"}`, i, 1000+i))
	}
	return "[" + strings.Join(list, ", ") + "]"
}

// longPolicy is a document that no role takes.
func longPolicy() string {
	return `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::` +
		strings.Repeat("a", 10300) + `"}]}`
}

func TestTheEngineRefusesWhatAWSRefuses(t *testing.T) {
	for name, tc := range refusals {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := openProgram(t, func(ctx *pulumi.Context) error {
				l := newLab(ctx)
				tc.program(l)
				return l.err
			})
			_, err := r.Preview(t.Context())
			require.Equal(t, tc.inPreview, err != nil, "the preview: %v", err)
			_, err = r.Up(t.Context())
			for _, want := range tc.want {
				require.ErrorContains(t, err, want)
			}
		})
	}
}

// What AWS would refuse of an environment, its preview rejects by the key.
func TestThePreviewKnowsWhatAWSRefuses(t *testing.T) {
	for name, tc := range refusals {
		require.NotEqual(t, tc.never == "", tc.says == "", name)
		if tc.never != "" {
			continue
		}
		values := config(t, "dev")
		values[tc.key] = tc.value
		err := stacktest.RunErr(t, backend.Program, stacktest.Stack("dev"), stacktest.Config(values), stacktest.Preview())
		require.ErrorContains(t, err, tc.says, name)
	}
}

// The lab itself is accepted, so that each refusal above has one cause; its load balancer is protected.
func TestTheEngineRefusesToDeleteAProtectedLoadBalancer(t *testing.T) {
	t.Parallel()
	r := openProgram(t, func(ctx *pulumi.Context) error {
		l := newLab(ctx)
		targets := l.targets("ip")
		balancer := l.balancer(pulumi.Map{"enableDeletionProtection": pulumi.Bool(true)})
		l.service(targets, pulumi.DependsOn([]pulumi.Resource{l.listener(balancer, targets)}))
		return l.err
	})
	mustUp(t, r)
	_, err := r.Destroy(t.Context())
	require.ErrorContains(t, err, "OperationNotPermitted: Load balancer 'arn:aws:elasticloadbalancing:")
	require.ErrorContains(t, err, "cannot be deleted because deletion protection is enabled")
}
