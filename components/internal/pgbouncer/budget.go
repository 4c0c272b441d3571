package pgbouncer

import (
	"fmt"
	"strings"
)

// Client is something that connects to PgBouncer.
type Client struct {
	// Name says what it is, such as web.
	Name string
	// Tasks is the largest number of its tasks, Processes that of processes in each, and Connections the size of each
	// pool of a process, with its overflow.
	Tasks, Processes, Connections int
}

// Budget is what all connections of an environment are counted by.
type Budget struct {
	// Clients connect to PgBouncer.
	Clients []Client
	// Tasks is the number of PgBouncers, each with Pools.
	Tasks int
	Pools Pools
	// Readers is the number of replicas.
	Readers int
	// MaxConnections is max_connections of the writer and of each reader; they have one size.
	MaxConnections int
	// Reserved is how many of these are for others: superusers, RDS itself, people, exporters.
	Reserved int
}

// Shortfall is something that the budget does not hold.
type Shortfall struct {
	// Got is the number that exists, and Want the minimum that is needed.
	Got, Want int
	// Arithmetic is how Want comes about.
	Arithmetic string
}

// deployments is how often a client's tasks are there while it is deployed: the new ones start beside the old ones.
const deployments = 2

// pools is how many a process has: one for each URL, of the writer and of the readers.
const pools = 2

// ClientSide reports whether PgBouncer has room for all clients. One of the tasks may be lost, or be about to end; the
// rest must hold them all. Got and Want are numbers of clients per PgBouncer.
func (b Budget) ClientSide() (Shortfall, bool) {
	var parts []string
	sum := 0
	for _, c := range b.Clients {
		n := c.Tasks * deployments * c.Processes * pools * c.Connections
		sum += n
		parts = append(parts, fmt.Sprintf("%s: %d tasks × %d while deployed × %d processes × %d pools × %d connections = %d",
			c.Name, c.Tasks, deployments, c.Processes, pools, c.Connections, n))
	}
	left := b.Tasks - 1
	want := divideUp(sum, left) + b.Pools.Admin
	arithmetic := fmt.Sprintf("%s; %d connections in all ÷ %d PgBouncers, one of %d lost, + %d admin sessions = %d",
		strings.Join(parts, "; "), sum, left, b.Tasks, b.Pools.Admin, want)
	return Shortfall{b.Pools.MaxClients, want, arithmetic}, b.Pools.MaxClients >= want
}

// ServerSide reports whether the PgBouncers always find a free connection at the writer. It is counted for the worst
// case, in which no replica is left and all reads go to the writer, and for a deployment, in which the new PgBouncers
// hold their connections beside the old ones. Readers are safe when the writer is: what reaches one of them is less.
func (b Budget) ServerSide() (Shortfall, bool) {
	perTask := b.ServerConnections()
	want := b.AllServerConnections() + b.Reserved
	arithmetic := fmt.Sprintf("per PgBouncer %d for writes + %d for reads if no replica is left "+
		"+ 2 × %d in reserve + %d admin sessions = %d; %d PgBouncers × %d while deployed × %d + %d for others = %d",
		b.Pools.Size, b.Pools.ReadSize(b.Readers), b.Pools.Reserve, b.Pools.Admin, perTask,
		b.Tasks, deployments, perTask, b.Reserved, want)
	return Shortfall{b.MaxConnections, want, arithmetic}, b.MaxConnections >= want
}

// AllServerConnections is the largest number of connections that all PgBouncers open to the writer, while they are deployed.
func (b Budget) AllServerConnections() int { return b.Tasks * deployments * b.ServerConnections() }

// AdminServerConnections is how many of these are for sessions of the admin alias.
func (b Budget) AdminServerConnections() int { return b.Tasks * deployments * b.Pools.Admin }

// ServerConnections is the largest number of connections that one PgBouncer opens to the writer.
func (b Budget) ServerConnections() int {
	return b.Pools.Size + b.Pools.ReadSize(b.Readers) + 2*b.Pools.Reserve + b.Pools.Admin
}
