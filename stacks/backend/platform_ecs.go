package backend

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/ecs/beat"
	"github.com/tenfold-iac/tenfold/components/ecs/cluster"
	"github.com/tenfold-iac/tenfold/components/ecs/dropdb"
	"github.com/tenfold-iac/tenfold/components/ecs/flower"
	"github.com/tenfold-iac/tenfold/components/ecs/job"
	"github.com/tenfold-iac/tenfold/components/ecs/pgbouncer"
	"github.com/tenfold-iac/tenfold/components/ecs/queuedepth"
	"github.com/tenfold-iac/tenfold/components/ecs/release"
	"github.com/tenfold-iac/tenfold/components/ecs/web"
	"github.com/tenfold-iac/tenfold/components/ecs/worker"
	"github.com/tenfold-iac/tenfold/stacks/backend/config"
)

// fargate runs containers on ECS and Fargate.
type fargate struct {
	ctx     *pulumi.Context
	spec    PlatformSpec
	cluster *cluster.Cluster
}

func newFargate(ctx *pulumi.Context, spec PlatformSpec) (*fargate, error) {
	made, err := newComponent(ctx, cluster.New, "cluster", sized(cluster.Args{
		LogRetentionDays: spec.LogRetentionDays,
		AllowDestroy:     spec.AllowDestroy,
	}, spec.Sizes), spec.Outages["cluster"])
	return &fargate{ctx: ctx, spec: spec, cluster: made}, err
}

func (f *fargate) clusterName() pulumi.StringOutput { return f.cluster.Name }

func (f *fargate) sessionLogGroup() pulumi.StringOutput { return f.cluster.ExecLogGroupName }

func (f *fargate) sessionKey() pulumi.StringOutput { return f.cluster.ExecKMSKeyARN }

// poolPort is the port on which PgBouncer listens.
const poolPort = 6432

func (f *fargate) newPool(name string, spec PoolSpec) (Pool, error) {
	args := sized(pgbouncer.Args{
		ClusterName:             f.cluster.Name,
		ClusterARN:              f.cluster.ARN,
		VPCID:                   f.spec.VPCID,
		SubnetIDs:               f.spec.SubnetIDs,
		Region:                  f.spec.Region,
		Image:                   pulumi.String(spec.Image),
		WriterEndpoint:          spec.Database.Endpoint,
		ReaderEndpoints:         spec.Database.Readers,
		DatabasePort:            spec.Database.Port,
		DatabaseSecurityGroupID: spec.Database.SecurityGroupID,
		SharedServer:            spec.Database.Shared,
		MaxConnections:          spec.Database.MaxConnections,
		MasterSecretARN:         spec.Database.MasterSecretARN,
		SecretKMSKeyARNs:        pulumi.StringArray{spec.Database.KMSKeyARN},
		KMSKeyARN:               spec.Database.KMSKeyARN,
		Extensions:              spec.Extensions,
		PasswordGeneration:      spec.PasswordGeneration,
		Operator:                spec.Operator,
		Port:                    poolPort,
		LogRetentionDays:        f.spec.LogRetentionDays,
		AllowDestroy:            f.spec.AllowDestroy,
	}, spec.Sizes)
	for _, client := range spec.Clients {
		args.Clients = append(args.Clients, pgbouncer.Client(client))
	}
	opts := []pulumi.ResourceOption{f.spec.Outages[name]}
	if spec.Database.Shared {
		drop, err := f.newDropDatabase(name, args)
		if err != nil {
			return Pool{}, err
		}
		opts = append(opts, pulumi.DependsOnInputs(drop.Ready))
	}
	made, err := newComponent(f.ctx, pgbouncer.New, name, args, opts...)
	if err != nil {
		return Pool{}, err
	}
	return Pool{
		Host: made.Host, Port: poolPort, SecurityGroupID: made.SecurityGroupID,
		DatabaseURLSecret: made.DatabaseURLSecret, ReadURLSecret: made.ReadURLSecret, Deployed: made.Deployed,
		AdminURLSecret:   made.AdminURLSecret,
		URLSecretVersion: made.URLSecretVersion,
		DatabaseName:     made.DatabaseName, AdminSecretARN: made.AdminSecretARN, OperatorSecretARN: made.OperatorSecretARN,
		TasksSecurityGroupID: made.TasksSecurityGroupID, ServiceName: made.ServiceName, LogGroup: made.LogGroupName,
	}, nil
}

