package backend

import (
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/alb"
	"github.com/tenfold-iac/tenfold/components/broker"
	"github.com/tenfold-iac/tenfold/components/cache"
	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/ecs/beat"
	"github.com/tenfold-iac/tenfold/components/ecs/cluster"
	"github.com/tenfold-iac/tenfold/components/ecs/dropdb"
	"github.com/tenfold-iac/tenfold/components/ecs/flower"
	"github.com/tenfold-iac/tenfold/components/ecs/job"
	"github.com/tenfold-iac/tenfold/components/ecs/operator"
	"github.com/tenfold-iac/tenfold/components/ecs/pgbouncer"
	"github.com/tenfold-iac/tenfold/components/ecs/queuedepth"
	"github.com/tenfold-iac/tenfold/components/ecs/release"
	"github.com/tenfold-iac/tenfold/components/ecs/web"
	"github.com/tenfold-iac/tenfold/components/ecs/worker"
	"github.com/tenfold-iac/tenfold/components/network"
	"github.com/tenfold-iac/tenfold/components/postgres"
	"github.com/tenfold-iac/tenfold/components/storage"
	"github.com/tenfold-iac/tenfold/stacks/backend/config"
	"github.com/tenfold-iac/tenfold/stacks/tier"
)

// sizedComponent is a component, and what of the environment's file becomes its arguments.
type sizedComponent struct {
	typ, name string
	args      any
	// path is where the file has the part, and part is its type.
	path string
	part any
}

var sizedComponents = []sizedComponent{
	{network.Type, "network", network.Args{}, "network", tier.Network{}},
	{alb.Type, "alb", alb.Args{}, "alb", tier.ALB{}},
	{postgres.Type, "database", postgres.Args{}, "database", tier.Database{}},
	{cache.Type, "cache", cache.Args{}, "cache", tier.Cache{}},
	{broker.Type, "broker", broker.Args{}, "broker", tier.Broker{}},
	{storage.Type, "storage", storage.Args{}, "cdn", tier.CDN{}},
	{storage.Type, "storage", storage.Args{}, "storage", tier.Storage{}},
	{cluster.Type, "cluster", cluster.Args{}, "cluster", tier.Cluster{}},
	{pgbouncer.Type, "pgbouncer", pgbouncer.Args{}, "pgbouncer", tier.PgBouncer{}},
	{dropdb.Type, "dropdb", dropdb.Args{}, "", struct{}{}}, // what is PgBouncer's, and nothing of its own
	{web.Type, "web", web.Args{}, "web", tier.Web{}},
	{worker.Type, "worker-celery", worker.Args{}, "workers.celery", tier.Worker{}},
	{worker.Type, "worker-bulk", worker.Args{}, "workers.bulk", tier.Worker{}},
	{beat.Type, "beat", beat.Args{}, "beat", tier.Beat{}},
	{flower.Type, "flower", flower.Args{}, "flower", tier.Flower{}},
	{queuedepth.Type, "queuedepth", queuedepth.Args{}, "queuedepth", tier.QueueDepth{}},
	{operator.Type, "operator", operator.Args{}, "operator", tier.Operator{}},
	{release.Type, "release", release.Args{}, "tenfold:release", config.Release{}},
	{job.Type, "job-nightly", job.Args{}, "tenfold:jobs.0", config.Job{}},
}

