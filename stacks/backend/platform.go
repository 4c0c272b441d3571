package backend

import (
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/ecs/cluster"
	"github.com/tenfold-iac/tenfold/components/ecs/pgbouncer"
	"github.com/tenfold-iac/tenfold/components/ecs/web"
	"github.com/tenfold-iac/tenfold/stacks/backend/config"
)

// platform runs containers. Program does not know which one it is.
type platform interface {
	// pgbouncer runs the connection pool before the database.
	pgbouncer(e *environment) (pool, error)
	// web runs the application behind the load balancer.
	web(e *environment) (service, error)
	// queueDepth publishes how much waits in a Redis broker, whose depth AWS does not measure.
	queueDepth(e *environment) error
	// worker runs the worker service of a name in the tier.
	worker(e *environment, name string) (service, error)
	// beat runs the one sender of periodic tasks, flower the page that shows workers and tasks.
	beat(e *environment) (service, error)
	flower(e *environment) (flowerService, error)
	// job runs a command at given times.
	job(e *environment, job config.Job) error
}

// pool is what the rest of an environment needs of a connection pool.
type pool struct {
	host                                     pulumi.StringOutput
	databaseURLSecret, readURLSecret, keyARN pulumi.StringOutput
	securityGroupID                          pulumi.StringOutput
	port                                     int
}

// service is what the rest of an environment needs of a running part of the application.
type service struct {
	name, running, logGroup, taskRoleARN pulumi.StringOutput
	securityGroupID                      pulumi.StringOutput
}

func newPlatform(e *environment) (platform, error) {
	cluster, err := cluster.New(e.ctx, "cluster", cluster.Args{
		LogRetentionDays: e.sizes.LogRetentionDays,
		AllowDestroy:     e.config.AllowDestroy,
	})
	return &fargate{cluster: cluster}, err
}

// fargate is the platform "ecs".
type fargate struct {
	cluster *cluster.Cluster
	// depth is where the depth of the queues is published; nil unless the broker is Redis.
	depth *ecs.DepthMetrics
}

// poolPort is the port that PgBouncer listens on.
const poolPort = 6432

func (f *fargate) pgbouncer(e *environment) (pool, error) {
	bouncer, err := pgbouncer.New(e.ctx, "pgbouncer", f.pgbouncerArgs(e))
	if err != nil {
		return pool{}, err
	}
	return pool{
		host: bouncer.Host, port: poolPort, securityGroupID: bouncer.SecurityGroupID,
		databaseURLSecret: bouncer.DatabaseURLSecret, readURLSecret: bouncer.ReadURLSecret, keyARN: e.database.KMSKeyARN,
	}, nil
}

func (f *fargate) pgbouncerArgs(e *environment) pgbouncer.Args {
	var readers []pulumi.StringInput
	for i := range e.sizes.Database.Replicas {
		readers = append(readers, e.database.ReaderEndpoints.Index(pulumi.Int(i)))
	}
	return pgbouncer.Args{
		ClusterName:             f.cluster.Name,
		ClusterARN:              f.cluster.ARN,
		VPCID:                   e.network.VPCID,
		SubnetIDs:               e.network.PrivateSubnetIDs,
		Region:                  e.config.Region,
		Image:                   pulumi.String(e.config.PgBouncerImage),
		WriterEndpoint:          e.database.Endpoint,
		ReaderEndpoints:         readers,
		DatabaseSecurityGroupID: e.database.SecurityGroupID,
		MaxConnections:          e.database.MaxConnections,
		MasterSecretARN:         e.database.MasterSecretARN,
		SecretKMSKeyARNs:        pulumi.StringArray{e.database.KMSKeyARN},
		KMSKeyARN:               e.database.KMSKeyARN,
		Clients:                 clients(e),
		Tasks:                   e.sizes.PgBouncer.Tasks,
		PoolSize:                e.sizes.PgBouncer.PoolSize,
		MaxClientConnections:    e.sizes.PgBouncer.MaxClientConnections,
		Port:                    poolPort,
		LogRetentionDays:        e.sizes.LogRetentionDays,
		AllowDestroy:            e.config.AllowDestroy,
	}
}

func (f *fargate) web(e *environment) (service, error) {
	web, err := web.New(e.ctx, "web", f.webArgs(e))
	if err != nil {
		return service{}, err
	}
	return service{
		name: web.ServiceName, running: web.RunningTaskDefinition, logGroup: web.LogGroupName,
		securityGroupID: web.SecurityGroupID, taskRoleARN: web.TaskRoleARN,
	}, nil
}

func (f *fargate) webArgs(e *environment) web.Args {
	sizes := e.sizes.Web
	return web.Args{
		Task: f.task(e, map[string]string{
			"WEB_CONCURRENCY":    strconv.Itoa(sizes.Processes),
			"DATABASE_POOL_SIZE": strconv.Itoa(sizes.Connections),
		}).WithBroker(e.broker.Connection),
		LoadBalancerSecurityGroupID: e.front.SecurityGroupID,
		TargetGroupARN:              e.front.TargetGroupARN,
		RequestCountLabel:           e.front.RequestCountLabel,
		Port:                        e.config.Port,
		CPU:                         sizes.CPU,
		Memory:                      sizes.Memory,
		MinTasks:                    sizes.MinTasks,
		MaxTasks:                    sizes.MaxTasks,
		CPUTarget:                   sizes.CPUTarget,
		RequestsPerTarget:           sizes.RequestsPerTarget,
		LongestRequest:              sizes.LongestRequest,
		DeregistrationDelay:         sizes.DeregistrationDelay,
	}
}

// place is where all tasks run, whatever they are.
func (f *fargate) place(e *environment) ecs.TaskArgs {
	return ecs.TaskArgs{
		ClusterName:      f.cluster.Name,
		ClusterARN:       f.cluster.ARN,
		VPCID:            e.network.VPCID,
		SubnetIDs:        e.network.PrivateSubnetIDs,
		Region:           e.config.Region,
		LogRetentionDays: e.sizes.LogRetentionDays,
	}
}

// task is what all parts of the application have in common; own are variables of one of them. The way to the broker is
// not among it: components that work on its queues make their own.
func (f *fargate) task(e *environment, own map[string]string) ecs.TaskArgs {
	task := f.place(e)
	task.Image = pulumi.String(e.config.Image)
	task.Variables, task.Secrets, task.SecretKMSKeyARNs = e.variables(own), e.secrets(), e.secretKeys()
	task.EgressTo, task.TaskPolicies = e.connections(), e.permissions()
	return task
}
