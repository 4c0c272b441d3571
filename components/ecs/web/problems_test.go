package web

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

func TestSoundArgumentsHaveNoProblems(t *testing.T) {
	require.NoError(t, minimal().withDefaults().problems("web").Err("web", "web"))
	require.NoError(t, maximal().withDefaults().problems("web").Err("web", "web"))
}

func TestAllThatIsMissingIsNamedBeforeAnythingIsCreated(t *testing.T) {
	rec, err := stacktest.Record(program(Args{}))
	var want []string
	for _, field := range []string{
		"task.clusterName", "task.clusterArn", "task.vpcId", "task.subnetIds", "task.region", "task.image",
		"loadBalancerSecurityGroupId", "targetGroupArn",
	} {
		want = append(want, `web "web": `+field+" is required")
	}
	require.ErrorContains(t, err, strings.Join(want, "\n"))
	require.Zero(t, rec.Count(Type))
}

func TestWebProblems(t *testing.T) {
	const nothingScales = "; maxTasks is 0, so that nothing scales; set it"
	text := func(s string) pulumi.StringInput { return pulumi.String(s) }
	for _, tc := range []struct {
		name string
		set  func(*Args)
		want []string
	}{
		{"latest", func(a *Args) { a.Task.Image = text("app:latest") }, []string{
			`task.image is "app:latest"; want a tag or digest that never moves; ` +
				`"latest" is another image tomorrow, and a rollback would start that`,
		}},
		{"size", func(a *Args) { a.Memory = 1024 }, []string{
			"memory is 1024; want 2048 to 8192 in steps of 1024 with cpu 1024; the nearest valid memory is 2048",
		}},
		{"ranges", func(a *Args) { a.Port, a.Task.ScratchGiB, a.HealthCheckGracePeriod = 65536, 20, 7201 }, []string{
			"task.scratchGiB is 20; want 21 to 200; leave it out for Fargate's 20", "port is 65536; want 1 to 65535",
			"healthCheckGracePeriod is 7201; want 1 to 7200",
		}},
		{"shutdown", func(a *Args) { a.LongestRequest = 90 }, []string{
			"longestRequest is 90; want 1 to deregistrationDelay, 60; " +
				"the load balancer cuts off what takes longer when it lets go of a task",
		}},
		{"variables", func(a *Args) {
			a.Task.Variables = map[string]pulumi.StringInput{"1A": text("v"), "NONE": nil, "TOKEN": text("hunter2")}
			a.Task.Secrets = map[string]pulumi.StringInput{"TOKEN": text(tasktest.SecretARN), "KEY": text("hunter2"), "-": text(tasktest.ParameterARN)}
		}, []string{
			`task.variables is "1A"; want names of letters, digits and underscores, no digit first`,
			"task.variables.NONE is required",
			"task.variables.TOKEN is in secrets too; want each name in one of them",
			`task.secrets is "-"; want names of letters, digits and underscores, no digit first`,
			"task.secrets.KEY is no ARN that ECS can read a secret from; " +
				"want that of a Secrets Manager secret or of a Systems Manager parameter; " +
				"such as arn:aws:secretsmanager:us-east-1:123456789012:secret:app-AbCdEf",
		}},
		{"policies", func(a *Args) {
			a.Task.TaskPolicies = []ecs.TaskPolicy{{Name: "a"}, {Name: "b", ARN: text("x"), Document: text("y")}, {ARN: text("x")}}
		}, []string{
			"task.taskPolicies[0] is both or neither of arn and document; want one of them",
			"task.taskPolicies[1] is both or neither of arn and document; want one of them",
			"task.taskPolicies[2].name is required",
		}},
		{"managed policies", func(a *Args) {
			for i := range 11 {
				a.Task.TaskPolicies = append(a.Task.TaskPolicies, ecs.TaskPolicy{Name: fmt.Sprintf("p%d", i), ARN: text("x")})
			}
		}, []string{"task.taskPolicies is 11 with an arn; want at most 10; put several into one document"}},
		{"egress", func(a *Args) {
			a.Task.EgressTo = []ecs.EgressTo{
				{Name: "db", SecurityGroupID: text("sg"), Port: 0},
				{Name: "db", Port: 1},
				{Name: "D", SecurityGroupID: text("sg"), Port: 1},
				{Name: "smtp", CIDR: "203.0.113.7", PrefixListID: text("pl"), Port: 587},
				{Name: "dns", CIDR: "203.0.113.7/24", Port: 53, Protocol: "icmp"},
				{Name: "syslog", SecurityGroupID: text("sg"), Port: 514, Protocol: "udp"},
				{Name: "https", CIDR: "0.0.0.0/0", Port: 443},
				{Name: "quic", CIDR: "0.0.0.0/0", Port: 443, Protocol: "udp"},
			}
		}, []string{
			"task.egressTo[0].port is 0; want 1 to 65535",
			`task.egressTo[1].name is "db"; want a name that no other item has`,
			"task.egressTo[1] is 0 of securityGroupId, cidr and prefixListId; want one of them",
			`task.egressTo[2].name is "D"; want lower-case letters, digits and hyphens, a letter first`,
			"task.egressTo[3] is 2 of securityGroupId, cidr and prefixListId; want one of them",
			`task.egressTo[3].cidr is "203.0.113.7"; want a range of IPv4 addresses; use 203.0.113.7/32 for one address`,
			`task.egressTo[4].cidr is "203.0.113.7/24"; want the first address of a range; use 203.0.113.0/24`,
			`task.egressTo[4].protocol is "icmp"; want "tcp", or "udp" without securityGroupId`,
			`task.egressTo[5].protocol is "udp"; want "tcp", or "udp" without securityGroupId`,
			"task.egressTo[6] is HTTPS to everywhere; want another port or range; leave it out: port 443 is open",
		}},
		{"log class", func(a *Args) { a.Task.LogClass = "DELIVERY" }, []string{
			`task.logClass is "DELIVERY"; want "STANDARD" or "INFREQUENT_ACCESS"`,
		}},
		{"health check", func(a *Args) { a.HealthCheckCommand = []string{"curl", "localhost"} }, []string{
			`healthCheckCommand is "curl localhost"; want "CMD" or "CMD-SHELL" and then a command`,
		}},
		{"empty health check", func(a *Args) { a.HealthCheckCommand = []string{"CMD"} }, []string{
			`healthCheckCommand is "CMD"; want "CMD" or "CMD-SHELL" and then a command`,
		}},
		{"one task", func(a *Args) { a.MinTasks = 1 }, []string{
			"minTasks is 1; want 2 to 5000; with one task its failure is an outage",
		}},
		{"max below min", func(a *Args) { a.MinTasks, a.MaxTasks = 4, 3 }, []string{"maxTasks is 3; want 4 to 5000"}},
		{"negative max", func(a *Args) { a.MaxTasks = -1 }, []string{"maxTasks is -1; want 2 to 5000"}},
		{"scaling", func(a *Args) {
			a.MaxTasks, a.CPUTarget, a.ScaleOutCooldown, a.ScaleInCooldown, a.RequestsPerTarget = 4, 101, 3601, -1, -1
		}, []string{
			"cpuTarget is 101; want 1 to 100", "requestsPerTarget is -1; want 0 to 10000000",
			"scaleOutCooldown is 3601; want 1 to 3600", "scaleInCooldown is -1; want 1 to 3600",
		}},
		{"no label", func(a *Args) { a.MaxTasks, a.RequestsPerTarget = 4, 100 }, []string{
			"requestCountLabel is required; requestsPerTarget is counted by it",
		}},
		{"nothing scales", func(a *Args) {
			a.RequestsPerTarget, a.RequestCountLabel = 100, text("l")
			a.Schedules = []Schedule{{Name: "a", Expression: "rate(1 day)", MinTasks: 2}}
		}, []string{
			"requestsPerTarget is 100; want none" + nothingScales, "schedules is a list of 1; want none" + nothingScales,
		}},
		{"schedules", func(a *Args) {
			a.MaxTasks = 4
			a.Schedules = []Schedule{
				{Name: "a", Expression: "cron(0 7 * * *)", MinTasks: 1},
				{Name: "a", Expression: "at(2026-11-27T05:00:00)"},
				{Name: "b", Expression: "rate(1 day)", MinTasks: 4, MaxTasks: 3},
				{Name: "c", Expression: "rate(1 day)", MaxTasks: 1},
			}
		}, []string{
			`schedules[0].expression is "cron(0 7 * * *)"; want cron(…) with six fields, at(yyyy-mm-ddThh:mm:ss) or rate(…)`,
			"schedules[0].minTasks is 1; want 2 to 5000",
			`schedules[1].name is "a"; want a name that no other item has`,
			"schedules[1].minTasks or maxTasks is required",
			"schedules[2].maxTasks is 3; want 4 to 5000",
			"schedules[3].maxTasks is 1; want 2 to 5000",
		}},
		{"alarms", func(a *Args) { a.AlarmNames = []pulumi.StringInput{nil} }, []string{"alarmNames[0] is required"}},
		{"retention", func(a *Args) { a.Task.LogRetentionDays = 10 }, []string{
			"task.logRetentionDays is 10; want a number of days that CloudWatch Logs knows, 1 to 3653; the nearest is 7",
		}},
		{"exec", func(a *Args) { a.Task.EnableExec = true }, []string{
			"task.execLogGroupArn is required; enableExec logs sessions there",
			"task.execKmsKeyArn is required; enableExec encrypts sessions with it",
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			args := minimal()
			tc.set(&args)
			tasktest.RequireProblems(t, "web", "web", args.withDefaults().problems("web"), tc.want)
		})
	}
}

func TestATooLongNameIsRefused(t *testing.T) {
	err := minimal().withDefaults().problems(strings.Repeat("w", 47)).Err("web", "w")
	require.ErrorContains(t, err, "want at most 46 characters")
}
