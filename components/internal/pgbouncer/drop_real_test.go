package pgbouncer_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/pgbouncer"
)

// preview is a pull request's environment on the server of another one.
var preview = environment{owner: "pr7", database: "pr7", mark: "made by Tenfold for acme/shop/pr-7", shared: true}

func (e environment) logins() []pgbouncer.Login {
	return []pgbouncer.Login{
		{Name: pgbouncer.LoginName(e.owner, false, 1), Password: appPassword},
		{Name: pgbouncer.LoginName(e.owner, false, 2), Password: appPassword},
		{Name: pgbouncer.LoginName(e.owner, true, 1), Password: adminPassword, Admin: true},
		{Name: pgbouncer.ReaderName(e.owner), Password: readerPassword, Reader: true},
	}
}

// newPreview is a tier with a second environment.
func newPreview(t *testing.T) *tier {
	t.Helper()
	d := newTier(t, 0)
	out, err := d.bootstrapOf(t, master, masterPassword, preview, preview.logins()...)
	require.NoError(t, err, out)
	return d
}

// drop runs the script that drops an environment's database, without pauses.
func (d *tier) drop(t *testing.T, e environment) (string, error) {
	t.Helper()
	script := strings.ReplaceAll(pgbouncer.DropScript(), "sleep 10", "sleep 0")
	return d.writer.Bootstrap(t, master, masterPassword, script, "DROP_SQL="+pgbouncer.DropSQL(),
		"APP_DATABASE="+e.database, "APP_ROLES="+strings.Join(pgbouncer.Roles(e.owner), ","), "APP_MARK="+e.mark)
}

func (d *tier) requireDropped(t *testing.T, e environment) {
	t.Helper()
	out, err := d.drop(t, e)
	require.NoError(t, err, out)
	require.Equal(t, e.database+" and its roles are dropped\n", out)
}

// requireRefused proves that the drop refuses and that nothing has changed.
func (d *tier) requireRefused(t *testing.T, e environment, what string) {
	t.Helper()
	before := d.all(t)
	out, err := d.drop(t, e)
	require.Error(t, err)
	require.Contains(t, out, what+` was not made by the bootstrap for "`+e.mark+`"; nothing was dropped`)
	require.Equal(t, before, d.all(t))
}

// all are the databases, and the roles with what they may, of the server.
func (d *tier) all(t *testing.T) []string {
	t.Helper()
	conn := d.writer.Superuser(t, "postgres")
	defer func() { require.NoError(t, conn.Close(t.Context())) }()
	return column[string](t, conn, `SELECT datname::text FROM pg_database UNION ALL
		SELECT concat_ws(' ', r.rolname, r.rolcanlogin, m.roleid::regrole) FROM pg_roles r LEFT JOIN pg_auth_members m ON m.member = r.oid
		WHERE r.rolname !~ '^pg_' ORDER BY 1`)
}

func TestDropLeavesNothing(t *testing.T) {
	d := newTier(t, 0)
	before := d.all(t)
	out, err := d.bootstrapOf(t, master, masterPassword, preview, preview.logins()...)
	require.NoError(t, err, out)
	require.NotEqual(t, before, d.all(t))

	// Tables, sessions in the middle of a transaction, and objects and grants elsewhere.
	app := d.writer.Connect(t, "pr7_a", appPassword, preview.database)
	execute(t, app, `CREATE TABLE orders AS SELECT 1 AS id`)
	execute(t, app, `ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO pr7_b`)
	execute(t, app, `BEGIN`)
	execute(t, app, `LOCK TABLE orders`)
	jobs := d.writer.Connect(t, "pr7_admin_a", adminPassword, "postgres")
	execute(t, jobs, `SELECT lo_create(0)`)
	execute(t, jobs, `ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO pr7_b`)
	console := d.writer.Connect(t, master, masterPassword, preview.database)
	execute(t, console, `BEGIN`)
	base := d.writer.Connect(t, login, appPassword, database)
	execute(t, base, `CREATE TABLE kept AS SELECT 7 AS id`)
	operator := d.writer.Connect(t, master, masterPassword, database)
	execute(t, operator, `GRANT CONNECT ON DATABASE shop TO pr7`)
	execute(t, operator, `GRANT USAGE ON SCHEMA public TO pr7_b`)

	d.requireDropped(t, preview)
	require.Equal(t, before, d.all(t))
	for _, conn := range []*pgx.Conn{app, jobs, console} {
		require.Error(t, conn.Ping(t.Context()), "its session is over")
	}
	require.Equal(t, 7, query[int](t, base, `SELECT id FROM kept`), "the session of the other environment goes on")
	require.Equal(t, 0, query[int](t, d.writer.Superuser(t, "postgres"), `SELECT count(*) FROM pg_largeobject_metadata`))

	d.requireDropped(t, preview) // there is nothing
	out, err = d.bootstrapOf(t, master, masterPassword, preview, preview.logins()...)
	require.NoError(t, err, out)
	d.requireDropped(t, preview)
	require.Equal(t, before, d.all(t))
}

