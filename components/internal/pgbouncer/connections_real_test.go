package pgbouncer_test

import (
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/pgbouncer"
)

var previewLogin = pgbouncer.Login{Name: pgbouncer.LoginName(preview.owner, false, 1), Password: "preview"}

// An environment opens no more connections than its PgBouncers may, whoever has its password.
func TestConnectionsOfAnEnvironmentAreLimited(t *testing.T) {
	d := newTier(t, 0)
	small := preview
	small.connections, small.admin = 3, 1
	previewAdmin := pgbouncer.Login{Name: pgbouncer.LoginName(preview.owner, true, 1), Password: "admin", Admin: true}
	out, err := d.bootstrapOf(t, master, masterPassword, small, previewLogin, previewAdmin)
	require.NoError(t, err, out)
	for range 2 {
		d.writer.Connect(t, previewLogin.Name, previewLogin.Password, preview.database)
	}
	_, err = pgx.Connect(t.Context(), d.writer.URL(previewLogin.Name, previewLogin.Password, preview.database))
	require.ErrorContains(t, err, fmt.Sprintf("too many connections for role %q", previewLogin.Name))
	d.writer.Connect(t, login, appPassword, database) // the other environment is not affected
	d.writer.Connect(t, previewAdmin.Name, previewAdmin.Password, preview.database)
	_, err = pgx.Connect(t.Context(), d.writer.URL(previewAdmin.Name, previewAdmin.Password, preview.database))
	require.ErrorContains(t, err, fmt.Sprintf("too many connections for role %q", previewAdmin.Name))

	small.connections = 5
	out, err = d.bootstrapOf(t, master, masterPassword, small, previewLogin)
	require.NoError(t, err, out)
	d.writer.Connect(t, previewLogin.Name, previewLogin.Password, preview.database)

	small.connections = 2 // the PgBouncers of before still hold three
	out, err = d.bootstrapOf(t, master, masterPassword, small, previewLogin)
	require.NoError(t, err, out)
	d.writer.Connect(t, previewLogin.Name, previewLogin.Password, preview.database)
	admin := d.writer.Superuser(t, "postgres")
	require.Equal(t, 2, query[int](t, admin, `SELECT rolconnlimit FROM pg_roles WHERE rolname = 'pr7'`), "what others may not take")
}

// Nobody knows what an environment takes that was bootstrapped before there was a limit.
func TestAnEnvironmentBesideOneWithoutALimitIsRefused(t *testing.T) {
	d := newTier(t, 0)
	admin := d.writer.Superuser(t, "postgres")
	execute(t, admin, `ALTER ROLE app CONNECTION LIMIT -1`)
	out, err := d.bootstrapOf(t, master, masterPassword, preview, previewLogin)
	require.Error(t, err)
	require.Contains(t, out, "nobody knows how many connections acme/shop/base may open: its limit is not set; run pulumi up there first")

	execute(t, admin, `ALTER ROLE app CONNECTION LIMIT 40`)
	out, err = d.bootstrapOf(t, master, masterPassword, preview, previewLogin)
	require.NoError(t, err, out)
	execute(t, admin, `ALTER ROLE app CONNECTION LIMIT -1`)
	execute(t, admin, `ALTER ROLE pr7 CONNECTION LIMIT -1`)
	out, err = d.bootstrapOf(t, master, masterPassword, preview, previewLogin)
	require.NoError(t, err, "the first of two gets its limit: "+out)
	require.Equal(t, 40, query[int](t, admin, `SELECT rolconnlimit FROM pg_roles WHERE rolname = 'pr7'`))
}

// All environments together fit the server: the one that comes too late is refused, and makes nothing.
func TestAnEnvironmentThatDoesNotFitTheServerIsRefused(t *testing.T) {
	d := newTier(t, 0) // its environment may open 40
	admin := d.writer.Superuser(t, "postgres")
	max := query[int](t, admin, `SELECT current_setting('max_connections')::int`)
	large := preview
	large.connections = max - 20 - 40 + 1
	out, err := d.bootstrapOf(t, master, masterPassword, large, previewLogin)
	require.Error(t, err)
	require.Contains(t, out, fmt.Sprintf("the database server accepts %d connections, of which 20 are for people and RDS, and 40 for "+
		"acme/shop/base; this environment needs %d", max, large.connections))
	require.Zero(t, query[int](t, admin, `SELECT count(*)::int FROM pg_roles WHERE rolname = 'pr7'`))

	large.connections--
	out, err = d.bootstrapOf(t, master, masterPassword, large, previewLogin)
	require.NoError(t, err, out)
	execute(t, admin, `ALTER ROLE app CONNECTION LIMIT 80`) // the base has grown since
	out, err = d.bootstrapOf(t, master, masterPassword, large, previewLogin)
	require.NoError(t, err, "what runs goes on: "+out)
}
