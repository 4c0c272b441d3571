package pgbouncer_test

import (
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/pgbouncer"
	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// reader is the login of people.
var reader = pgbouncer.ReaderName(role)

// withReader are the logins of an environment with an operator.
func withReader() []pgbouncer.Login {
	return append(logins(), pgbouncer.Login{Name: reader, Password: readerPassword, Reader: true})
}

// The reader reads everything of the application, from before it came and from after, and changes nothing.
func TestReaderReadsWhatTheApplicationMakes(t *testing.T) {
	d := newTier(t, 0)
	app := d.writer.Connect(t, login, appPassword, database)
	for _, statement := range []string{
		`CREATE TABLE before (id serial PRIMARY KEY)`, `INSERT INTO before DEFAULT VALUES`,
		`CREATE SCHEMA "Old Reports"`, `CREATE TABLE "Old Reports"."Daily" (id int)`, `CREATE VIEW seen AS SELECT id FROM before`,
		`CREATE MATERIALIZED VIEW counted AS SELECT count(*) FROM before`, `CREATE TEMPORARY TABLE own (id int)`,
		`CREATE FUNCTION public.has_table_privilege(text, oid, text) RETURNS boolean LANGUAGE plpgsql AS
			$$ BEGIN RAISE EXCEPTION 'a function of the application ran'; END $$`,
	} {
		execute(t, app, statement)
	}
	for range 2 {
		out, err := d.bootstrap(t, master, masterPassword, role, withReader()...)
		require.NoError(t, err, out)
	}
	execute(t, app, `CREATE TABLE later (id serial PRIMARY KEY)`)
	execute(t, app, `CREATE SCHEMA reports`)
	execute(t, app, `CREATE TABLE reports.daily (id int)`)

	person := d.writer.Connect(t, reader, readerPassword, database)
	require.Equal(t, "app_reader app_reader 5min 5s 5min", query[string](t, person, session))
	for _, table := range []string{
		`before`, `"Old Reports"."Daily"`, `seen`, `counted`, `later`, `reports.daily`, `before_id_seq`, `later_id_seq`,
	} {
		execute(t, person, `SELECT * FROM `+table)
	}
	for statement, want := range map[string]string{
		`DELETE FROM before`:         "cannot execute DELETE in a read-only transaction",
		`CREATE TABLE mine (id int)`: "cannot execute CREATE TABLE in a read-only transaction",
		`SET ROLE app`:               `permission denied to set role "app"`,
	} {
		_, err := person.Exec(t.Context(), statement)
		require.ErrorContains(t, err, want, statement)
	}
	execute(t, person, `SET default_transaction_read_only = off`)
	for statement, want := range map[string]string{
		`DELETE FROM before`:                        "permission denied for table before",
		`INSERT INTO reports.daily (id) VALUES (1)`: "permission denied for table daily",
		`CREATE TABLE mine (id int)`:                "permission denied for schema public",
		`SELECT nextval('before_id_seq')`:           "permission denied for sequence before_id_seq",
		`CREATE SCHEMA mine`:                        "permission denied for database shop",
	} {
		_, err := person.Exec(t.Context(), statement)
		require.ErrorContains(t, err, want, statement)
	}
	require.Contains(t, column[string](t, person, `SELECT query FROM pg_stat_activity WHERE usename = 'app_a'`),
		`CREATE TABLE reports.daily (id int)`, "it sees what others run")
	require.Empty(t, column[string](t, d.writer.Superuser(t, database), `SELECT 1::text FROM pg_auth_members m
		JOIN pg_roles a ON a.oid = m.member WHERE m.roleid = 'app'::regrole AND a.rolname = 'master' AND m.set_option`),
		"the master user is the owner only for a moment")
}

// Without an operator the login is closed again. A role of the same name that is not Tenfold's is left alone.
func TestReaderIsClosedAgain(t *testing.T) {
	d := newTier(t, 0)
	admin := d.writer.Superuser(t, "postgres")
	require.Empty(t, column[string](t, admin, rights, reader), "closed by default")
	out, err := d.bootstrap(t, master, masterPassword, role, withReader()...)
	require.NoError(t, err, out)
	require.Equal(t, "login", query[string](t, admin, rights, reader))

	out, err = d.bootstrap(t, master, masterPassword, role, logins()...)
	require.NoError(t, err, out)
	_, err = pgx.Connect(t.Context(), d.writer.URL(reader, readerPassword, database))
	require.ErrorContains(t, err, `role "app_reader" is not permitted to log in`)

	execute(t, admin, `ALTER ROLE app_reader LOGIN`)
	execute(t, admin, `COMMENT ON ROLE app_reader IS 'another team'`)
	out, err = d.bootstrap(t, master, masterPassword, role, logins()...)
	require.NoError(t, err, out)
	require.Equal(t, "login", query[string](t, admin, rights, reader))
}

const consolePassword = "consolePassword"

// operated starts a PgBouncer that people may operate.
func (d *tier) operated(t *testing.T) *servers.PgBouncer {
	t.Helper()
	c := pgbouncer.Config{
		ListenPort: 6432, Database: database, Role: role, Generation: 1, Writer: d.writer.Host, ServerPort: d.writer.Port,
		AuthFile: pgbouncer.AuthFile, HBAFile: pgbouncer.HBAFile, CAFile: pgbouncer.CAFile, StatsUser: pgbouncer.StatsUser,
		ConsoleUser: pgbouncer.ConsoleUser, Pools: pools, QueryWaitTimeout: 15, ServerLifetime: 600, ServerIdleTimeout: 300,
	}
	return d.parts.StartPgBouncer(t, d.writer, servers.PgBouncerTask{
		INI: pgbouncer.Render(c), HBA: pgbouncer.RenderHBA(c), Script: pgbouncer.StartScript(), StatsPassword: statsPassword,
		Users: pgbouncer.UserList(statsPassword, append(logins(), pgbouncer.Login{
			Name: pgbouncer.ConsoleUser, Password: consolePassword,
		})...),
	})
}

// The operator pauses, reconnects and kills. The statistics' user may still only look, and neither reaches a database.
func TestConsoleOfAnOperator(t *testing.T) {
	d := newTier(t, 0)
	address := d.operated(t).Address
	console := func(user, password string) *pgx.Conn {
		config, err := pgx.ParseConfig(servers.PgBouncerURL(address, user, password, pgbouncer.Console))
		require.NoError(t, err)
		config.DefaultQueryExecMode = pgx.QueryExecModeSimpleProtocol
		conn, err := pgx.ConnectConfig(t.Context(), config)
		require.NoError(t, err)
		return conn
	}
	operator, looker := console(pgbouncer.ConsoleUser, consolePassword), console(pgbouncer.StatsUser, statsPassword)
	app := connect(t, address, database)
	execute(t, app, `SELECT 1`)
	for _, statement := range []string{
		"PAUSE " + database, "RESUME " + database, "RECONNECT " + database, "SHOW POOLS", "KILL " + database, "RESUME " + database,
	} {
		execute(t, operator, statement)
	}
	_, err := app.Exec(t.Context(), `SELECT 1`)
	require.Error(t, err, "KILL cuts clients off")
	execute(t, connect(t, address, database), `SELECT 1`)
	execute(t, looker, "SHOW POOLS")
	_, err = looker.Exec(t.Context(), "PAUSE "+database)
	require.ErrorContains(t, err, "admin access needed")
	_, err = pgx.Connect(t.Context(), servers.PgBouncerURL(address, pgbouncer.ConsoleUser, consolePassword, database))
	require.ErrorContains(t, err, "no authentication method is found")
	_, err = pgx.Connect(t.Context(), servers.PgBouncerURL(address, reader, readerPassword, database))
	require.Error(t, err, "the reader goes to the database itself")
}
