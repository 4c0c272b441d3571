package tier

import (
	"fmt"
	"regexp"
	"slices"
)

// problems are collected one after the other.
type problems []string

func (p *problems) addf(wrong bool, format string, args ...any) {
	if wrong {
		*p = append(*p, fmt.Sprintf(format, args...))
	}
}

// Problems are what makes a set of sizes impossible, each naming its field. Components check their own ranges; here
// is what only the whole can know, and what they would report under another name.
func (t Tier) Problems() []string {
	var p problems
	p.addf(t.Network.Zones < 2 || t.Network.Zones > 3, "network.zones is %d; want 2 to 3", t.Network.Zones)
	p.addf(!slices.Contains([]string{"perZone", "single"}, t.Network.NAT),
		"network.nat is %q; want \"perZone\" or \"single\"", t.Network.NAT)
	p.addf(t.Web.MaxTasks < t.Web.MinTasks, "web.maxTasks is %d; want at least web.minTasks, %d",
		t.Web.MaxTasks, t.Web.MinTasks)
	carried := t.Web.MaxTasks * t.Web.RequestsPerTarget / secondsPerMinute
	p.addf(carried < t.PeakRequestsPerSecond, "peakRequestsPerSecond is %d; web.maxTasks × web.requestsPerTarget / 60 = "+
		"%d × %d / 60 = %d requests per second at the most", t.PeakRequestsPerSecond, t.Web.MaxTasks,
		t.Web.RequestsPerTarget, carried)
	p.addf(!slices.Contains([]string{"redis", "rabbitmq", sqs}, t.Broker.Kind),
		"broker.kind is %q; want \"redis\", \"rabbitmq\" or \"sqs\"", t.Broker.Kind)
	p.addf(t.Broker.Kind == sqs && len(t.Workers) == 0,
		"broker.kind is \"sqs\"; want at least one worker with a queue: SQS consists of queues")
	t.workerProblems(&p)
	return p
}

const sqs = "sqs"

// namePattern is what names of components allow, without a hyphen at the end: more is put behind it.
var namePattern = regexp.MustCompile(`^[a-z]([a-z0-9-]*[a-z0-9])?$`)

// WantName is what the name of a worker or a job must be.
const WantName = "lower-case letters, digits and hyphens, a letter first and no hyphen last"

// IsName says whether it is.
func IsName(name string) bool { return namePattern.MatchString(name) }

// workerProblems name the worker, where components would name what they make of it.
func (t Tier) workerProblems(p *problems) {
	owner := map[string]string{}
	for _, name := range t.WorkerNames() {
		path, worker := "workers."+name, t.Workers[name]
		p.addf(!IsName(name), "workers names %q; want "+WantName, name)
		p.addf(worker.Concurrency < 1, "%s.concurrency is %d; want at least 1", path, worker.Concurrency)
		p.addf(worker.Connections < 1, "%s.connections is %d; want at least 1", path, worker.Connections)
		p.addf(max(worker.MinTasks, worker.MaxTasks) < 1, "%s.maxTasks is %d and minTasks %d; want at least 1 of either",
			path, worker.MaxTasks, worker.MinTasks)
		p.addf(len(worker.Queues) == 0, "%s.queues is empty; want at least one queue", path)
		worker.queueProblems(p, name, owner)
	}
}

// queueProblems are queues that two services would scale on, each with half of what it must know.
func (w Worker) queueProblems(p *problems, name string, owner map[string]string) {
	for _, queue := range w.Queues {
		other, taken := owner[queue.Name]
		p.addf(taken && other == name, "workers.%s.queues names %q twice; want each queue once", name, queue.Name)
		p.addf(taken && other != name, "workers.%s.queues names %q, which workers.%s has; want each queue in one",
			name, queue.Name, other)
		owner[queue.Name] = name
	}
}
