package servers

import (
	"context"
	"net/url"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

const postgresBin = "/usr/lib/postgresql/17/bin/"

// Superuser and SuperuserPassword open a Postgres as its owner, which on RDS nobody can.
const (
	Superuser         = "postgres"
	SuperuserPassword = "the superuser's"
)

// hba lets everybody in with a password over TLS, as rds.force_ssl does.
const hba = `hostssl all all 127.0.0.0/8 scram-sha-256
hostssl replication all 127.0.0.0/8 scram-sha-256
`

// Postgres is a PostgreSQL server: a primary, or a streaming replica of one.
type Postgres struct {
	*Process
	Host string
	Port int
	CA   string // the path of the certificate that clients trust

	parts *Parts
	dir   string
	data  string
	extra []string
}

// StartPostgres makes a database cluster and starts it. More parameters are given as "name=value".
func (p *Parts) StartPostgres(tb testing.TB, host string, port int, parameters ...string) *Postgres {
	tb.Helper()
	dir := p.Dir(tb)
	authority := NewAuthority(tb)
	cert, key := authority.Issue(tb, "127.0.0.1", "127.0.0.2", "127.0.0.3")
	p.Write(tb, dir, "cert.pem", cert)
	p.Write(tb, dir, "key.pem", key)
	s := &Postgres{
		Host: host, Port: port, parts: p, dir: dir, data: filepath.Join(dir, "primary"), extra: parameters,
		CA: p.Write(tb, dir, "ca.pem", authority.PEM),
	}
	password := p.Write(tb, dir, "password", SuperuserPassword)
	p.MustRun(tb, nil, postgresBin+"initdb", "--pgdata="+p.Inside(s.data), "--username="+Superuser,
		"--pwfile="+p.Inside(password), "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
	p.Write(tb, s.data, "pg_hba.conf", hba)
	s.Start(tb)
	return s
}

// StartReplica copies a primary and starts the copy as its streaming replica, at the same port of another address.
func (s *Postgres) StartReplica(tb testing.TB, host string) *Postgres {
	tb.Helper()
	replica := *s
	replica.Host, replica.data = host, filepath.Join(s.dir, "replica-"+host)
	s.parts.MustRun(tb, s.Environment(Superuser, SuperuserPassword), postgresBin+"pg_basebackup",
		"--pgdata="+s.parts.Inside(replica.data), "--write-recovery-conf", "--checkpoint=fast", "--no-sync")
	replica.Start(tb)
	return &replica
}

// Start starts the server, again when it was stopped, and waits until it answers.
func (s *Postgres) Start(tb testing.TB) {
	tb.Helper()
	args := []string{"-D", s.parts.Inside(s.data)}
	for _, parameter := range append([]string{
		"listen_addresses=" + s.Host, "port=" + strconv.Itoa(s.Port), "unix_socket_directories=",
		"ssl=on", "ssl_cert_file=" + s.parts.Inside(s.dir) + "/cert.pem", "ssl_key_file=" + s.parts.Inside(s.dir) + "/key.pem",
		// The chroot has neither /proc nor a shared memory of its own, and nothing here must outlive a power failure.
		"dynamic_shared_memory_type=mmap", "fsync=off", "wal_level=replica", "max_wal_senders=5",
	}, s.extra...) {
		args = append(args, "-c", parameter)
	}
	s.Process = s.parts.Start(tb, s.dir, nil, postgresBin+"postgres", args...)
	s.ready(tb, func() error {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		conn, err := pgx.Connect(ctx, s.URL(Superuser, SuperuserPassword, "postgres"))
		if err != nil {
			return err
		}
		return conn.Close(ctx)
	})
}

// Crash stops the server at once, and cuts all its connections.
func (s *Postgres) Crash(tb testing.TB) {
	tb.Helper()
	s.Signal(syscall.SIGQUIT)
	_ = s.Wait(Timeout) // it reports the signal
	require.False(tb, s.Running(), "PostgreSQL at %s does not stop", s.Host)
}

// URL is how a client reaches a database of the server, checking its certificate.
func (s *Postgres) URL(role, password, database string) string {
	u := url.URL{
		Scheme: "postgres", Host: s.Host + ":" + strconv.Itoa(s.Port), User: url.UserPassword(role, password), Path: database,
		RawQuery: url.Values{"sslmode": {"verify-full"}, "connect_timeout": {"10"}, "sslrootcert": {s.CA}}.Encode(),
	}
	return u.String()
}

// Connect opens a connection for the length of the test.
func (s *Postgres) Connect(tb testing.TB, role, password, database string) *pgx.Conn {
	tb.Helper()
	conn, err := pgx.Connect(tb.Context(), s.URL(role, password, database))
	require.NoError(tb, err)
	tb.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

// Superuser opens a connection of the superuser.
func (s *Postgres) Superuser(tb testing.TB, database string) *pgx.Conn {
	tb.Helper()
	return s.Connect(tb, Superuser, SuperuserPassword, database)
}

// Environment is what psql and the like read the server and the role from.
func (s *Postgres) Environment(role, password string) []string {
	return []string{
		"PGHOST=" + s.Host, "PGPORT=" + strconv.Itoa(s.Port), "PGUSER=" + role, "PGPASSWORD=" + password,
		"PGDATABASE=postgres", "PGSSLMODE=verify-full", "PGSSLROOTCERT=" + s.parts.Inside(s.CA),
	}
}
