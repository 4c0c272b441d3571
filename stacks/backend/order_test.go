package backend

import (
	"maps"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const (
	typeService    = "aws:ecs/service:Service"
	typeDefinition = "aws:ecs/taskDefinition:TaskDefinition"
	typeInvocation = "aws:lambda/invocation:Invocation"
)

// released are the options of an environment with every part of an application, and with a command before a release.
func released(more map[string]string, opts ...stacktest.Option) []stacktest.Option {
	values := map[string]string{
		"aws:region": "us-east-1", "tenfold:tier": "10k", "tenfold:healthCheckPath": "/healthz",
		"tenfold:image": "registry.example.com/shop:1.0.4", "tenfold:celeryApp": "shop.celery",
		"tenfold:pgbouncerImage":  "registry.example.com/pgbouncer:1.24",
		"tenfold:queueDepthImage": "registry.example.com/queuedepth:1.0.0",
		"tenfold:beat":            "redbeat", "tenfold:flower": "true",
		"tenfold:jobs":    `[{"name": "nightly", "schedule": "rate(1 day)", "command": ["python", "nightly.py"]}]`,
		"tenfold:release": `{"command": ["python", "manage.py", "migrate"]}`,
	}
	maps.Copy(values, more)
	return append(opts, stacktest.Stack("prod"), stacktest.Config(values))
}

// rollsBack is an account in which ECS rolls one service back. Every task definition has an ARN of AWS's form.
func rollsBack(service string) []stacktest.Option {
	const family = "arn:aws:ecs:us-east-1:123456789012:task-definition/prod-"
	text := func(name, value string) resource.PropertyMap {
		return resource.PropertyMap{resource.PropertyKey(name): resource.NewProperty(value)}
	}
	return []stacktest.Option{
		stacktest.Outputs(typeDefinition, func(r stacktest.Resource) resource.PropertyMap {
			return text("arn", "arn:aws:ecs:us-east-1:123456789012:task-definition/"+r.Inputs["family"].StringValue()+":42")
		}),
		stacktest.Function("aws:ecs/getService:getService", func(in resource.PropertyMap) (resource.PropertyMap, error) {
			name := in["serviceName"].StringValue()
			short := name[:len(name)-len("-name")]
			if short == service {
				return text("taskDefinition", family+short+":41"), nil
			}
			return text("taskDefinition", family+short+":42"), nil
		}),
		stacktest.Function("aws:ecs/getContainerDefinition:getContainerDefinition",
			func(resource.PropertyMap) (resource.PropertyMap, error) {
				return text("image", "registry.example.com/shop:1.0.3"), nil
			}),
	}
}

// What comes before a part that is rolled back is updated, and nothing that comes after it is.
func TestAReleaseStopsAtThePartThatIsRolledBack(t *testing.T) {
	for part, c := range map[string]struct{ kind, note, updated string }{
		"worker-bulk": {
			"worker", "already at the new version: release; updated at the same time, each with its own result: " +
				"worker-celery; not updated: web, beat, flower, job-nightly",
			"release, worker-bulk, worker-celery",
		},
		"web": {
			"web", "already at the new version: release, worker-bulk, worker-celery; not updated: beat, flower, job-nightly",
			"release, worker-bulk, worker-celery, web",
		},
		"beat": {
			"beat", "already at the new version: release, worker-bulk, worker-celery, web; updated at the same time, each " +
				"with its own result: flower, job-nightly",
			"release, worker-bulk, worker-celery, web, beat, flower, job-nightly",
		},
	} {
		t.Run(part, func(t *testing.T) {
			rec, err := stacktest.Record(Program, released(nil, rollsBack(part)...)...)
			require.ErrorContains(t, err, c.kind+` "`+part+`": ECS rolled the deployment back: the service runs shop:1.0.3 `+
				`(prod-`+part+`:41) and not the requested shop:1.0.4 (prod-`+part+`:42); `+c.note+`; look at the service's events `+
				`and the tasks' logs in `+part+`-logs-name; set the image back to `+
				`registry.example.com/shop:1.0.3 and run pulumi up, or fix it and `+
				`release a new tag`)
			require.Equal(t, c.updated, parts(rec))
		})
	}
}

// parts are those that run the application and were registered, in the order of a release.
func parts(rec *stacktest.Recording) string {
	names, sep := "", ""
	for _, name := range []string{
		"release", "worker-bulk", "worker-celery", "web", "beat", "flower", "job-nightly",
	} {
		for _, definition := range rec.OfType(typeDefinition) {
			if definition.Name == name+"-task" {
				names, sep = names+sep+name, ", "
			}
		}
	}
	return names
}

func TestNothingIsUpdatedAfterARolledBackPgBouncer(t *testing.T) {
	rec, err := stacktest.Record(Program, released(nil, rollsBack("pgbouncer")...)...)
	require.ErrorContains(t, err, `pgbouncer "pgbouncer": ECS rolled the deployment back`)
	require.Empty(t, parts(rec))
}

// A preview waits for no gate, and knows as much as before.
func TestTheOrderOfARelease(t *testing.T) {
	for _, opts := range [][]stacktest.Option{released(nil, stacktest.Preview()), released(nil)} {
		rec := stacktest.Run(t, Program, opts...)
		services := func(names ...string) (urns []string) {
			for _, name := range names {
				urns = append(urns, rec.Named(t, typeService, name).URN)
			}
			return urns
		}
		require.Subset(t, rec.One(t, "tenfold:ecs:Release").DependsOn, services("pgbouncer"))
		last := rec.Named(t, typeInvocation, "release-run-2").URN
		for _, name := range []string{"worker-bulk", "worker-celery"} {
			require.Equal(t, []string{last}, rec.Named(t, "tenfold:ecs:Worker", name).DependsOn)
		}
		require.Subset(t, rec.One(t, "tenfold:ecs:Web").DependsOn, services("worker-bulk", "worker-celery"))
		for _, typ := range []string{"tenfold:ecs:Beat", "tenfold:ecs:Flower", "tenfold:ecs:Job"} {
			require.Subset(t, rec.One(t, typ).DependsOn, services("web"))
		}
		require.NotEqual(t, stacktest.Unknown, rec.Named(t, typeInvocation, "release-run-1").Input("input"))
	}
}

func TestAnEnvironmentWithoutACommandAndWithoutWorkers(t *testing.T) {
	more := map[string]string{
		"tenfold:overrides": `{"workers": {"celery": null, "bulk": null}}`, "tenfold:release": "",
		"tenfold:defaultQueue": "none",
	}
	rec := stacktest.Run(t, Program, released(more)...)
	require.Zero(t, rec.Count("tenfold:ecs:Release"))
	require.Contains(t, rec.One(t, "tenfold:ecs:Web").DependsOn, rec.Named(t, typeService, "pgbouncer").URN)
}

func TestTheReleaseCommandOfAnEnvironment(t *testing.T) {
	more := map[string]string{"tenfold:release": `{"command": ["alembic", "upgrade", "head"], "timeout": 60, "generation": 2,
		"cpu": 1024, "memory": 2048}`}
	rec := stacktest.Run(t, Program, released(more)...)
	stacktest.RequireInputs(t, rec.One(t, "tenfold:ecs:Release"), map[string]any{
		"command": []any{"alembic", "upgrade", "head"}, "timeout": 60, "generation": 2, "cpu": 1024, "memory": 2048,
	})
	require.Equal(t, 1, rec.Count(typeInvocation))
	for _, other := range []string{"pgbouncer", "cache", "broker"} {
		rec.Named(t, "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "release-to-"+other)
	}
}
