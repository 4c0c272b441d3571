package backend

import (
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/broker"
	"github.com/tenfold-iac/tenfold/components/ecs/beat"
	"github.com/tenfold-iac/tenfold/components/ecs/flower"
	"github.com/tenfold-iac/tenfold/components/ecs/job"
	"github.com/tenfold-iac/tenfold/components/ecs/pgbouncer"
	"github.com/tenfold-iac/tenfold/components/ecs/queuedepth"
	"github.com/tenfold-iac/tenfold/components/ecs/worker"
	"github.com/tenfold-iac/tenfold/stacks/backend/config"
	"github.com/tenfold-iac/tenfold/stacks/tier"
)

// flowerService is Flower, and the secret that holds its password.
type flowerService struct {
	service
	loginSecretARN pulumi.StringOutput
}

// clients are all that hold connections to PgBouncer, at the most that there can be of each.
func clients(e *environment) []pgbouncer.Client {
	web := e.sizes.Web
	list := []pgbouncer.Client{{
		Name: "web", Tasks: web.MaxTasks, Processes: web.Processes, Connections: web.Connections,
	}}
	for _, name := range e.sizes.WorkerNames() {
		worker := e.sizes.Workers[name]
		list = append(list, pgbouncer.Client{
			Name: workerName(name), Tasks: max(worker.MinTasks, worker.MaxTasks), Processes: worker.Concurrency,
			Connections: worker.Connections,
		})
	}
	if e.config.Beat != "" {
		list = append(list, pgbouncer.Client{Name: beatName, Tasks: 1, Processes: 1, Connections: 1})
	}
	for _, job := range e.config.Jobs {
		list = append(list, pgbouncer.Client{Name: jobName(job), Tasks: 1, Processes: 1, Connections: 1})
	}
	return list
}

const beatName = "beat"

func workerName(name string) string { return "worker-" + name }

func jobName(job config.Job) string { return "job-" + job.Name }

func (f *fargate) queueDepth(e *environment) error {
	queues := e.queues()
	if e.sizes.Broker.Kind != broker.Redis || e.config.QueueDepthImage == "" || len(queues) == 0 {
		return nil
	}
	args := queuedepth.Args{Task: f.place(e), Broker: e.broker.Connection, Library: e.config.Library}
	args.Task.Image = pulumi.String(e.config.QueueDepthImage)
	for _, queue := range queues {
		args.Queues = append(args.Queues, queue.Name)
	}
	depth, err := queuedepth.New(e.ctx, "queuedepth", args)
	if err != nil {
		return err
	}
	f.depth = &depth.Metrics
	return nil
}

func (f *fargate) worker(e *environment, name string) (service, error) {
	worker, err := worker.New(e.ctx, workerName(name), f.workerArgs(e, e.sizes.Workers[name]))
	if err != nil {
		return service{}, err
	}
	return service{
		name: worker.ServiceName, running: worker.RunningTaskDefinition, logGroup: worker.LogGroupName,
		securityGroupID: worker.SecurityGroupID, taskRoleARN: worker.TaskRoleARN,
	}, nil
}

func (f *fargate) workerArgs(e *environment, sizes tier.Worker) worker.Args {
	args := worker.Args{
		Task: f.task(e, map[string]string{
			"DATABASE_POOL_SIZE": strconv.Itoa(sizes.Connections),
		}),
		Broker:          e.broker.Connection,
		Library:         e.config.Library,
		Command:         sizes.Command,
		CPU:             sizes.CPU,
		Memory:          sizes.Memory,
		Pool:            sizes.Pool,
		Concurrency:     sizes.Concurrency,
		LongestTask:     sizes.LongestTask,
		MinTasks:        sizes.MinTasks,
		MaxTasks:        sizes.MaxTasks,
		Spot:            sizes.Spot,
		OnDemandBase:    sizes.OnDemandBase,
		Depth:           f.depth,
		AlarmActionARNs: alarmActions(e),
	}
	if e.config.Library == config.Celery {
		args.App = e.config.CeleryApp
	}
	for _, queue := range sizes.Queues {
		args.Queues = append(args.Queues, worker.Queue(queue))
	}
	return args
}

func alarmActions(e *environment) []pulumi.StringInput {
	var list []pulumi.StringInput
	for _, arn := range e.config.AlarmActions {
		list = append(list, pulumi.String(arn))
	}
	return list
}

func (f *fargate) beat(e *environment) (service, error) {
	beat, err := beat.New(e.ctx, beatName, beat.Args{
		Task:      f.task(e, map[string]string{"DATABASE_POOL_SIZE": "1"}),
		Broker:    e.broker.Connection,
		App:       e.config.CeleryApp,
		Scheduler: e.config.Beat,
	})
	if err != nil {
		return service{}, err
	}
	return service{
		name: beat.ServiceName, running: beat.RunningTaskDefinition, logGroup: beat.LogGroupName,
		securityGroupID: beat.SecurityGroupID, taskRoleARN: beat.TaskRoleARN,
	}, nil
}

// flower opens its task to sessions, which is how people inside reach the page.
func (f *fargate) flower(e *environment) (flowerService, error) {
	args := flower.Args{
		Task:         f.task(e, nil),
		Broker:       e.broker.Connection,
		App:          e.config.CeleryApp,
		AllowDestroy: e.config.AllowDestroy,
	}
	args.Task.EnableExec = true
	args.Task.ExecLogGroupARN, args.Task.ExecKMSKeyARN = f.cluster.ExecLogGroupARN, f.cluster.ExecKMSKeyARN
	flower, err := flower.New(e.ctx, "flower", args)
	if err != nil {
		return flowerService{}, err
	}
	return flowerService{
		service: service{
			name: flower.ServiceName, running: flower.RunningTaskDefinition, logGroup: flower.LogGroupName,
			securityGroupID: flower.SecurityGroupID,
		},
		loginSecretARN: flower.LoginSecretARN,
	}, nil
}

// job runs a command of the application, which may send messages.
func (f *fargate) job(e *environment, planned config.Job) error {
	_, err := job.New(e.ctx, jobName(planned), job.Args{
		Task:            f.task(e, map[string]string{"DATABASE_POOL_SIZE": "1"}).WithBroker(e.broker.Connection),
		Command:         planned.Command,
		LongestRun:      planned.LongestRun,
		Schedule:        planned.Schedule,
		Timezone:        planned.Timezone,
		AlarmActionARNs: alarmActions(e),
	})
	return err
}
