package cli

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/rehearsal"
)

const taskType = "aws:ecs/taskDefinition:TaskDefinition"

// changes are a preview of four components.
func changes() rehearsal.Result {
	counts := func(create, update, replace, remove, same int) rehearsal.Counts {
		return rehearsal.Counts{Create: create, Update: update, Replace: replace, Delete: remove, Same: same}
	}
	const repository = "123456789012.dkr.ecr.us-east-1.amazonaws.com/backend:"
	return rehearsal.Result{
		Components: []rehearsal.Component{
			{URN: "n", Name: "network", Counts: counts(0, 0, 0, 0, 24)},
			{URN: "d", Name: "database", Counts: counts(1, 1, 1, 0, 5)},
			{URN: "w", Name: "web", Counts: counts(0, 1, 1, 0, 20)},
			{URN: "c", Name: "cdn", Counts: counts(12, 0, 0, 0, 0)},
		},
		Changed: []rehearsal.Change{
			{Component: "w", Grouping: true, Operation: "update", Type: "tenfold:ecs:Web", Name: "web"},
			{
				Component: "w", Operation: "replace", Type: taskType, Name: "web-task", Differences: []rehearsal.Difference{
					{Path: "containerDefinitions[web].image", Old: repository + "1.0.0", New: repository + "1.0.1"},
					{Path: "containerDefinitions[web-tmp].image", Old: repository + "1.0.0", New: repository + "1.0.1"},
					{Path: "cpu", Old: 256.0, New: 512.0},
				},
			},
			{Component: "w", Operation: "update", Name: "web", Differences: []rehearsal.Difference{{Path: "taskDefinition", Unknown: true}}},
			{
				Component: "d", Operation: "update", Name: "database",
				Differences: []rehearsal.Difference{{Path: "multiAz", Old: true, New: false}, {Path: "password", Old: rehearsal.Hidden, New: rehearsal.Hidden}},
			},
			{
				Component: "d", Operation: "replace", Type: "aws:rds/instance:Instance", Name: "database-replica-1",
				Differences: []rehearsal.Difference{{Path: "kmsKeyId", Old: "a"}},
			},
			{Component: "d", Operation: "create", Type: "aws:cloudwatch/logGroup:LogGroup", Name: "database-replica-2-logs"},
			{Component: "c", Operation: "create", Type: "aws:s3/bucket:Bucket", Name: "static"},
		},
	}
}

func TestThePreviewByComponent(t *testing.T) {
	var out, err bytes.Buffer
	a := newApp(shop, &out, &err)
	a.printBlocks(screen("preview", changes()))
	require.Equal(t, `network   unchanged
database  1 to create, 1 to update, 1 to replace
    update                     database                 multiAz   true → false
                                                        password  a secret that changes
    REPLACE, its data is lost  database-replica-1       kmsKeyId  a → none
    create                     database-replica-2-logs  LogGroup
web       1 new version, 1 to update
    new version  web-task  containerDefinitions[web].image  1.0.0 → 1.0.1
                           cpu                              256 → 512
cdn       12 to create
`, out.String())
	require.Empty(t, err.String())
}

// A component without resources has nothing to say.
func TestAnEmptyComponentIsNoLine(t *testing.T) {
	empty := rehearsal.Result{Components: []rehearsal.Component{{Name: "environment"}, {Name: "web", Counts: rehearsal.Counts{Same: 1}}}}
	require.Equal(t, []block{{name: "web", status: "unchanged"}}, blocks(empty, pastWords))
}

func TestTheResultOfAnUpByComponent(t *testing.T) {
	var out bytes.Buffer
	newApp(shop, &out, &out).printBlocks(screen("up", changes()))
	require.Equal(t, `network   unchanged
database  1 created, 1 updated, 1 replaced
web       1 new version, 1 updated
cdn       12 created
`, out.String())
}

// The end of an up has the time of each component, and after a failure what failed and what was not reached.
func TestTheTableAtTheEnd(t *testing.T) {
	var out bytes.Buffer
	d := makeDisplay(newApp(shop, &out, &out), "up dev")
	d.now = func() time.Time { return d.began }
	d.planned(planOfTwo())
	d.event(starting(below(netURN, apitype.OpCreate, "main")))
	d.now = func() time.Time { return d.began.Add(2 * time.Second) }
	d.event(failed(below(netURN, apitype.OpCreate, "main")))
	result := func() []block {
		return []block{{urn: "same", name: "alb", status: "unchanged"}, {urn: netURN, name: "network", status: "unchanged"}}
	}
	d.app.printBlocks(d.timed(result(), nil))
	require.Equal(t, "alb      unchanged\nnetwork  unchanged  2s\n", out.String())
	out.Reset()
	d.app.printBlocks(d.timed(result(), &rehearsal.Error{}))
	require.Equal(t, "alb      unchanged\nnetwork  failed              2s\nweb      2 changes not made\n", out.String())
	out.Reset()
	d.app.printBlocks(d.timed(result(), &rehearsal.Error{Failures: []rehearsal.Failure{{URN: webURN}}}))
	require.Equal(t, "alb      unchanged\nnetwork  failed     2s\nweb      failed\n", out.String())
}

// What follows from another change is shown when it is the only one; many changes are cut.
func TestLinesOfAComponent(t *testing.T) {
	follows := rehearsal.Change{Operation: "update", Name: "web", Differences: []rehearsal.Difference{{Path: "taskDefinition", Unknown: true}}}
	require.Equal(t, []line{{"update", "web", "taskDefinition", "known after the update"}}, lines([]rehearsal.Change{follows}))
	var many []rehearsal.Change
	for i := range maxLines + 2 {
		many = append(many, rehearsal.Change{
			Operation: "update", Name: fmt.Sprint(i), Differences: []rehearsal.Difference{{Path: "a", Old: "x", New: "y"}},
		})
	}
	got := lines(many)
	require.Len(t, got, maxLines+1)
	require.Equal(t, line{verb: "and 2 more; --verbose lists all resources"}, got[maxLines])
}

func TestValues(t *testing.T) {
	long := "0123456789 0123456789 0123456789 0123456789 0123456789"
	for want, d := range map[string]rehearsal.Difference{
		"none → x":        {New: "x"},
		`"" → none`:       {Old: ""},
		"1 → 1.5":         {Old: 1.0, New: 1.5},
		"[1] → {\"a\":2}": {Old: []any{1}, New: map[string]any{"a": 2}},
		"a/b:1 → a/b:2":   {Old: "a/b:1", New: "a/b:2"},
		"dev-web:1 → dev-worker:1": {
			Old: "arn:aws:ecs:us-east-1:123456789012:task-definition/dev-web:1",
			New: "arn:aws:ecs:us-east-1:123456789012:task-definition/dev-worker:1",
		},
		"x → 0123456789 0123456789 01…9 0123456789 0123456789": {Old: "x", New: long},
		"…pool_size = 5 min… → …pool_size = 6 max…": {
			Old: "[databases] app = host=db-1 pool_size = 5 min stats_period = 60 and so on", New: "[databases] app = host=db-1 pool_size = 6 max stats_period = 60 and so on",
		},
		"…0123456789 0123456789 → …0123456789 0123456789 x": {Old: long, New: long + " x"},
		"known after the update":                            {Old: "x", Unknown: true},
		"[secret] → none":                                   {Old: rehearsal.Hidden},
	} {
		require.Equal(t, want, change(d))
	}
}
