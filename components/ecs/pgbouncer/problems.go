package pgbouncer

import (
	"fmt"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/pgbouncer"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

const (
	// maxBalancerName leaves room, in the 32 characters of a load balancer's name, for "-nlb" and the 8 that make it
	// unique.
	maxBalancerName = 20
	maxTasks        = 50
	maxReplicas     = 15
	maxClients      = 20_000 // each has a file descriptor and some kB; a task has 65,535 descriptors
	minClients      = 10
	maxPoolSize     = 500
	minConnections  = 25        // that a PostgreSQL with its own processes starts with
	maxConnections  = 8_388_607 // max_connections of RDS
	maxTimeout      = 86_400    // seconds
	maxWait         = 3600
	minLifetime     = 60
	minIdle         = 10
	maxPerClient    = 1000
	maxAdmins       = 100
	maxGeneration   = 9999
)

func (a Args) problems(name string) component.Problems {
	var p component.Problems
	task.ValidateName(&p, name)
	if len(name) > maxBalancerName && len(name) <= task.MaxName {
		p.Want("name", name, fmt.Sprintf("at most %d characters", maxBalancerName),
			"a load balancer's name has at most 32, of which AWS needs 12 for -nlb and a random suffix")
	}
	a.validateWiring(&p)
	a.validateDatabase(&p)
	task.ValidateAllowFrom(&p, a.AllowFrom)
	task.ValidateSize(&p, a.CPU, a.Memory)
	p.Between("port", a.Port, task.MinUserPort, task.MaxPort, "only root listens below")
	a.validateTimes(&p)
	p.LogRetention("logRetentionDays", a.LogRetentionDays)
	numbers := a.numberProblems()
	if p = append(p, numbers...); len(numbers) == 0 {
		a.validateBudget(&p)
	}
	return p
}

func (a Args) validateWiring(p *component.Problems) {
	p.Required("clusterName", a.ClusterName != nil)
	p.Required("clusterArn", a.ClusterARN != nil)
	p.Required("vpcId", a.VPCID != nil)
	p.Required("subnetIds", a.SubnetIDs != nil)
	if ids, known := a.SubnetIDs.(pulumi.StringArray); known && len(ids) < task.MinTasks {
		p.Want("the number of subnetIds", len(ids), "at least 2, in different availability zones")
	}
	p.Required("region", a.Region != "")
	p.Required("image", a.Image != nil)
	task.ValidateImage(p, "image", a.Image)
	task.ValidateImage(p, "exporterImage", a.ExporterImage)
	if a.MetricsSecurityGroupID != nil {
		p.Required("exporterImage", a.ExporterImage != nil, "metricsSecurityGroupId reads its metrics")
	}
}

func (a Args) validateDatabase(p *component.Problems) {
	p.Required("writerEndpoint", a.WriterEndpoint != nil)
	for i, reader := range a.ReaderEndpoints {
		p.Required(fmt.Sprintf("readerEndpoints[%d]", i), reader != nil)
	}
	p.Between("databasePort", a.DatabasePort, 1, task.MaxPort)
	p.Required("databaseSecurityGroupId", a.DatabaseSecurityGroupID != nil)
	p.Required("masterSecretArn", a.MasterSecretARN != nil)
	pgbouncer.ValidateNames(p, a.DatabaseName, a.RoleName)
	p.Between("passwordGeneration", a.PasswordGeneration, 1, maxGeneration)
	for _, extension := range a.Extensions {
		if !slices.Contains(KnownExtensions(), extension) {
			p.Want("extensions", extension, "extensions that RDS for PostgreSQL 17 offers without another preloaded library",
				"such as postgis or vector")
		}
	}
}

func (a Args) validateTimes(p *component.Problems) {
	p.Between("statementTimeout", a.StatementTimeout, 1, maxTimeout)
	p.Between("queryWaitTimeout", a.QueryWaitTimeout, 1, maxWait)
	p.Between("serverLifetime", a.ServerLifetime, minLifetime, maxTimeout)
	p.Between("serverIdleTimeout", a.ServerIdleTimeout, minIdle, maxTimeout)
	p.Between("deregistrationDelay", a.DeregistrationDelay, 1, task.MaxDeregistrationDelay)
	p.Between("stopTimeout", a.StopTimeout, task.MinStopTimeout, task.MaxStopTimeout)
	if a.StopTimeout <= a.StatementTimeout {
		p.Want("stopTimeout", a.StopTimeout, fmt.Sprintf("more than statementTimeout, %d", a.StatementTimeout),
			"a task that ends must not cut a statement off")
	}
}

// numberProblems are the problems of the numbers in the budget.
func (a Args) numberProblems() component.Problems {
	var p component.Problems
	p.Between("tasks", a.Tasks, task.MinTasks, maxTasks, "with one task its failure is an outage")
	p.Between("the number of readerEndpoints", len(a.ReaderEndpoints), 0, maxReplicas)
	p.Between("maxClientConnections", a.MaxClientConnections, minClients, maxClients)
	p.Between("poolSize", a.PoolSize, 1, maxPoolSize)
	p.Between("minPoolSize", a.MinPoolSize, 1, max(1, a.PoolSize))
	p.Between("reservePoolSize", a.ReservePoolSize, 1, maxPoolSize)
	p.Between("adminPoolSize", a.AdminPoolSize, 1, maxAdmins)
	if p.Required("maxConnections", a.MaxConnections != 0); a.MaxConnections != 0 {
		p.Between("maxConnections", a.MaxConnections, minConnections, maxConnections)
		p.Between("reservedConnections", a.ReservedConnections, 1, max(1, a.MaxConnections))
	}
	p.Required("clients", len(a.Clients) > 0, "name web and workers, so that their connections are counted")
	known := task.Names{}
	for i, c := range a.Clients {
		field := fmt.Sprintf("clients[%d]", i)
		known.Validate(&p, field+".name", c.Name)
		p.Between(field+".tasks", c.Tasks, 1, task.MaxTasks)
		p.Between(field+".processes", c.Processes, 1, maxPerClient)
		p.Between(field+".connections", c.Connections, 1, maxPerClient)
	}
	return slices.Clip(p)
}

func (a Args) validateBudget(p *component.Problems) {
	budget := a.budget()
	if s, ok := budget.ClientSide(); !ok {
		p.Want("maxClientConnections", s.Got, fmt.Sprintf("at least %d", s.Want), s.Arithmetic)
	}
	if s, ok := budget.ServerSide(); !ok {
		p.Want("maxConnections", s.Got, fmt.Sprintf("at least %d", s.Want), s.Arithmetic,
			"take a larger instance class, or a smaller poolSize")
	}
}
