package pgbouncer

import (
	"fmt"
	"strings"
)

// Config is what of pgbouncer.ini differs between environments.
type Config struct {
	// ListenPort is the TCP port for clients, on all addresses.
	ListenPort int
	// Database is the name of the database. Clients find it under the same name, under ReadAlias(Database) on the
	// readers, and under AdminAlias(Database) with a session of their own.
	Database string
	// Role owns what the application creates. Clients use a login of Role, see LoginName.
	Role string
	// Generation is that of the passwords. PgBouncer logs in to the servers by it, whichever login a client uses.
	Generation int
	// Writer is the host name of the primary, as its certificate has it.
	Writer string
	// Readers are the host names of the replicas. Without any, reads go to the writer.
	Readers []string
	// ServerPort is the TCP port of the writer and of the readers.
	ServerPort int
	// AuthFile is the file with the users and their passwords, see UserList.
	AuthFile string
	// HBAFile is the file with the rules, see RenderHBA.
	HBAFile string
	// CAFile is the file with the authorities that may have signed the servers' certificates.
	CAFile string
	// StatsUser may look at the statistics, and at nothing else.
	StatsUser string
	// ConsoleUser may do everything at the console. Without a name nobody may.
	ConsoleUser string
	// Pools sizes the pools.
	Pools Pools
	// QueryWaitTimeout is how long, in seconds, a client waits for a server connection.
	QueryWaitTimeout int
	// ServerLifetime is the age, in seconds, at which an idle server connection is closed.
	ServerLifetime int
	// ServerIdleTimeout is how long, in seconds, a server connection may be idle.
	ServerIdleTimeout int
}

// Pools are the numbers of connections of one PgBouncer.
type Pools struct {
	// MaxClients is the number of clients that may be connected.
	MaxClients int
	// Size is the number of server connections to the writer for the database, and to each reader for the read alias.
	Size int
	// Min is the number of server connections that are kept open for a pool in use.
	Min int
	// Reserve is the number of server connections that a pool may have more when clients have waited for long.
	Reserve int
	// Admin is the number of sessions of the admin alias, each with a server connection to the writer.
	Admin int
}

// ReadAlias is the name under which clients reach the readers of a database.
func ReadAlias(database string) string { return database + "_ro" }

// AdminAlias is the name under which clients get a session at the writer, for as long as they are connected.
func AdminAlias(database string) string { return database + "_admin" }

// minReaderTurns is the minimum number of reader entries in the list of the read alias for each entry of the writer.
const minReaderTurns = 3

// readHosts is the list that PgBouncer goes around, one entry for each new connection of the read alias.
//
// PgBouncer does not skip a host that is down: each attempt counts as the host's turn, and the next one goes to the
// next host. So the writer stands in the list, at its end and for a quarter of the connections at the most. While
// replicas live, it carries that part of the reads. When they die, its connections are there already and serve on at
// once, and every further turn of the list adds one. When a replica is back, so are its turns. The other way,
// load_balance_hosts=disable, would read from one host only, and stay on the writer when the replicas are long back.
func readHosts(writer string, readers []string) []string {
	var hosts []string
	for range readerTurns(len(readers)) {
		hosts = append(hosts, readers...)
	}
	return append(hosts, writer)
}

// readerTurns is how often each reader is in the list.
func readerTurns(readers int) int {
	if readers == 0 {
		return 0
	}
	return divideUp(minReaderTurns, readers)
}

// ReadSize is the size of the read alias's pool: so many connections that each reader has Size of them, with the
// writer's share on top.
func (p Pools) ReadSize(readers int) int {
	turns := readerTurns(readers)
	if turns == 0 {
		return p.Size
	}
	return divideUp(p.Size*(turns*readers+1), turns)
}

func divideUp(a, b int) int { return (a + b - 1) / b }

// Render writes pgbouncer.ini. It holds no secret.
func Render(c Config) string {
	var b strings.Builder
	line := func(format string, values ...any) { fmt.Fprintf(&b, format+"\n", values...) }

	line("[databases]")
	for _, text := range c.databases() {
		line("%s", text)
	}
	line("")
	line("[pgbouncer]")
	for _, s := range c.settings() {
		line("%s = %s", s.key, s.value)
	}
	return b.String()
}

// databases are the entries that clients connect to. Each has a user of its own: otherwise every login would have pools
// of its own, and a rotation twice the connections.
func (c Config) databases() []string {
	server := fmt.Sprintf("port=%d dbname=%s", c.ServerPort, c.Database)
	app, admin := LoginName(c.Role, false, c.Generation), LoginName(c.Role, true, c.Generation)
	return []string{
		fmt.Sprintf("%s = host=%s %s user=%s pool_size=%d", c.Database, c.Writer, server, app, c.Pools.Size),
		// Reads are read-only on the writer too: what writes by mistake fails the same everywhere.
		fmt.Sprintf("%s = host=%s %s user=%s pool_size=%d load_balance_hosts=round-robin "+
			"connect_query='SET default_transaction_read_only = on'", ReadAlias(c.Database),
			strings.Join(readHosts(c.Writer, c.Readers), ","), server, app, c.Pools.ReadSize(len(c.Readers))),
		// A session needs a connection for as long as it lasts, so nothing is kept open and nothing is in reserve.
		fmt.Sprintf("%s = host=%s %s user=%s pool_mode=session pool_size=%d min_pool_size=0 max_db_connections=%d",
			AdminAlias(c.Database), c.Writer, server, admin, c.Pools.Admin, c.Pools.Admin),
	}
}
