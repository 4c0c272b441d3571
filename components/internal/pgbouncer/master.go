package pgbouncer

import (
	"regexp"
	"slices"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// An identifier has 63 characters, of which a login takes 8 for _admin_a.
var identifierPattern = regexp.MustCompile(`^[a-z][a-z0-9_]{0,54}$`)

const identifierWant = "lower-case letters, digits and underscores, a letter first, at most 55"

// MasterVariables are the variables that psql reads the server from. It checks the server's certificate and name.
func MasterVariables(host pulumi.StringInput, port int) map[string]pulumi.StringInput {
	return map[string]pulumi.StringInput{
		"PGCONNECT_TIMEOUT": pulumi.String("10"),
		"PGDATABASE":        pulumi.String(Maintenance),
		"PGHOST":            host,
		"PGPORT":            pulumi.String(strconv.Itoa(port)),
		"PGSSLMODE":         pulumi.String("verify-full"),
		"PGSSLROOTCERT":     pulumi.String(CAFile),
	}
}

// MasterSecrets are the variables that psql reads the master user from, by their keys in its secret.
func MasterSecrets(secretARN pulumi.StringInput) map[string]pulumi.StringInput {
	return map[string]pulumi.StringInput{
		"PGPASSWORD": aws.SecretKey(secretARN, "password"),
		"PGUSER":     aws.SecretKey(secretARN, "username"),
	}
}

// ValidateNames validates the names of the application's database and role.
func ValidateNames(p *component.Problems, database, role string) {
	for _, one := range []struct{ field, name string }{{"databaseName", database}, {"roleName", role}} {
		if !identifierPattern.MatchString(one.name) {
			p.Want(one.field, one.name, identifierWant)
		}
	}
	if slices.Contains([]string{Console, Maintenance, "rdsadmin", "template0", "template1"}, database) {
		p.Want("databaseName", database, "a database of the application's own")
	}
	if role == StatsUser {
		p.Want("roleName", role, "another name", "PgBouncer's statistics are read under this one")
	}
}
