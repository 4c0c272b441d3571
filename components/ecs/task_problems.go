package ecs

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

func (a TaskArgs) problems(p *component.Problems) {
	p.Required("task.clusterName", a.ClusterName != nil)
	p.Required("task.clusterArn", a.ClusterARN != nil)
	p.Required("task.vpcId", a.VPCID != nil)
	p.Required("task.subnetIds", a.SubnetIDs != nil)
	p.Required("task.region", a.Region != "")
	a.checkImage(p)
	p.Between("task.scratchGiB", a.ScratchGiB, smallestDisk, largestDisk)
	a.checkEnvironment(p)
	a.checkPolicies(p)
	a.checkEgress(p)
	p.LogRetention("task.logRetentionDays", a.LogRetentionDays)
	a.checkExec(p)
}

func (a TaskArgs) checkImage(p *component.Problems) {
	p.Required("task.image", a.Image != nil)
	if image, known := a.Image.(pulumi.String); known && moves(string(image)) {
		p.Want("task.image", string(image), "a tag or digest that never moves",
			`"latest" is another image tomorrow, and a rollback would start that`)
	}
}

// moves says whether an image has the tag latest, be it for lack of another.
func moves(image string) bool {
	last := image[strings.LastIndex(image, "/")+1:]
	_, tag, tagged := strings.Cut(last, ":")
	return !strings.Contains(last, "@") && (!tagged || tag == "" || tag == "latest")
}

func (a TaskArgs) checkEnvironment(p *component.Problems) {
	for _, name := range slices.Sorted(maps.Keys(a.Variables)) {
		checkVariable(p, "task.variables", name, a.Variables[name])
		if _, both := a.Secrets[name]; both {
			p.Want("task.variables."+name, note("in secrets too"), "each name in one of them")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(a.Secrets)) {
		checkVariable(p, "task.secrets", name, a.Secrets[name])
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

func (a TaskArgs) checkPolicies(p *component.Problems) {
	known, managed := names{}, 0
	for i, one := range a.TaskPolicies {
		field := fmt.Sprintf("task.taskPolicies[%d]", i)
		known.check(p, field+".name", one.Name)
		if (one.ARN == nil) == (one.Document == nil) {
			p.Want(field, note("both or neither of arn and document"), "one of them")
		}
		if one.ARN != nil {
			managed++
		}
	}
	if managed > mostPolicies {
		p.Want("task.taskPolicies", note(fmt.Sprintf("%d with an arn", managed)), fmt.Sprintf("at most %d", mostPolicies),
			"put several into one document")
	}
}

func (a TaskArgs) checkEgress(p *component.Problems) {
	known := names{}
	for i, to := range a.EgressTo {
		field := fmt.Sprintf("task.egressTo[%d]", i)
		known.check(p, field+".name", to.Name)
		p.Required(field+".securityGroupId", to.SecurityGroupID != nil)
		p.Between(field+".port", to.Port, 1, highestPort)
	}
}

func (a TaskArgs) checkExec(p *component.Problems) {
	if a.EnableExec {
		p.Required("task.execLogGroupArn", a.ExecLogGroupARN != nil, "enableExec logs sessions there")
		p.Required("task.execKmsKeyArn", a.ExecKMSKeyARN != nil, "enableExec encrypts sessions with it")
	}
}

func checkHealthCommand(p *component.Problems, c []string) {
	if len(c) == 1 || len(c) > 0 && c[0] != "CMD" && c[0] != "CMD-SHELL" {
		p.Want("healthCheckCommand", strings.Join(c, " "), `"CMD" or "CMD-SHELL" and then a command`)
	}
}