// A drop that was interrupted goes on from where it was.
func TestDropGoesOn(t *testing.T) {
	d := newPreview(t)
	before := d.all(t)
	execute(t, d.writer.Connect(t, master, masterPassword, "postgres"), `DROP DATABASE pr7`)
	d.requireDropped(t, preview)
	require.NotContains(t, strings.Join(d.all(t), " "), "pr7")

	out, err := d.bootstrapOf(t, master, masterPassword, preview, preview.logins()...)
	require.NoError(t, err, out)
	require.Equal(t, before, d.all(t))
	admin := d.writer.Connect(t, master, masterPassword, "postgres")
	execute(t, admin, `COMMENT ON DATABASE pr7 IS NULL`)
	execute(t, admin, `ALTER DATABASE pr7 ALLOW_CONNECTIONS false`)
	d.requireDropped(t, preview) // a bootstrap that was interrupted
	require.NotContains(t, strings.Join(d.all(t), " "), "pr7")
}

func TestDropRefusesWhatIsNotItsOwn(t *testing.T) {
	d := newPreview(t)
	with := func(change func(*environment)) environment {
		e := preview
		change(&e)
		return e
	}
	other := with(func(e *environment) { e.database = database })
	d.requireRefused(t, other, "the database shop")
	d.requireRefused(t, with(func(e *environment) { e.owner = role }), "the role app")
	d.requireRefused(t, with(func(e *environment) { e.owner = master }), "the role master")
	d.requireRefused(t, with(func(e *environment) { e.mark += "0" }), "the role pr7")
	for _, name := range []string{"postgres", "template0", "template1"} {
		d.requireRefused(t, with(func(e *environment) { e.database = name }), "the database "+name)
	}

	superuser := d.writer.Superuser(t, "postgres")
	for _, statement := range []string{
		`COMMENT ON DATABASE postgres IS 'made by Tenfold for acme/shop/pr-7'`,
		`COMMENT ON DATABASE template1 IS 'made by Tenfold for acme/shop/pr-7'`,
		`COMMENT ON ROLE master IS 'made by Tenfold for acme/shop/pr-7'`,
		`ALTER DATABASE postgres OWNER TO master`, `ALTER DATABASE template1 OWNER TO master`,
	} {
		execute(t, superuser, statement)
	}
	for _, name := range []string{"postgres", "template1"} {
		d.requireRefused(t, with(func(e *environment) { e.database = name }), "the database "+name)
	}
	d.requireRefused(t, with(func(e *environment) { e.owner = master }), "the role master")

	execute(t, superuser, `COMMENT ON DATABASE pr7 IS NULL`)
	d.requireRefused(t, preview, "the database pr7")
	execute(t, superuser, `COMMENT ON DATABASE pr7 IS 'made by Tenfold for acme/shop/pr-7'`)
	execute(t, superuser, `COMMENT ON ROLE pr7_b IS NULL`)
	d.requireRefused(t, preview, "the role pr7_b")
}

// What another role has built on it is another's, too.
func TestDropTakesNothingOfOthers(t *testing.T) {
	d := newPreview(t)
	owner := d.writer.Superuser(t, database)
	execute(t, owner, `CREATE TABLE shared AS SELECT 1 AS id`)
	execute(t, owner, `ALTER TABLE shared OWNER TO pr7`)
	execute(t, owner, `CREATE VIEW report AS SELECT * FROM shared`)
	out, err := d.drop(t, preview)
	require.Error(t, err)
	require.Contains(t, out, "cannot drop table shared because other objects depend on it\nDETAIL:  view report depends on table shared")
	execute(t, owner, `DROP VIEW report`)

	base := d.writer.Connect(t, login, appPassword, database)
	execute(t, base, `CREATE TABLE kept AS SELECT 7 AS id`)
	execute(t, base, `GRANT SELECT ON kept TO pr7`)
	out, err = d.drop(t, preview)
	require.Error(t, err)
	require.Contains(t, out, "role \"pr7\" cannot be dropped because some objects depend on it\nDETAIL:  1 object in database shop")
	execute(t, base, `REVOKE SELECT ON kept FROM pr7`)
	d.requireDropped(t, preview)
	require.NotContains(t, strings.Join(d.all(t), " "), "pr7")
}

