package pgbouncer

import (
	_ "embed" // for the files below
	"strings"
)

// What the containers and PgBouncer agree on.
const (
	// Dir is where StartScript writes. It must be on a disk that can be written to.
	Dir = "/tmp/pgbouncer"
	// AuthFile is the file of users.
	AuthFile = Dir + "/userlist.txt"
	// CAFile is the authorities of RDS, which the image has.
	CAFile = "/etc/ssl/certs/rds-global-bundle.pem"
	// StatsUser may read the statistics. It is a user of PgBouncer and no role of the database.
	StatsUser = "stats"
	// Console is the name under which clients reach PgBouncer itself.
	Console = "pgbouncer"
	// Maintenance is the database that every PostgreSQL has, and that BootstrapSQL starts from.
	Maintenance = "postgres"
)

//go:embed bootstrap.sql
var bootstrapSQL string

//go:embed bootstrap.sh
var bootstrapScript string

//go:embed start.sh
var startScript string

// BootstrapSQL is the SQL that makes the application's role and database; its first lines say what it reads.
func BootstrapSQL() string { return bootstrapSQL }

// BootstrapScript is a shell script that runs the SQL in the variable BOOTSTRAP_SQL.
func BootstrapScript() string { return bootstrapScript }

// StartScript is a shell script that runs PgBouncer with the settings in the variable PGBOUNCER_INI and the users in
// APP_ROLE, APP_PASSWORD, STATS_USER and STATS_PASSWORD, and ends it without cutting off a transaction. It writes to
// the directory PGBOUNCER_DIR.
func StartScript() string { return startScript }

// User is a user and a password.
type User struct{ Name, Password string }

// UserList is the file of users, as StartScript writes it.
func UserList(users ...User) string {
	var b strings.Builder
	for _, u := range users {
		b.WriteString(quote(u.Name) + " " + quote(u.Password) + "\n")
	}
	return b.String()
}

func quote(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
