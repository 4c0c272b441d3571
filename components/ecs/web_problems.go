package ecs

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

const (
	highestPort  = 65535
	fewestTasks  = 2    // one can be lost
	mostTasks    = 5000 // of a service
	mostPolicies = 10   // managed ones, of a role
	mostRequests = 10_000_000
	smallestDisk = 21 // GiB, what Fargate accepts when a size is given
	largestDisk  = 200
	longestPause = 3600 // seconds
	longestGrace = 7200 // seconds
	hundred      = 100
)

var (
	variablePattern = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
	schedulePattern = regexp.MustCompile(
		`^(cron\((\S+ ){5}\S+\)|at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)|rate\(\d+ [a-z]+\))$`)
)

// note is a got that is printed without quotes.
type note string

func (a WebArgs) problems(name string) component.Problems {
	var p component.Problems
	checkName(&p, name)
	a.checkWiring(&p)
	a.checkImage(&p)
	p.Between("port", a.Port, 1, highestPort)
	checkSize(&p, a.CPU, a.Memory)
	p.Between("scratchGiB", a.ScratchGiB, smallestDisk, largestDisk)
	a.checkEnvironment(&p)
	a.checkPolicies(&p)
	a.checkEgress(&p)
	a.checkHealth(&p)
	a.shutdown().check(&p)
	a.checkTasks(&p)
	a.checkSchedules(&p)
	checkRetention(&p, a.LogRetentionDays)
	a.checkExec(&p)
	return p
}

func (a WebArgs) checkWiring(p *component.Problems) {
	p.Required("clusterName", a.ClusterName != nil)
	p.Required("clusterArn", a.ClusterARN != nil)
	p.Required("vpcId", a.VPCID != nil)
	p.Required("subnetIds", a.SubnetIDs != nil)
	p.Required("loadBalancerSecurityGroupId", a.LoadBalancerSecurityGroupID != nil)
	p.Required("targetGroupArn", a.TargetGroupARN != nil)
	p.Required("region", a.Region != "")
}

func (a WebArgs) checkImage(p *component.Problems) {
	p.Required("image", a.Image != nil)
	if image, known := a.Image.(pulumi.String); known && moves(string(image)) {
		p.Want("image", string(image), "a tag or digest that never moves",
			`"latest" is another image tomorrow, and a rollback would start that`)
	}
}

// moves says whether an image has the tag latest, be it for lack of another.
func moves(image string) bool {
	last := image[strings.LastIndex(image, "/")+1:]
	_, tag, tagged := strings.Cut(last, ":")
	return !strings.Contains(last, "@") && (!tagged || tag == "" || tag == "latest")
}

func (a WebArgs) checkEnvironment(p *component.Problems) {
	for _, name := range slices.Sorted(maps.Keys(a.Variables)) {
		checkVariable(p, "variables", name, a.Variables[name])
		if _, both := a.Secrets[name]; both {
			p.Want("variables."+name, note("in secrets too"), "each name in one of them")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(a.Secrets)) {
		checkVariable(p, "secrets", name, a.Secrets[name])
		if arn, known := a.Secrets[name].(pulumi.String); known {
			checkSecret(p, name, string(arn))
		}
	}
}

func checkVariable(p *component.Problems, field, name string, value pulumi.StringInput) {
	if !variablePattern.MatchString(name) {
		p.Want(field, name, "names of letters, digits and underscores, no digit first")
	}
	p.Required(field+"."+name, value != nil)
}

func (a WebArgs) checkPolicies(p *component.Problems) {
	known, managed := names{}, 0
	for i, one := range a.TaskPolicies {
		field := fmt.Sprintf("taskPolicies[%d]", i)
		known.check(p, field+".name", one.Name)
		if (one.ARN == nil) == (one.Document == nil) {
			p.Want(field, note("both or neither of arn and document"), "one of them")
		}
		if one.ARN != nil {
			managed++
		}
	}
	if managed > mostPolicies {
		p.Want("taskPolicies", note(fmt.Sprintf("%d with an arn", managed)), fmt.Sprintf("at most %d", mostPolicies),
			"put several into one document")
	}
}

func (a WebArgs) checkEgress(p *component.Problems) {
	known := names{}
	for i, to := range a.EgressTo {
		field := fmt.Sprintf("egressTo[%d]", i)
		known.check(p, field+".name", to.Name)
		p.Required(field+".securityGroupId", to.SecurityGroupID != nil)
		p.Between(field+".port", to.Port, 1, highestPort)
	}
}

func (a WebArgs) checkHealth(p *component.Problems) {
	p.Between("healthCheckGracePeriod", a.HealthCheckGracePeriod, 1, longestGrace)
	if c := a.HealthCheckCommand; len(c) == 1 || len(c) > 0 && c[0] != "CMD" && c[0] != "CMD-SHELL" {
		p.Want("healthCheckCommand", strings.Join(c, " "), `"CMD" or "CMD-SHELL" and then a command`)
	}
}

func (a WebArgs) checkTasks(p *component.Problems) {
	p.Between("minTasks", a.MinTasks, fewestTasks, mostTasks, "with one task its failure is an outage")
	p.Between("cpuTarget", a.CPUTarget, 1, hundred)
	p.Between("requestsPerTarget", a.RequestsPerTarget, 0, mostRequests)
	p.Between("scaleOutCooldown", a.ScaleOutCooldown, 1, longestPause)
	p.Between("scaleInCooldown", a.ScaleInCooldown, 1, longestPause)
	if a.RequestsPerTarget > 0 {
		p.Required("requestCountLabel", a.RequestCountLabel != nil, "requestsPerTarget is counted by it")
	}
	if a.autoscales() || a.MaxTasks < 0 {
		p.Between("maxTasks", a.MaxTasks, a.MinTasks, mostTasks)
		return
	}
	const hint = "maxTasks is 0, so that nothing scales; set it"
	if a.RequestsPerTarget > 0 {
		p.Want("requestsPerTarget", a.RequestsPerTarget, "none", hint)
	}
	if len(a.Schedules) > 0 {
		p.Want("schedules", note(fmt.Sprintf("a list of %d", len(a.Schedules))), "none", hint)
	}
}

func (a WebArgs) checkSchedules(p *component.Problems) {
	known := names{}
	for i, s := range a.Schedules {
		field := fmt.Sprintf("schedules[%d]", i)
		known.check(p, field+".name", s.Name)
		if !schedulePattern.MatchString(s.Expression) {
			p.Want(field+".expression", s.Expression, "cron(…) with six fields, at(yyyy-mm-ddThh:mm:ss) or rate(…)")
		}
		p.Required(field+".minTasks or maxTasks", s.MinTasks != 0 || s.MaxTasks != 0)
		if s.MinTasks != 0 {
			p.Between(field+".minTasks", s.MinTasks, fewestTasks, mostTasks)
		}
		if s.MaxTasks != 0 {
			p.Between(field+".maxTasks", s.MaxTasks, max(fewestTasks, s.MinTasks), mostTasks)
		}
	}
}

func (a WebArgs) checkExec(p *component.Problems) {
	if a.EnableExec {
		p.Required("execLogGroupArn", a.ExecLogGroupARN != nil, "enableExec logs sessions there")
		p.Required("execKmsKeyArn", a.ExecKMSKeyARN != nil, "enableExec encrypts sessions with it")
	}
}