// The application can write neither of the comments, and makes nothing that the drop would run.
func TestApplicationCannotMisleadTheDrop(t *testing.T) {
	d := newPreview(t)
	app := d.writer.Connect(t, "pr7_a", appPassword, preview.database)
	for statement, want := range map[string]string{
		`COMMENT ON DATABASE pr7 IS ''`:      "must be owner of database pr7",
		`COMMENT ON DATABASE shop IS 'x'`:    "must be owner of database shop",
		`COMMENT ON ROLE pr7 IS ''`:          "the current user must have the createrole attribute",
		`COMMENT ON ROLE app IS 'x'`:         "the current user must have the createrole attribute",
		`ALTER DATABASE pr7 OWNER TO pr7`:    "must be owner of database pr7",
		`ALTER DATABASE pr7 RENAME TO other`: "must be owner of database pr7",
	} {
		_, err := app.Exec(t.Context(), statement)
		require.Error(t, err, statement)
		require.Contains(t, strings.ToLower(errorText(err)), want, statement)
	}
	// An old cluster still lets everybody create in public.
	execute(t, d.writer.Superuser(t, "postgres"), `GRANT CREATE ON SCHEMA public TO PUBLIC`)
	attacker := d.writer.Connect(t, "pr7_a", appPassword, "postgres")
	for _, statement := range []string{
		`CREATE FUNCTION public.pg_terminate_backend(integer) RETURNS boolean LANGUAGE plpgsql AS
			$$ BEGIN EXECUTE 'GRANT rds_superuser TO app'; RETURN true; END $$`,
		`CREATE FUNCTION public.shobj_description(oid, text) RETURNS text LANGUAGE plpgsql AS
			$$ BEGIN EXECUTE 'GRANT rds_superuser TO app'; RETURN 'made by Tenfold for acme/shop/pr-7'; END $$`,
		`CREATE TABLE public.pg_roles AS SELECT 'app'::name AS rolname, 'made'::text AS mark`,
	} {
		execute(t, attacker, statement)
	}
	d.requireDropped(t, preview)
	require.Empty(t, column[string](t, d.writer.Superuser(t, database), memberships, role))
	require.Contains(t, d.all(t), "app f")
}

// On a server of others, the bootstrap takes over neither a role nor a database.
func TestBootstrapOnASharedServerTakesNothingOver(t *testing.T) {
	d := newPreview(t)
	out, err := d.bootstrapOf(t, master, masterPassword, preview, preview.logins()...)
	require.NoError(t, err, out) // again
	const refused = " was there before, and the database server is another environment's; choose another name"
	for what, e := range map[string]environment{
		"the role app":      {role, "other", preview.mark, true, 0, 0},
		"the database shop": {"other", database, preview.mark, true, 0, 0},
		"the role pr7":      {"pr7", "pr7", mark, true, 0, 0},
	} {
		before := d.all(t)
		out, err := d.bootstrapOf(t, master, masterPassword, e, e.logins()...)
		require.Error(t, err)
		require.Contains(t, out, what+refused)
		require.Equal(t, before, d.all(t))
	}
	execute(t, d.writer.Superuser(t, "postgres"), `CREATE ROLE free_a`)
	out, err = d.bootstrapOf(t, master, masterPassword, environment{"free", "free", mark, true, 0, 0},
		pgbouncer.Login{Name: "free_a", Password: "x"})
	require.Error(t, err)
	require.Contains(t, out, "the role free_a"+refused)
}

// A bootstrap that ended between two statements is finished by the next one, with the mark.
func TestBootstrapGoesOn(t *testing.T) {
	d := newTier(t, 0)
	execute(t, d.writer.Connect(t, master, masterPassword, "postgres"), `CREATE DATABASE pr7 ALLOW_CONNECTIONS false`)
	out, err := d.bootstrapOf(t, master, masterPassword, preview, preview.logins()...)
	require.NoError(t, err, out)
	require.Equal(t, preview.mark, query[string](t, d.writer.Superuser(t, "postgres"),
		`SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = 'pr7' AND datallowconn`))
	d.requireDropped(t, preview)
}

// errorText is an error of the server with its detail.
func errorText(err error) string {
	var found *pgconn.PgError
	if errors.As(err, &found) {
		return found.Message + " " + found.Detail
	}
	return err.Error()
}
