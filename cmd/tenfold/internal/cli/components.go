package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/rehearsal"
)

// renewals are the replacements that every release brings: AWS keeps each version, and nothing is lost.
var renewals = map[string]string{
	"aws:ecs/taskDefinition:TaskDefinition":          "new version",
	"aws:secretsmanager/secretVersion:SecretVersion": "new value",
	"aws:lambda/invocation:Invocation":               "new run",
	"aws:lambda/layerVersion:LayerVersion":           "new version",
}

// holdsData are the types whose replacement loses what they hold.
var holdsData = []string{
	"aws:rds/instance:Instance", "aws:elasticache/replicationGroup:ReplicationGroup", "aws:mq/broker:Broker",
	"aws:sqs/queue:Queue", "aws:s3/bucketV2:BucketV2", "aws:s3/bucket:Bucket", "aws:kms/key:Key",
	"aws:cloudwatch/logGroup:LogGroup", "aws:backup/vault:Vault", "aws:ecr/repository:Repository",
}

// maxLines is how many lines a component may take.
const maxLines = 15

// block is what a screen says of one component. In a preview it took no time.
type block struct {
	urn, name, status, took string
	lines                   []line
}

// line is one change: what happens to which resource, and which value changes how.
type line struct{ verb, resource, path, values string }

// blocks are the components of a run, in the order in which their first resources came.
func blocks(r rehearsal.Result, words []string) []block {
	var list []block
	for _, c := range r.Components {
		if c.Counts == (rehearsal.Counts{}) {
			continue // it has no resources, such as the record of the environment's file
		}
		var changed []rehearsal.Change
		for _, one := range r.Changed {
			if one.Component == c.URN && !one.Grouping {
				changed = append(changed, one)
			}
		}
		list = append(list, block{urn: c.URN, name: c.Name, status: status(c.Counts, changed, words), lines: lines(changed)})
	}
	return list
}

// Words for what happened and for what would happen, in the order created, updated, replaced, deleted.
var (
	pastWords   = []string{"created", "updated", "replaced", "deleted"}
	futureWords = []string{"to create", "to update", "to replace", "to delete"}
)

// status reads "1 new version, 2 to update", or "unchanged".
func status(c rehearsal.Counts, changed []rehearsal.Change, words []string) string {
	var parts []string
	add := func(n int, what string) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, what))
		}
	}
	kinds := renewed(changed)
	for _, word := range []string{"new version", "new value", "new run"} {
		c.Replace -= kinds[word]
		if n := kinds[word]; n > 0 {
			parts = append(parts, plural(n, word))
		}
	}
	for i, n := range []int{c.Create, c.Update, c.Replace, c.Delete} {
		add(n, words[i])
	}
	if len(parts) == 0 {
		return "unchanged"
	}
	return strings.Join(parts, ", ")
}

// renewed counts the replacements that lose nothing, by their word.
func renewed(changed []rehearsal.Change) map[string]int {
	kinds := map[string]int{}
	for _, c := range changed {
		if word := renewals[c.Type]; word != "" && c.Operation == "replace" {
			kinds[word]++
		}
	}
	return kinds
}

// lines are the changes of one component, one value a line. A component that only gains, or only loses, needs none.
func lines(changed []rehearsal.Change) []line {
	if only(changed, "create") || only(changed, "delete") {
		return nil
	}
	var list []line
	for _, c := range changed {
		list = append(list, linesOf(c)...)
	}
	known := slices.DeleteFunc(slices.Clone(list), func(l line) bool { return l.values == change(rehearsal.Difference{Unknown: true}) })
	if len(known) > 0 {
		list = known // what follows from them says nothing new
	}
	if more := len(list) - maxLines; more > 0 {
		list = append(list[:maxLines], line{verb: fmt.Sprintf("and %d more; --verbose lists all resources", more)})
	}
	return list
}

func only(changed []rehearsal.Change, operation string) bool {
	return !slices.ContainsFunc(changed, func(c rehearsal.Change) bool { return c.Operation != operation })
}

func linesOf(c rehearsal.Change) []line {
	verb := verbOf(c)
	if len(c.Differences) == 0 {
		return []line{{verb, c.Name, shortType(c.Type), ""}}
	}
	var list []line
	for _, d := range c.Differences {
		next := line{verb, c.Name, d.Path, change(d)}
		if n := len(list); n > 0 && list[n-1].values == next.values && field(list[n-1].path) == field(next.path) {
			continue // the same in another container of the task
		}
		list = append(list, next)
	}
	return list
}

// field is the last part of a path.
func field(path string) string { return path[strings.LastIndex(path, ".")+1:] }

// verbOf is what happens to a resource, in the words of an operator.
func verbOf(c rehearsal.Change) string {
	switch {
	case c.Operation != "replace":
		return c.Operation
	case renewals[c.Type] != "":
		return renewals[c.Type]
	case slices.Contains(holdsData, c.Type):
		return "REPLACE, its data is lost"
	default:
		return "replace"
	}
}

// shortType is the last part of a type token.
func shortType(typ string) string { return typ[strings.LastIndex(typ, ":")+1:] }

// printBlocks prints a line per component, and below it a line per value that changes.
func (a *app) printBlocks(list []block) {
	name, status := 0, 0
	for _, b := range list {
		name, status = max(name, len(b.name)), max(status, len(b.status))
	}
	for _, b := range list {
		left := fmt.Sprintf("%-*s", name, b.name)
		if b.status != "unchanged" {
			left = a.header.Render(left)
		}
		fmt.Fprintln(a.out, strings.TrimRight(fmt.Sprintf("%s  %-*s  %s", left, status, b.status, b.took), " "))
		a.printLines(b.lines)
	}
}

// printLines prints columns of the same width, without a resource's name twice.
func (a *app) printLines(list []line) {
	var verb, resource, path int
	for _, l := range list {
		if l.resource != "" {
			verb, resource, path = max(verb, len(l.verb)), max(resource, len(l.resource)), max(path, len(l.path))
		}
	}
	var last line
	for _, l := range list {
		left, name := l.verb, l.resource
		if last.verb == left && last.resource == name {
			left, name = "", ""
		}
		text := fmt.Sprintf("    %-*s  %-*s  %-*s  %s", verb, left, resource, name, path, l.path, l.values)
		fmt.Fprintln(a.out, strings.TrimRight(text, " "))
		last = l
	}
}
