package backend

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
)

// platform runs containers. Program does not know which one it is.
type platform interface {
	// pgbouncer runs the connection pool before the database.
	pgbouncer(e *environment) (pool, error)
	// web runs the application behind the load balancer.
	web(e *environment) (webService, error)
}

// pool is what the rest of an environment needs of a connection pool.
type pool struct {
	host                                     pulumi.StringOutput
	databaseURLSecret, readURLSecret, keyARN pulumi.StringOutput
	securityGroupID                          pulumi.IDOutput
	port                                     int
}

// webService is what the rest of an environment needs of a running application.
type webService struct {
	name, running, logGroup, taskRoleARN pulumi.StringOutput
	securityGroupID                      pulumi.IDOutput
}

func newPlatform(e *environment) (platform, error) {
	cluster, err := ecs.NewCluster(e.ctx, "cluster", ecs.ClusterArgs{
		LogRetentionDays: e.sizes.LogRetentionDays,
		AllowDestroy:     e.config.AllowDestroy,
	})
	return fargate{cluster}, err
}

// fargate is the platform "ecs".
type fargate struct{ cluster *ecs.Cluster }

// poolPort is the port that PgBouncer listens on.
const poolPort = 6432

func (f fargate) pgbouncer(e *environment) (pool, error) {
	bouncer, err := ecs.NewPgBouncer(e.ctx, "pgbouncer", f.pgbouncerArgs(e))
	if err != nil {
		return pool{}, err
	}
	return pool{
		host: bouncer.Host, port: poolPort, securityGroupID: bouncer.SecurityGroupID,
		databaseURLSecret: bouncer.DatabaseURLSecret, readURLSecret: bouncer.ReadURLSecret, keyARN: e.database.KMSKeyARN,
	}, nil
}

func (f fargate) pgbouncerArgs(e *environment) ecs.PgBouncerArgs {
	var readers []pulumi.StringInput
	for i := range e.sizes.Database.Replicas {
		readers = append(readers, e.database.ReaderEndpoints.Index(pulumi.Int(i)))
	}
	return ecs.PgBouncerArgs{
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
		Clients:                 []ecs.PgBouncerClient{webClient(e)},
		Tasks:                   e.sizes.PgBouncer.Tasks,
		PoolSize:                e.sizes.PgBouncer.PoolSize,
		MaxClientConnections:    e.sizes.PgBouncer.MaxClientConnections,
		Port:                    poolPort,
		LogRetentionDays:        e.sizes.LogRetentionDays,
		AllowDestroy:            e.config.AllowDestroy,
	}
}

// webClient is what the web tier asks of the connection budget.
func webClient(e *environment) ecs.PgBouncerClient {
	sizes := e.sizes.Web
	return ecs.PgBouncerClient{
		Name: "web", Tasks: sizes.MaxTasks, Processes: sizes.Processes, Connections: sizes.Connections,
	}
}

func (f fargate) web(e *environment) (webService, error) {
	web, err := ecs.NewWeb(e.ctx, "web", f.webArgs(e))
	if err != nil {
		return webService{}, err
	}
	return webService{
		name: web.ServiceName, running: web.RunningTaskDefinition, logGroup: web.LogGroupName,
		securityGroupID: web.SecurityGroupID, taskRoleARN: web.TaskRoleARN,
	}, nil
}

func (f fargate) webArgs(e *environment) ecs.WebArgs {
	sizes := e.sizes.Web
	return ecs.WebArgs{
		Task:                        f.task(e),
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

// task is what web and workers have in common: one application.
func (f fargate) task(e *environment) ecs.TaskArgs {
	return ecs.TaskArgs{
		ClusterName:      f.cluster.Name,
		ClusterARN:       f.cluster.ARN,
		VPCID:            e.network.VPCID,
		SubnetIDs:        e.network.PrivateSubnetIDs,
		Region:           e.config.Region,
		Image:            pulumi.String(e.config.Image),
		Variables:        e.variables(),
		Secrets:          e.secrets(),
		SecretKMSKeyARNs: e.secretKeys(),
		EgressTo:         e.connections(),
		TaskPolicies:     e.permissions(),
		LogRetentionDays: e.sizes.LogRetentionDays,
	}
}
