package backend

import (
	"maps"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/storage"
	"github.com/tenfold-iac/tenfold/stacks/backend/config"
)

// ttls are the times, in seconds, for which the application should cache data; see docs/application.md.
var ttls = map[string]int{
	"CACHE_TTL_SESSION":   30 * 60,
	"CACHE_TTL_PROFILE":   10 * 60,
	"CACHE_TTL_PUBLIC":    3 * 60,
	"CACHE_TTL_AGGREGATE": 30 * 60,
}

// variables are the application's environment variables. Those of the environment's file take precedence.
func variables(c config.Config, files *storage.Storage) map[string]pulumi.StringInput {
	all := map[string]pulumi.StringInput{
		"STATIC_BUCKET":  files.StaticBucket,
		"UPLOADS_BUCKET": files.UploadsBucket,
		"CDN_DOMAIN":     files.CDNDomain,
		"BROKER_KIND":    pulumi.String(c.Sizes.Broker.Kind),
	}
	for name, seconds := range ttls {
		all[name] = pulumi.String(strconv.Itoa(seconds))
	}
	if c.Existing.Cache.IsSet() { // it has keys of others
		all["CACHE_KEY_PREFIX"] = pulumi.String(c.Environment + ":")
	}
	addTexts(all, c.Variables)
	return all
}

// secrets are the ARNs of environment variables that hold a password.
func secrets(c config.Config, pool Pool, store Cache) map[string]pulumi.StringInput {
	all := map[string]pulumi.StringInput{
		"DATABASE_URL":      pool.DatabaseURLSecret,
		"DATABASE_READ_URL": pool.ReadURLSecret,
		"CACHE_URL":         secretKey(store.URLSecretARN, "url"),
	}
	addTexts(all, c.Secrets)
	return all
}

// secretKey names a key of a JSON secret, as a task definition takes it.
func secretKey(secretARN pulumi.StringInput, key string) pulumi.StringInput {
	return pulumi.Sprintf("%s:%s::", secretARN, key)
}

// secretVersions are the versions of the secrets that are made here. The broker's is added with its URL.
func secretVersions(pool Pool, store Cache) map[string]pulumi.StringInput {
	versions := map[string]pulumi.StringInput{"DATABASE_URL": pool.URLSecretVersion}
	if store.URLSecretVersion != nil {
		versions["CACHE_URL"] = store.URLSecretVersion
	}
	return versions
}

// secretKeys are the keys of all secrets: those that are made here, and those of the environment's file.
func secretKeys(c config.Config, own ...pulumi.StringInput) pulumi.StringArray {
	return append(pulumi.StringArray(own), pulumi.ToStringArray(c.SecretKeys)...)
}

func addTexts(all map[string]pulumi.StringInput, values map[string]string) {
	for name, value := range values {
		all[name] = pulumi.String(value)
	}
}

// withPools tells the application the size of its two connection pools.
func (a AppSpec) withPools(connections int) AppSpec { return a.with("DATABASE_POOL_SIZE", connections) }

// with sets a variable of one part of the application, unless the environment's file sets it.
func (a AppSpec) with(variable string, value int) AppSpec {
	all := map[string]pulumi.StringInput{variable: pulumi.String(strconv.Itoa(value))}
	maps.Copy(all, a.Variables)
	a.Variables = all
	return a
}

// withAdmin adds the URL for migrations and jobs, unless the environment's file sets it.
func (a AppSpec) withAdmin(pool Pool) AppSpec {
	all := map[string]pulumi.StringInput{"DATABASE_ADMIN_URL": pool.AdminURLSecret}
	maps.Copy(all, a.Secrets)
	a.Secrets = all
	return a
}

// Names of the parts that run the application's image.
const (
	releaseName = config.ReleasePart
	webName     = config.WebPart
	beatName    = config.BeatPart
	flowerName  = config.FlowerPart
)

func workerName(name string) string { return config.WorkerPart(name) }

func jobName(job config.Job) string { return config.JobPart(job.Name) }

// poolClients are everything that holds connections to PgBouncer, each at its maximum.
func poolClients(c config.Config) []Client {
	web := c.Sizes.Web
	list := []Client{{Name: webName, Tasks: web.MaxTasks, Processes: web.Processes, Connections: web.Connections}}
	for _, name := range c.Sizes.WorkerNames() {
		worker := c.Sizes.Workers[name]
		list = append(list, Client{
			Name: workerName(name), Tasks: max(worker.MinTasks, worker.MaxTasks), Processes: worker.Concurrency,
			Connections: worker.Connections,
		})
	}
	if len(c.Release.Command) > 0 {
		list = append(list, single(releaseName))
	}
	if c.Beat != "" {
		list = append(list, single(beatName))
	}
	for _, job := range c.Jobs {
		list = append(list, single(jobName(job)))
	}
	return list
}

// single is one task with one process and one connection.
func single(name string) Client { return Client{Name: name, Tasks: 1, Processes: 1, Connections: 1} }