// newDropDatabase drops, at the end, what a PgBouncer has made on a server that stays.
func (f *fargate) newDropDatabase(pool string, args pgbouncer.Args) (*dropdb.DropDatabase, error) {
	return newComponent(f.ctx, dropdb.New, "dropdb", dropdb.Args{
		ClusterARN:              args.ClusterARN,
		VPCID:                   args.VPCID,
		SubnetIDs:               args.SubnetIDs,
		Region:                  args.Region,
		Image:                   args.Image,
		WriterEndpoint:          args.WriterEndpoint,
		DatabasePort:            args.DatabasePort,
		DatabaseSecurityGroupID: args.DatabaseSecurityGroupID,
		MasterSecretARN:         args.MasterSecretARN,
		SecretKMSKeyARNs:        args.SecretKMSKeyARNs,
		PgBouncerName:           pool,
		DatabaseName:            args.DatabaseName,
		RoleName:                args.RoleName,
		LogRetentionDays:        args.LogRetentionDays,
	})
}

func (f *fargate) newRelease(name string, spec ReleaseSpec) (*Release, error) {
	made, err := newComponent(f.ctx, release.New, name, sized(release.Args{
		Task: f.task(spec.App).WithBroker(spec.App.Broker),
	}, spec.Release), spec.App.order()...)
	if err != nil {
		return nil, err
	}
	return &Release{
		Deployed: made.Deployed, TaskDefinitionARN: made.TaskDefinitionARN, SecurityGroupID: made.SecurityGroupID,
		LogGroup: made.LogGroupName,
	}, nil
}

func (f *fargate) newWeb(name string, spec WebSpec) (Service, error) {
	made, err := newComponent(f.ctx, web.New, name, sized(web.Args{
		Task:                        f.task(spec.App).WithBroker(spec.App.Broker),
		LoadBalancerSecurityGroupID: spec.LoadBalancerSecurityGroupID,
		LoadBalancerCIDRs:           spec.LoadBalancerCIDRs,
		TargetGroupARN:              spec.TargetGroupARN,
		RequestCountLabel:           spec.RequestCountLabel,
		Port:                        spec.Port,
		KeepAlive:                   spec.KeepAlive,
	}, spec.Sizes), append(spec.App.order(), f.spec.Outages[name])...)
	if err != nil {
		return Service{}, err
	}
	return service(made.ServiceOutputs), nil
}

func (f *fargate) newQueueDepth(name string, spec QueueDepthSpec) (*Depth, error) {
	task := f.location()
	task.Image = pulumi.String(spec.Image)
	made, err := newComponent(f.ctx, queuedepth.New, name, sized(queuedepth.Args{
		Task: task, Broker: spec.Broker, Library: spec.Library, Queues: spec.Queues,
	}, spec.Sizes))
	if err != nil {
		return nil, err
	}
	return (*Depth)(&made.Metrics), nil
}

func (f *fargate) newWorker(name string, spec WorkerSpec) (Service, error) {
	args := sized(worker.Args{
		Task:            f.task(spec.App),
		Broker:          spec.App.Broker,
		Library:         spec.Library,
		Depth:           (*ecs.DepthMetrics)(spec.Depth),
		AlarmActionARNs: inputs(spec.AlarmActions),
	}, spec.Sizes)
	if spec.Library == config.Celery {
		args.App, args.TaskEvents = spec.CeleryApp, spec.TaskEvents
	}
	made, err := newComponent(f.ctx, worker.New, name, args, spec.App.order()...)
	if err != nil {
		return Service{}, err
	}
	return service(made.ServiceOutputs), nil
}

func (f *fargate) newBeat(name string, spec BeatSpec) (*Service, error) {
	made, err := newComponent(f.ctx, beat.New, name, sized(beat.Args{
		Task: f.task(spec.App), Broker: spec.App.Broker, App: spec.CeleryApp, Scheduler: spec.Scheduler,
	}, spec.Sizes), spec.App.order()...)
	if err != nil {
		return nil, err
	}
	running := service(made.ServiceOutputs)
	return &running, nil
}