// notInPart are the arguments that no part of a tier has: what sets them instead.
var notInPart = map[string]string{
	"alb.domain":                   "derived from tenfold:domain",
	"alb.alternativeNames":         "derived from tenfold:alternativeNames",
	"alb.dns":                      "create, or none with tenfold:certificates",
	"alb.cloudFrontOnly":           "true: CloudFront is in front",
	"alb.longestRequest":           "web.longestRequest",
	"alb.deregistrationDelay":      "web.deregistrationDelay",
	"alb.healthCheckPath":          "tenfold:healthCheckPath",
	"alb.waf":                      "cdn.waf: CloudFront has the firewall",
	"alb.allowDestroy":             "tenfold:allowDestroy",
	"database.importIdentifier":    "tenfold:import.database",
	"database.zones":               "as network.zones",
	"database.applyImmediately":    "tenfold:applyImmediately",
	"database.allowDestroy":        "tenfold:allowDestroy",
	"database.skipFinalSnapshot":   "tenfold:skipFinalSnapshot",
	"cache.skipFinalSnapshot":      "tenfold:skipFinalSnapshot",
	"cache.allowDestroy":           "tenfold:allowDestroy",
	"broker.queues":                "the queues of all workers",
	"broker.instanceType":          "broker.nodeType",
	"broker.skipFinalSnapshot":     "tenfold:skipFinalSnapshot",
	"broker.allowDestroy":          "tenfold:allowDestroy",
	"storage.longestRequest":       "web.longestRequest",
	"storage.domain":               "tenfold:domain",
	"storage.alternativeNames":     "tenfold:alternativeNames",
	"storage.dns":                  "tenfold:dns",
	"storage.dnsWeight":            "tenfold:dnsWeight",
	"storage.deferRecords":         "true: they wait for web",
	"storage.allowDestroy":         "tenfold:allowDestroy",
	"cluster.allowDestroy":         "tenfold:allowDestroy",
	"pgbouncer.region":             "aws:region",
	"pgbouncer.databasePort":       "PostgreSQL's, which the database component does not change",
	"pgbouncer.maxConnections":     "that of the database's instance class",
	"pgbouncer.passwordGeneration": "tenfold:databasePasswordGeneration",
	"pgbouncer.extensions":         "database.extensions",
	"pgbouncer.clients":            "everything with a connection pool",
	"pgbouncer.port":               "clients read it in DATABASE_URL",
	"pgbouncer.sharedServer":       "tenfold:base",
	"pgbouncer.allowDestroy":       "tenfold:allowDestroy",
	"dropdb.region":                "aws:region",
	"dropdb.databasePort":          "PostgreSQL's",
	"dropdb.pgBouncerName":         "the name of the PgBouncer that makes the database",
	"dropdb.databaseName":          "PgBouncer's",
	"dropdb.roleName":              "PgBouncer's",
	"dropdb.logRetentionDays":      "logRetentionDays of all parts",
	"dropdb.timeout":               "the default: PostgreSQL drops a database in seconds",
	"web.port":                     "tenfold:port",
	"worker.library":               "tenfold:library",
	"worker.app":                   "tenfold:celeryApp",
	"worker.depth":                 "what queuedepth publishes",
	"worker.taskEvents":            "tenfold:flower",
	"beat.app":                     "tenfold:celeryApp",
	"beat.scheduler":               "tenfold:beat",
	"flower.app":                   "tenfold:celeryApp",
	"flower.allowDestroy":          "tenfold:allowDestroy",
	"queuedepth.queues":            "the queues of all workers",
	"queuedepth.library":           "tenfold:library",
	"queuedepth.task.logClass":     "CloudWatch takes the metrics from the log",
	"release.task.logClass":        "the error of a failed command quotes the log",
	"queuedepth.task.user":         "that of Tenfold's own image",
	"queuedepth.task.scratchGiB":   "the image writes nothing",
	"operator.databases":           "the database and PgBouncer's console",
	"operator.stores":              "the cache and a Redis broker",
	"operator.task.user":           "sessions are root's",
	"pgbouncer.operator":           "tenfold:operator",
	"task.region":                  "aws:region",
	"task.architecture":            "tenfold:architecture",
	"task.skipTmpInit":             "tenfold:skipTmpInit",
	"task.secretsGeneration":       "tenfold:secretsGeneration",
	"task.enableExec":              "tenfold:exec, and always Flower's and the operator's",
	"task.taskPolicies":            "what the application may do in AWS",
	"task.egressTo":                "what the application connects to",
	"task.variables":               "tenfold:variables",
	"task.secrets":                 "tenfold:secrets",
	"task.secretVersions":          "the secrets that are made here",
	"broker":                       "the broker's connection",

	"storage.existingUploadsBucket": "tenfold:existing.storage.uploadsBucket",
	"storage.existingUploadsKeyArn": "tenfold:existing.storage.uploadsKeyArn",
	"storage.importUploadsBucket":   "tenfold:import.uploads",
}

