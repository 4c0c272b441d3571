package ecs

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// revisions are the active revisions of task definitions, by ARN. The provider uses the family as the ID, so during a
// replacement two resources share it: the resource is the latest revision.
const revisions = TaskDefinition + "/revision"

func taskDefinition() *model.Type {
	return &model.Type{
		Token: TaskDefinition, Service: "ECS", Noun: "ECS Task Definition", Modeled: true,
		Actions: model.Actions{
			Create: "RegisterTaskDefinition", Read: "DescribeTaskDefinition", Update: "TagResource",
			Delete: "DeregisterTaskDefinition",
		},
		NewID: model.Named("family"),
		Links: []string{"arn", "executionRoleArn", "taskRoleArn"},
		Replaces: []model.Replace{{Rule: "E13", Properties: []string{
			"containerDefinitions", "cpu", "enableFaultInjection", "ephemeralStorage", "executionRoleArn", "family",
			"inferenceAccelerators", "ipcMode", "memory", "networkMode", "pidMode", "placementConstraints",
			"proxyConfiguration", "requiresCompatibilities", "runtimePlatform", "taskRoleArn", "volumes",
		}}},
		Plan:    planTaskDefinition,
		Rules:   slices.Concat(taskChecks(), containerRules(), dependencyRules(), fargateRules(), logRules()),
		Fill:    register,
		Deleted: deregister,
	}
}

// planTaskDefinition ignores the formatting of container definitions, and what AWS adds to them.
func planTaskDefinition(c *model.Call, d *model.Diff) error {
	const property = "containerDefinitions"
	mode := c.Old.String("networkMode")
	if slices.Contains(d.Changed, property) && c.New.Known(property) &&
		reduced(c.Old.String(property), mode) == reduced(model.Document(c.New.Get(property)), mode) {
		drop := func(name string) bool { return name == property }
		d.Changed, d.Replace = slices.DeleteFunc(d.Changed, drop), slices.DeleteFunc(d.Replace, drop)
	}
	return nil
}

// register gives a new task definition the next revision of its family and stores it as an active revision.
func register(c *model.Call) error {
	c.State.Default("networkMode", "bridge")
	list, err := containers(c.State.Get("containerDefinitions"))
	if err != nil {
		return err
	}
	c.State["containerDefinitions"] = completed(list, c.State.String("networkMode"))
	if c.Op == model.Create {
		nextRevision(c)
	}
	arn := c.State.String("arn")
	c.Tx.Put(&account.Resource{
		Region: c.Region, Type: revisions, ID: arn, URN: c.URN, Name: c.Name, Given: true, // not one more resource
		Properties: c.State, Created: time.Now(),
	}, map[string][]string{"family": {c.State.String("family")}})
	return nil
}

// nextRevision continues from the highest revision ever, including deregistered ones.
func nextRevision(c *model.Call) {
	family, n := c.State.String("family"), 1
	for c.HasTombstone(revisions, fmt.Sprintf("%s:%d", family, n)) {
		n++
	}
	c.Tombstone(revisions, fmt.Sprintf("%s:%d", family, n), forever)
	base := "arn:" + c.Partition() + ":ecs:" + c.Region + ":" + account.ID + ":task-definition/" + family
	c.State["revision"] = float64(n)
	c.State["arnWithoutRevision"] = base
	c.State["arn"] = fmt.Sprintf("%s:%d", base, n)
}

// forever is the latest time that the account can store.
var forever = time.Unix(0, 1<<62)

// deregister removes the revision that the engine deletes, which need not be the latest. The family stays while it has
// another revision. With skipDestroy the revision stays active, but nothing manages it any more.
func deregister(c *model.Call) error {
	gone := c.New.String("arn")
	if c.New.Bool("skipDestroy") {
		if c.State.String("arn") != gone {
			c.Retain() // the family is the resource of a later revision
		}
		return nil
	}
	c.Delete(revisions, gone)
	left := c.Find(revisions, "family", c.ID)
	if len(left) > 0 {
		c.State = left[len(left)-1].Properties
		c.Retain()
	}
	return nil
}

// definitionOf finds an active task definition by its ARN, family:revision or family. The error says why there is none.
func definitionOf(c *model.Call, ref string) (model.Props, error) {
	name := ref[strings.LastIndex(ref, "/")+1:]
	family, _, numbered := strings.Cut(name, ":")
	for _, r := range slices.Backward(c.Find(revisions, "family", family)) {
		if !numbered || strings.HasSuffix(r.ID, "/"+name) {
			return r.Properties, nil
		}
	}
	if c.HasTombstone(revisions, name) {
		return nil, model.Errorf(client, "TaskDefinition is inactive")
	}
	return nil, model.Errorf(client, "TaskDefinition not found.")
}
