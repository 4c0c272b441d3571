package pgbouncer

import (
	_ "embed" // for the files below
	"slices"
	"strings"
)

// What the containers and PgBouncer agree on.
const (
	// Dir is where StartScript writes. It must be on a disk that can be written to.
	Dir = "/tmp/pgbouncer"
	// AuthFile is the file of users.
	AuthFile = Dir + "/userlist.txt"
	// HBAFile is the file that says which user reaches which database.
	HBAFile = Dir + "/hba.conf"
	// CAFile is the authorities of RDS, which the image has.
	CAFile = "/etc/ssl/certs/rds-global-bundle.pem"
	// StatsUser may read the statistics. It is a user of PgBouncer and no role of the database.
	StatsUser = "stats"
	// ConsoleUser may do everything at the console, such as PAUSE and KILL. It is no role of the database either.
	ConsoleUser = "operator"
	// Console is the name under which clients reach PgBouncer itself.
	Console = "pgbouncer"
	// Maintenance is the database that every PostgreSQL has, and that BootstrapSQL starts from.
	Maintenance = "postgres"
)

//go:embed bootstrap.sql
var bootstrapSQL string

//go:embed drop.sql
var dropSQL string

//go:embed attempts.sh
var attempts string

//go:embed drop.sh
var dropScript string

//go:embed bootstrap.sh
var bootstrapScript string

//go:embed start.sh
var startScript string

// BootstrapSQL is the SQL that makes the application's roles and database; its first lines say what it reads.
func BootstrapSQL() string { return bootstrapSQL }

// BootstrapScript is a shell script that runs the SQL in the variable BOOTSTRAP_SQL.
func BootstrapScript() string { return attempts + bootstrapScript }

// DropSQL is the SQL that drops what BootstrapSQL made; its first lines say what it reads.
func DropSQL() string { return dropSQL }

// DropScript is a shell script that runs the SQL in the variable DROP_SQL.
func DropScript() string { return attempts + dropScript }

// Mark is the comment on the database and on the roles of an environment, by which DropSQL knows them.
func Mark(organization, project, stack string) string {
	return "made by Tenfold for " + organization + "/" + project + "/" + stack
}

// Roles are the role that owns what the application creates, and all its logins.
func Roles(owner string) []string {
	return slices.Concat(bothNames(owner, false), bothNames(owner, true), []string{ReaderName(owner), owner})
}

// StartScript is a shell script that runs PgBouncer with the settings in the variable PGBOUNCER_INI, the rules of
// RenderHBA in PGBOUNCER_HBA and the users of UserList in PGBOUNCER_USERS, and ends it without cutting off a transaction.
// It writes to the directory PGBOUNCER_DIR.
func StartScript() string { return startScript }

// UserList is the file of users: the logins, and StatsUser with its password.
func UserList(statsPassword string, logins ...Login) string {
	var b strings.Builder
	for _, l := range append(logins, Login{Name: StatsUser, Password: statsPassword}) {
		b.WriteString(quote(l.Name) + " " + quote(l.Password) + "\n")
	}
	return b.String()
}

func quote(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
