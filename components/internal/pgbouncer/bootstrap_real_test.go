package pgbouncer_test

import (
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/pgbouncer"
)

const rights = `SELECT concat_ws(' ', CASE WHEN rolsuper THEN 'super' END, CASE WHEN rolcreatedb THEN 'createdb' END,
	CASE WHEN rolcreaterole THEN 'createrole' END, CASE WHEN rolreplication THEN 'replication' END,
	CASE WHEN rolbypassrls THEN 'bypassrls' END, CASE WHEN rolcanlogin THEN 'login' END)
	FROM pg_roles WHERE rolname = $1`

// owned is all that a role owns in the database that it asks, and the databases of the server.
const owned = `SELECT datname FROM pg_database d JOIN pg_roles r ON r.oid = datdba WHERE rolname = $1
	UNION ALL SELECT nspname FROM pg_namespace JOIN pg_roles r ON r.oid = nspowner WHERE rolname = $1
	UNION ALL SELECT extname FROM pg_extension JOIN pg_roles r ON r.oid = extowner WHERE rolname = $1
	UNION ALL SELECT relname FROM pg_class JOIN pg_roles r ON r.oid = relowner WHERE rolname = $1 AND relkind = 'r'`

const memberships = `SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
	JOIN pg_roles a ON a.oid = m.member WHERE a.rolname = $1`

// session is who a connection is, and how long it may take.
const session = `SELECT concat_ws(' ', current_user, session_user, current_setting('statement_timeout'),
	current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout'))`

func TestBootstrapTwice(t *testing.T) {
	d := newTier(t, 0) // bootstraps once, as a master user who is no superuser
	admin := d.writer.Superuser(t, database)
	app := d.writer.Connect(t, login, appPassword, database)
	execute(t, app, `CREATE TABLE kept (id int PRIMARY KEY, name citext)`)
	execute(t, app, `INSERT INTO kept VALUES (1, 'a')`)

	out, err := d.bootstrap(t, master, masterPassword, role, logins()...)
	require.NoError(t, err, out)

	require.Equal(t, "createdb createrole login", query[string](t, admin, rights, master), "the master user of RDS")
	require.Empty(t, query[string](t, admin, rights, role), "nobody logs in as the owner")
	require.Empty(t, column[string](t, admin, memberships, role))
	require.Equal(t, []string{"kept"}, column[string](t, admin, owned, role), "it owns what its logins have made")
	for _, name := range []string{login, adminLogin} {
		require.Equal(t, "login", query[string](t, admin, rights, name))
		require.Equal(t, []string{role}, column[string](t, admin, memberships, name))
		require.Empty(t, column[string](t, admin, owned, name))
	}
	require.ElementsMatch(t, []string{database, "citext", "pg_trgm"}, column[string](t, admin, owned, master))
	require.Equal(t, 1, query[int](t, d.writer.Connect(t, login, appPassword, database), `SELECT id FROM kept WHERE name = 'A'`))
	require.Equal(t, "app app_a 30s 0 1min", query[string](t, app, session))
	require.Equal(t, "app app_admin_a 0 5s 5min",
		query[string](t, d.writer.Connect(t, adminLogin, adminPassword, database), session))
}

func TestApplicationRoleIsRefused(t *testing.T) {
	d := newTier(t, 0)
	app := d.writer.Connect(t, login, appPassword, database)
	for statement, want := range map[string]string{
		`CREATE DATABASE other`:                  "permission denied to create database",
		`CREATE ROLE other`:                      "permission denied to create role",
		`CREATE EXTENSION dblink`:                `permission denied to create extension "dblink"`,
		`DROP DATABASE postgres`:                 "must be owner of database postgres",
		`DROP SCHEMA public CASCADE`:             "must be owner of schema public",
		`DROP EXTENSION citext`:                  "must be owner of extension citext",
		`SET ROLE master`:                        `permission denied to set role "master"`,
		`ALTER ROLE app SUPERUSER`:               "permission denied to alter role",
		`SELECT pg_read_file('/etc/passwd')`:     "permission denied for function pg_read_file",
		`COPY (SELECT 1) TO PROGRAM 'true'`:      "permission denied to COPY to or from an external program",
		`SELECT rolpassword FROM pg_authid`:      "permission denied for table pg_authid",
		`ALTER SYSTEM SET log_statement = 'all'`: "permission denied to set parameter \"log_statement\"",
	} {
		_, err := app.Exec(t.Context(), statement)
		require.ErrorContains(t, err, want, statement)
	}
	_, err := app.Exec(t.Context(), `SELECT 1`)
	require.NoError(t, err)
}

func TestOthersAreKeptOut(t *testing.T) {
	d := newTier(t, 0)
	execute(t, d.writer.Superuser(t, "postgres"), `CREATE ROLE stranger LOGIN PASSWORD 'stranger'`)
	connectAs := func(user, password string) error {
		conn, err := pgx.Connect(t.Context(), d.writer.URL(user, password, database))
		if err == nil {
			require.NoError(t, conn.Close(t.Context()))
		}
		return err
	}
	require.ErrorContains(t, connectAs("stranger", "stranger"), `permission denied for database "shop"`)
	require.ErrorContains(t, connectAs(login, "wrong"), "password authentication failed")
	require.ErrorContains(t, connectAs(role, appPassword), "password authentication failed")
	require.NoError(t, connectAs(login, appPassword))
}