// wired says whether an argument is an input: an ID or an ARN of another component, or a text of the environment's file.
func wired(field reflect.StructField) bool {
	path := field.Type
	for path.Kind() == reflect.Slice {
		path = path.Elem()
	}
	return path.Kind() == reflect.Interface
}

func tagOf(field reflect.StructField) string {
	name, _, _ := strings.Cut(field.Tag.Get("pulumi"), ",")
	return name
}

// reached are the arguments that the parts of a component have.
func reached(name string) map[string]bool {
	all := map[string]bool{}
	for _, c := range sizedComponents {
		if c.name == name {
			for _, field := range reflect.VisibleFields(reflect.TypeOf(c.part)) {
				all[field.Name] = true
			}
		}
	}
	return all
}

// Whoever adds an argument to a component lets an environment set it, or says here why not.
func TestEveryArgumentCanBeSet(t *testing.T) {
	used := map[string]bool{}
	for _, c := range sizedComponents {
		kind, _, _ := strings.Cut(c.name, "-")
		fields := reached(c.name)
		check := func(args reflect.Type, prefixes ...string) {
			for _, field := range reflect.VisibleFields(args) {
				tag := tagOf(field)
				if tag == "" || field.Type == reflect.TypeFor[ecs.TaskArgs]() || fields[field.Name] || wired(field) {
					continue
				}
				known := false
				for _, prefix := range prefixes {
					known = known || notInPart[prefix+tag] != ""
					used[prefix+tag] = true
				}
				require.True(t, known, "no environment can set %s of %s", tag, c.name)
			}
		}
		check(reflect.TypeOf(c.args), kind+".", "")
		if _, ok := reflect.TypeOf(c.args).FieldByName("Task"); ok {
			check(reflect.TypeFor[ecs.TaskArgs](), kind+".task.", "task.")
		}
	}
	for name := range notInPart {
		require.True(t, used[name], "%s is no argument, or a part has it", name)
	}
}

// argumentPackages are the packages of components, by their paths in the repository.
func argumentPackages(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../../components/*/*.go")
	require.NoError(t, err)
	ofECS, err := filepath.Glob("../../components/ecs/*/*.go")
	require.NoError(t, err)
	found := map[string]bool{}
	for _, file := range append(files, ofECS...) {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		if strings.Contains(string(text), "\ntype Args struct {") {
			found[strings.TrimPrefix(filepath.Dir(file), "../../")] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// Whoever adds a component lists it above, so that its arguments are held against the environment's file.
func TestEveryComponentIsListed(t *testing.T) {
	listed := map[string]bool{}
	for _, c := range sizedComponents {
		listed[strings.TrimPrefix(reflect.TypeOf(c.args).PkgPath(), "github.com/tenfold-iac/tenfold/")] = true
	}
	require.Equal(t, argumentPackages(t), slices.Sorted(maps.Keys(listed)))
}

// A field of a part is an argument of the same name and key, or one of notArguments.
func TestEveryFieldOfAPartIsAnArgument(t *testing.T) {
	used := map[string]bool{}
	for _, c := range sizedComponents {
		part := reflect.TypeOf(c.part)
		for _, field := range reflect.VisibleFields(part) {
			name := part.Name() + "." + field.Name
			if used[name] = true; field.Anonymous || notArguments[name] != "" {
				continue
			}
			argument, ok := reflect.TypeOf(c.args).FieldByName(field.Name)
			if !ok {
				argument, ok = reflect.TypeFor[ecs.TaskArgs]().FieldByName(field.Name)
			}
			require.True(t, ok, "%s is no argument of %s", name, c.name)
			key, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			require.Equal(t, tagOf(argument), key, name)
		}
	}
	for name := range notArguments {
		require.True(t, used[name], "%s is no field", name)
	}
}