// newFlower enables ECS Exec also without tenfold:exec: people reach the page by a port forward, which its agent serves.
func (f *fargate) newFlower(name string, spec FlowerSpec) (*Flower, error) {
	made, err := newComponent(f.ctx, flower.New, name, sized(flower.Args{
		Task: f.withExec(f.task(spec.App)), Broker: spec.App.Broker, App: spec.CeleryApp, AllowDestroy: spec.AllowDestroy,
	}, spec.Sizes), spec.App.order()...)
	if err != nil {
		return nil, err
	}
	return &Flower{Service: service(made.ServiceOutputs), LoginSecretARN: made.LoginSecretARN, Port: made.Port}, nil
}

func (f *fargate) newJob(name string, spec JobSpec) (Job, error) {
	made, err := newComponent(f.ctx, job.New, name, sized(job.Args{
		Task:            f.task(spec.App).WithBroker(spec.App.Broker),
		AlarmActionARNs: inputs(spec.AlarmActions),
	}, spec.Job), spec.App.order()...)
	if err != nil {
		return Job{}, err
	}
	return Job{
		TaskDefinitionARN: made.TaskDefinitionARN, SecurityGroupID: made.SecurityGroupID, LogGroup: made.LogGroupName,
	}, nil
}

// location is where every task runs.
func (f *fargate) location() ecs.TaskArgs {
	return ecs.TaskArgs{
		ClusterName:      f.cluster.Name,
		ClusterARN:       f.cluster.ARN,
		VPCID:            f.spec.VPCID,
		SubnetIDs:        f.spec.SubnetIDs,
		Region:           f.spec.Region,
		LogRetentionDays: f.spec.LogRetentionDays,
	}
}

// task runs the application. It has no access to the broker: a producer gets it from WithBroker, and components that
// consume messages add their own.
func (f *fargate) task(app AppSpec) ecs.TaskArgs {
	task := f.location()
	task.Image, task.RollbackNote = pulumi.String(app.Image), app.RollbackNote
	task.SkipTmpInit = app.SkipTmpInit
	if app.Exec {
		task = f.withExec(task)
	}
	task.Architecture = app.Architecture
	task.RegistryCredentials = given(app.RegistryCredentials)
	task.SecretVersions, task.SecretsGeneration = app.SecretVersions, app.SecretsGeneration
	task.Variables, task.Secrets, task.SecretKMSKeyARNs = app.Variables, app.Secrets, app.SecretKeyARNs
	for _, to := range app.Endpoints {
		task.EgressTo = append(task.EgressTo, ecs.EgressTo{
			Name: to.Name, SecurityGroupID: to.SecurityGroupID, CIDR: to.CIDR, PrefixListID: to.PrefixListID,
			Protocol: to.Protocol, Port: to.Port,
		})
	}
	for _, policy := range app.Policies {
		task.TaskPolicies = append(task.TaskPolicies, ecs.TaskPolicy(policy))
	}
	return task
}

// withExec allows a shell in a task. The cluster encrypts and logs its sessions.
func (f *fargate) withExec(task ecs.TaskArgs) ecs.TaskArgs {
	task.EnableExec = true
	task.ExecLogGroupARN, task.ExecKMSKeyARN = f.cluster.ExecLogGroupARN, f.cluster.ExecKMSKeyARN
	return task
}

// service is what Program needs of the outputs of every service.
func service(outputs ecs.ServiceOutputs) Service {
	return Service{
		Name: outputs.ServiceName, Running: outputs.RunningTaskDefinition, LogGroup: outputs.LogGroupName,
		SecurityGroupID: outputs.SecurityGroupID, TaskRoleARN: outputs.TaskRoleARN, Deployed: outputs.Deployed,
	}
}

func inputs(texts []string) []pulumi.StringInput {
	var list []pulumi.StringInput
	for _, text := range texts {
		list = append(list, pulumi.String(text))
	}
	return list
}
