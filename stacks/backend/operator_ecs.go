package backend

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/broker"
	"github.com/tenfold-iac/tenfold/components/ecs"
	"github.com/tenfold-iac/tenfold/components/ecs/operator"
)

// newOperator reaches the database, each task of PgBouncer, the cache and a Redis broker. The other brokers have no client
// of their own: SQS is reached with the AWS CLI, RabbitMQ with its management API.
func (f *fargate) newOperator(name string, spec OperatorSpec) (*Operator, error) {
	task := f.withExec(f.location())
	task.Image = pulumi.String(spec.Image)
	task.SecretKMSKeyARNs = pulumi.StringArray{spec.Database.KMSKeyARN, spec.Cache.KMSKeyARN}
	task.EgressTo = []ecs.EgressTo{
		{Name: "database", SecurityGroupID: spec.Database.SecurityGroupID, Port: spec.Database.Port},
		{Name: "pgbouncer", SecurityGroupID: spec.Pool.TasksSecurityGroupID, Port: spec.Pool.Port},
		{Name: "cache", SecurityGroupID: spec.Cache.SecurityGroupID, Port: spec.Cache.Port},
	}
	stores := []operator.Store{{Name: "cache", URLSecret: secretKey(spec.Cache.URLSecretARN, "url")}}
	if messages := spec.Broker; messages.Kind == broker.Redis {
		task = task.WithSecretKey(messages.KMSKeyARN)
		task.EgressTo = append(task.EgressTo, ecs.EgressTo{
			Name: "broker", SecurityGroupID: messages.SecurityGroupID, Port: messages.Port,
		})
		stores = append(stores, operator.Store{Name: "broker", URLSecret: messages.URLSecret})
	}
	args := sized(operator.Args{Task: task, Databases: logins(spec), Stores: stores}, spec.Sizes)
	made, err := newComponent(f.ctx, operator.New, name, args)
	if err != nil {
		return nil, err
	}
	return &Operator{
		TaskDefinitionARN: made.TaskDefinitionARN, SecurityGroupID: made.SecurityGroupID, LogGroup: made.LogGroupName,
		TaskRoleARN: made.TaskRoleARN, ExecutionRoleARN: made.ExecutionRoleARN,
		Commands: commandNames(args),
	}, nil
}

// commandNames are the names of what people can run in the task.
func commandNames(args operator.Args) (names []string) {
	for _, d := range args.Databases {
		names = append(names, d.Name)
	}
	for _, s := range args.Stores {
		names = append(names, s.Name)
	}
	return names
}

// logins are who people can be: a reader, the owner of the application's tables, at PgBouncer's console, and the master user
// of a server that has no data of other environments.
func logins(spec OperatorSpec) []operator.Database {
	at := func(name string, secret pulumi.StringInput, prefix string) operator.Database {
		return operator.Database{
			Name: name, Host: spec.Database.Endpoint, Port: spec.Database.Port, Database: spec.Pool.DatabaseName,
			Username: secretKey(secret, prefix+"username"), Password: secretKey(secret, prefix+"password"),
		}
	}
	console := at("console", spec.Pool.OperatorSecretARN, "console_")
	console.Host, console.Port, console.Database, console.NoTLS = nil, spec.Pool.Port, pulumi.String("pgbouncer"), true
	list := []operator.Database{
		at("reader", spec.Pool.OperatorSecretARN, "reader_"), at("owner", spec.Pool.AdminSecretARN, ""),
	}
	if !spec.Database.Shared {
		list = append(list, at("master", spec.Database.MasterSecretARN, ""))
	}
	return append(list, console)
}
