package pgbouncer_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/pgbouncer"
	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// migrate runs the migrations of testdata/django.
func (d *tier) migrate(t *testing.T, url string) (string, error) {
	t.Helper()
	dir := filepath.Join(d.parts.Dir(t), "django")
	require.NoError(t, os.CopyFS(dir, os.DirFS("testdata/django")))
	return d.parts.Run(t, []string{
		"DATABASE_URL=" + url, "DJANGO_SETTINGS_MODULE=settings", "PYTHONPATH=" + d.parts.Inside(dir),
		"PYTHONDONTWRITEBYTECODE=1",
	}, "/usr/bin/python3", "-m", "django", "migrate", "--no-color")
}

// A migration of Django that no statement timeout may cut off, that creates an extension, and that builds an index
// concurrently. The application then uses what it made.
func TestDjangoMigration(t *testing.T) {
	d := newTier(t, 0)
	superuser := d.writer.Superuser(t, database)
	execute(t, superuser, `DROP EXTENSION pg_trgm`)
	execute(t, superuser, `ALTER ROLE `+login+` SET statement_timeout = '1s'`)
	address := d.bouncer(t, pools).Address

	out, err := d.migrate(t, at(address, database))
	require.Error(t, err, "the application's own URL is not for migrations")
	require.Contains(t, out, "canceling statement due to statement timeout")
	out, err = d.migrate(t, servers.PgBouncerURL(address, adminLogin, adminPassword, pgbouncer.AdminAlias(database)))
	require.NoError(t, err, out)
	require.Contains(t, out, "Applying shop.0001_initial... OK")

	require.Equal(t, []bool{true}, column[bool](t, superuser,
		`SELECT indisvalid FROM pg_index WHERE indexrelid = 'product_name'::regclass`))
	app := connect(t, address, database)
	execute(t, app, `INSERT INTO shop_product (name) VALUES ('umbrella')`)
	require.Equal(t, "umbrella", query[string](t, app, `SELECT name FROM shop_product WHERE name % 'umbrela'`))
	execute(t, app, `ALTER TABLE shop_product ADD COLUMN price int`)
	require.ElementsMatch(t, []string{"shop_product", "django_migrations", "pg_trgm"},
		column[string](t, superuser, owned, role))
}