func TestBootstrapTakesNobodyOver(t *testing.T) {
	d := newTier(t, 0)
	out, err := d.bootstrap(t, master, masterPassword, master, logins()...)
	require.Error(t, err)
	require.Contains(t, out, "the role master can create databases or roles, or is a superuser; choose another name")
	out, err = d.bootstrap(t, master, masterPassword, role, pgbouncer.Login{Name: master, Password: "taken"})
	require.Error(t, err)
	require.Contains(t, out, "the role master can create databases or roles, or is a superuser; choose another name")
	require.NoError(t, d.writer.Connect(t, master, masterPassword, "postgres").Ping(t.Context()), "its password is as it was")

	execute(t, d.writer.Superuser(t, "postgres"), `GRANT rds_superuser TO app`)
	out, err = d.bootstrap(t, master, masterPassword, role, logins()...)
	require.Error(t, err)
	require.Contains(t, out, "the role app can create databases or roles, or is a superuser")
}

// The application can create functions, and the master user runs none of them (CVE-2018-1058).
func TestBootstrapRunsNoFunctionOfTheApplication(t *testing.T) {
	d := newTier(t, 0)
	app := d.writer.Connect(t, login, appPassword, database)
	execute(t, app, `CREATE FUNCTION public.unnest(text[]) RETURNS SETOF text LANGUAGE plpgsql AS
		$$ BEGIN EXECUTE 'GRANT rds_superuser TO app'; RETURN; END $$`)
	out, err := d.bootstrap(t, master, masterPassword, role, logins()...)
	require.NoError(t, err, out)
	require.Empty(t, column[string](t, d.writer.Superuser(t, database), memberships, role))
}

// The application can take any advisory lock of its database.
func TestApplicationCannotHoldUpTheBootstrap(t *testing.T) {
	d := newTier(t, 0)
	execute(t, d.writer.Connect(t, login, appPassword, database), `SELECT pg_advisory_lock(7305816241)`)
	start := time.Now()
	out, err := d.bootstrap(t, master, masterPassword, role, logins()...)
	require.NoError(t, err, out)
	require.Contains(t, out, "canceling statement due to lock timeout")
	require.GreaterOrEqual(t, time.Since(start), time.Second)
}

// PgBouncer logs in to replicas as well: it must not start before these know the roles.
func TestBootstrapWaitsForReplicas(t *testing.T) {
	d := newTier(t, 1)
	replica := d.replicas[0].Superuser(t, "postgres")
	execute(t, replica, `SELECT pg_wal_replay_pause()`)
	done := make(chan error, 1)
	go func() {
		_, err := d.bootstrap(t, master, masterPassword, role,
			pgbouncer.Login{Name: pgbouncer.LoginName(role, false, 2), Password: "next"})
		done <- err
	}()
	select {
	case err := <-done:
		t.Fatal("it did not wait", err)
	case <-time.After(3 * time.Second):
	}
	execute(t, replica, `SELECT pg_wal_replay_resume()`)
	require.NoError(t, <-done)
	require.Equal(t, "app", query[string](t,
		d.replicas[0].Connect(t, pgbouncer.LoginName(role, false, 2), "next", database), `SELECT current_user`))
}

// docs/adopting.md has these statements, for a database whose tables another role owns.
func TestTablesOfAnotherRoleAreGivenToTheApplication(t *testing.T) {
	d := newTier(t, 0)
	execute(t, d.writer.Superuser(t, "postgres"), `DROP DATABASE shop`)
	boss := d.writer.Connect(t, master, masterPassword, "postgres")
	execute(t, boss, `CREATE ROLE shop_owner LOGIN PASSWORD 'old'`)
	execute(t, boss, `GRANT shop_owner TO CURRENT_USER`)
	execute(t, boss, `CREATE DATABASE shop OWNER shop_owner`)
	owner := d.writer.Connect(t, "shop_owner", "old", database)
	execute(t, owner, `CREATE TABLE orders (id serial PRIMARY KEY)`)
	require.NoError(t, owner.Close(t.Context()))

	execute(t, boss, `ALTER DATABASE shop OWNER TO CURRENT_USER`)
	out, err := d.bootstrap(t, master, masterPassword, role, logins()...)
	require.NoError(t, err, out)
	require.NoError(t, d.writer.Connect(t, "shop_owner", "old", database).Close(t.Context()), "who was let in still is")
	app := d.writer.Connect(t, login, appPassword, database)
	_, err = app.Exec(t.Context(), `SELECT * FROM orders`)
	require.ErrorContains(t, err, "permission denied for table orders")

	there := d.writer.Connect(t, master, masterPassword, database)
	execute(t, there, `GRANT app TO CURRENT_USER`)
	execute(t, there, `REASSIGN OWNED BY shop_owner TO app`)
	execute(t, app, `ALTER TABLE orders ADD COLUMN note text`)
	execute(t, app, `INSERT INTO orders (note) VALUES ('kept')`)
	execute(t, app, `CREATE TABLE lines (id int)`)
	out, err = d.bootstrap(t, master, masterPassword, role, logins()...)
	require.NoError(t, err, out)
}
