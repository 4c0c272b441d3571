package tier

import (
	"cmp"
	"fmt"
)

// Problem is a field that makes a set of sizes invalid.
type Problem struct {
	// Path is the field, such as web.maxTasks.
	Path string
	// Reason is the value and what is allowed.
	Reason string
}

type problems []Problem

// want records a problem unless valid is true. The format continues the path: "is 3; want at least 4".
func (p *problems) want(valid bool, path, format string, args ...any) {
	if !valid {
		*p = append(*p, Problem{Path: path, Reason: fmt.Sprintf(format, args...)})
	}
}

// Problems are the combinations of sizes that cannot work. The schema of an environment's file checks each field on its
// own, and each component checks its own range.
func (t Tier) Problems() []Problem {
	var p problems
	p.want(t.Web.MaxTasks >= t.Web.MinTasks, "web.maxTasks", "is %d; want at least web.minTasks, %d",
		t.Web.MaxTasks, t.Web.MinTasks)
	capacity := t.Web.MaxTasks * t.Web.RequestsPerTarget / secondsPerMinute
	p.want(capacity >= t.PeakRequestsPerSecond, "peakRequestsPerSecond", "is %d; want at most %d, which is "+
		"web.maxTasks × web.requestsPerTarget / 60 = %d × %d / 60", t.PeakRequestsPerSecond, capacity,
		t.Web.MaxTasks, t.Web.RequestsPerTarget)
	p.want(t.Broker.Kind != "sqs" || len(t.Workers) > 0, "broker.kind",
		`is "sqs"; want at least one worker with a queue: SQS consists of queues`)
	p.want(t.Web.KeepAlive == 0 || t.Web.KeepAlive >= t.KeepAlive(), "web.keepAlive", "is %d; want at least %d, which is "+
		"alb.idleTimeout + %d", t.Web.KeepAlive, t.KeepAlive(), keepAliveMargin)
	p.want(t.Cluster.ContainerInsights != "disabled" || len(t.Workers) == 0, "cluster.containerInsights", `is "disabled"; want `+
		`"enabled" or "enhanced": workers scale on its metric RunningTaskCount`)
	t.validateWorkers(&p)
	return p
}

// validateWorkers names the worker, where a component would name one of its children.
func (t Tier) validateWorkers(p *problems) {
	owners := map[string]string{}
	for _, name := range t.WorkerNames() {
		worker := t.Workers[name]
		p.want(max(worker.MinTasks, worker.MaxTasks) > 0, "workers."+name+".maxTasks",
			"is %d and minTasks is %d; want at least 1 for one of them", worker.MaxTasks, worker.MinTasks)
		worker.validateQueues(p, name, owners)
	}
}

// validateQueues rejects a queue of two workers: each would scale on the messages of both.
func (w Worker) validateQueues(p *problems, name string, owners map[string]string) {
	path := "workers." + name + ".queues"
	for _, queue := range w.Queues {
		owner, taken := owners[queue.Name]
		p.want(!taken || owner != name, path, "names %q twice; want each queue once", queue.Name)
		p.want(!taken || owner == name, path, "names %q, which workers.%s has; want each queue in one worker",
			queue.Name, owner)
		owners[queue.Name] = name
	}
}

// defaultIdleTimeout is the load balancer's, in seconds. keepAliveMargin is how much longer the server keeps a connection.
const defaultIdleTimeout, keepAliveMargin = 60, 15

// KeepAlive is how long, in seconds, the server keeps an idle connection, unless web.keepAlive says so: longer than the
// load balancer, which otherwise sends a request on a connection that the server has just closed.
func (t Tier) KeepAlive() int { return cmp.Or(t.ALB.IdleTimeout, defaultIdleTimeout) + keepAliveMargin }
