package frameworks

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/ecs/pgbouncer"
	"github.com/tenfold-iac/tenfold/components/ecs/web"
	"github.com/tenfold-iac/tenfold/stacks/backend"
	"github.com/tenfold-iac/tenfold/test/real/servers"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const (
	taskDefinition = "aws:ecs/taskDefinition:TaskDefinition"
	randomPassword = "aws:secretsmanager/getRandomPassword:getRandomPassword"
)

// password is every password that an environment draws.
const password = servers.RedisPassword

// variable is one of a container's environment: its value, or where ECS reads it.
type variable struct{ Name, Value, ValueFrom string }

// container is what a task definition says of one.
type container struct {
	Name                 string
	EntryPoint, Command  []string
	Environment, Secrets []variable
	StopTimeout          int
}

// containerOf is a container of a task definition.
func containerOf(t *testing.T, rec *stacktest.Recording, task, name string) container {
	t.Helper()
	var all []container
	text := rec.Named(t, taskDefinition, task).Input("containerDefinitions").(string)
	require.NoError(t, json.Unmarshal([]byte(text), &all))
	i := slices.IndexFunc(all, func(c container) bool { return c.Name == name })
	require.GreaterOrEqual(t, i, 0, "%s has no container %s", task, name)
	return all[i]
}

// script is the shell script that a container runs.
func (c container) script(t *testing.T) string {
	t.Helper()
	words := slices.Concat(c.EntryPoint, c.Command)
	require.Len(t, words, 3)
	require.Equal(t, []string{"sh", "-c"}, words[:2])
	return words[2]
}

// variables are what the process in the container finds, once ECS has read the secrets.
func (c container) variables(t *testing.T, rec *stacktest.Recording) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, v := range slices.Concat(c.Environment, c.Secrets) {
		all[v.Name] = c.variable(t, rec, v.Name)
	}
	return all
}

// variable is one of the variables.
func (c container) variable(t *testing.T, rec *stacktest.Recording, name string) string {
	t.Helper()
	all := slices.Concat(c.Environment, c.Secrets)
	i := slices.IndexFunc(all, func(v variable) bool { return v.Name == name })
	require.GreaterOrEqual(t, i, 0, "there is no variable %s", name)
	if all[i].ValueFrom != "" {
		return secret(t, rec, all[i].ValueFrom)
	}
	return all[i].Value
}

// secretKeyARN names a secret of the team's own, and secretKey is in it.
const (
	secretKeyARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop-AbCdEf"
	secretKey    = "the team's own"
)

func marshal(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	require.NoError(t, err)
	return string(text)
}

// secret is the key of a secret's JSON, by the reference of a task definition: its ARN, which ends in a hyphen and six
// characters of chance, ":", the key and "::".
func secret(t *testing.T, rec *stacktest.Recording, reference string) string {
	t.Helper()
	if reference == secretKeyARN {
		return secretKey
	}
	parts := strings.Split(strings.TrimSuffix(reference, "::"), ":")
	name, key := parts[len(parts)-2], parts[len(parts)-1]
	name = name[:strings.LastIndex(name, "-")]
	var values map[string]any
	text := rec.Named(t, "aws:secretsmanager/secretVersion:SecretVersion", name).Input("secretString").(string)
	require.NoError(t, json.Unmarshal([]byte(text), &values))
	value, ok := values[key].(string)
	require.True(t, ok, "%s has no %s", name, key)
	return value
}

// draws makes every drawn password the one that the real servers have.
func draws() stacktest.Option {
	return stacktest.Function(randomPassword, func(resource.PropertyMap) (resource.PropertyMap, error) {
		return resource.PropertyMap{"randomPassword": resource.NewProperty(password)}, nil
	})
}

// recordEnvironment runs the program of an environment.
func recordEnvironment(t *testing.T) *stacktest.Recording {
	t.Helper()
	return stacktest.Run(t, backend.Program, draws(), stacktest.Stack("test"), stacktest.Config(map[string]string{
		"aws:region": "us-east-1", "tenfold:tier": "10k", "tenfold:image": "registry.example.com/backend:1.2.3",
		"tenfold:pgbouncerImage":  "registry.example.com/pgbouncer:1.24",
		"tenfold:queueDepthImage": "registry.example.com/queuedepth:1.0.0",
		"tenfold:celeryApp":       "shop.celery", "tenfold:healthCheckPath": "/healthz",
		"tenfold:secrets": marshal(t, map[string]string{"SECRET_KEY": secretKeyARN}),
	}))
}

// chain is what a test needs to be short of how a server ends, in seconds.
type chain struct{ graceful, stop, keepAlive int }

// recordWeb runs the component of a web service that listens on a port and ends by such a chain.
func recordWeb(t *testing.T, port int, c chain) *stacktest.Recording {
	t.Helper()
	return stacktest.Run(t, func(ctx *pulumi.Context) error {
		_, err := web.New(ctx, "web", web.Args{
			Task: ecs.TaskArgs{
				ClusterName: pulumi.String("main"), ClusterARN: pulumi.String("arn:aws:ecs:us-east-1:123456789012:cluster/main"),
				VPCID: pulumi.String("vpc-1"), SubnetIDs: pulumi.ToStringArray([]string{"subnet-a", "subnet-b"}),
				Region: "us-east-1", Image: pulumi.String("registry.example.com/backend:1.2.3"),
			},
			LoadBalancerSecurityGroupID: pulumi.String("sg-alb"), TargetGroupARN: pulumi.String("arn:aws:tg"), Port: port,
			GracefulTimeout: c.graceful, StopTimeout: c.stop, KeepAlive: c.keepAlive,
		})
		return err
	})
}

// recordPgBouncer runs the component of a PgBouncer before a primary and a replica of this machine. Its pools are smaller
// than those of the applications, so that clients change places on the servers.
func recordPgBouncer(t *testing.T, port int) *stacktest.Recording {
	t.Helper()
	return stacktest.Run(t, func(ctx *pulumi.Context) error {
		_, err := pgbouncer.New(ctx, "pgbouncer", pgbouncer.Args{
			ClusterName: pulumi.String("main"), ClusterARN: pulumi.String("arn:aws:ecs:us-east-1:123456789012:cluster/main"),
			VPCID: pulumi.String("vpc-1"), SubnetIDs: pulumi.ToStringArray([]string{"subnet-a", "subnet-b"}),
			Region: "us-east-1", Image: pulumi.String("registry.example.com/pgbouncer:1.24"),
			WriterEndpoint: pulumi.String("127.0.0.1"), ReaderEndpoints: []pulumi.StringInput{pulumi.String("127.0.0.2")},
			DatabasePort: port, DatabaseSecurityGroupID: pulumi.String("sg-database"), MaxConnections: 100,
			MasterSecretARN: pulumi.String("arn:aws:secretsmanager:us-east-1:123456789012:secret:master-a1b2c3"),
			DatabaseName:    database, RoleName: owner, StatementTimeout: 60,
			Clients:  []pgbouncer.Client{{Name: "web", Tasks: 1, Processes: 1, Connections: 1}},
			PoolSize: 4, MinPoolSize: 1, ReservePoolSize: 1,
		})
		return err
	}, draws())
}

// moved is a URL at another host.
func moved(t *testing.T, text, host string) string {
	t.Helper()
	u, err := url.Parse(text)
	require.NoError(t, err)
	require.NotEmpty(t, u.Host)
	u.Host = host
	return u.String()
}
