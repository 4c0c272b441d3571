package rds

import (
	"regexp"
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

// isNew reports whether the call creates an empty database, not a copy.
func isNew(c *model.Call) bool {
	return !c.New.Has("replicateSourceDb") && !c.New.Has("snapshotIdentifier") && !c.New.Has("restoreToPointInTime") &&
		!c.New.Has("s3Import")
}

// required are the properties that only a new database must set: a copy gets them from its source.
func required(c *model.Call) error {
	for _, property := range []string{"allocatedStorage", "engine"} {
		if isNew(c) && !c.New.Has(property) {
			return model.Providerf("%q: required field is not set", schema.Snake(property))
		}
	}
	if engine := c.New.String("engine"); engine != "" && engine != postgres {
		return model.Providerf("the simulated account does not model the engine %s; it models %s", engine, postgres)
	}
	if !isNew(c) && originOf(c) == nil {
		return model.Providerf("the simulated account does not model an instance that is made from S3 or from automated " +
			"backups by their ARN or resource ID")
	}
	return nil
}

func credentials(c *model.Call) error {
	blank := func(parameter string) error {
		return model.Errorf(invalid, "The parameter %s must be provided and must not be blank.", parameter)
	}
	switch {
	case !isNew(c):
		return nil
	case !c.New.Has("username"):
		return blank("MasterUsername")
	case !c.New.Has("password") && !c.New.Bool("manageMasterUserPassword"):
		return blank("MasterUserPassword")
	default:
		return nil
	}
}

var nameRE = regexp.MustCompile(`^[A-Za-z][0-9A-Za-z_]*$`)

const maxName = 63

// reserved are the names of PostgreSQL users that RDS reserves.
var reserved = []string{"admin", "rdsadmin"}

func username(c *model.Call) error {
	name := c.New.String("username")
	switch {
	case name == "":
		return nil
	case slices.Contains(reserved, name):
		return model.Errorf(invalid, "MasterUsername %s cannot be used as it is a reserved word used by the engine", name)
	case len(name) > maxName:
		return model.Errorf(invalid, "The parameter MasterUsername is not a valid identifier because it is longer than %d "+
			"characters.", maxName)
	case !nameRE.MatchString(name):
		return model.Errorf(invalid, "The parameter MasterUsername is not a valid identifier. Identifiers must begin with "+
			"a letter and must contain only ASCII letters, digits, and underscores.")
	default:
		return nil
	}
}

var passwordRE = regexp.MustCompile("^[!#-.0-?A-~]+$")

func password(c *model.Call) error {
	const minimum, maximum = 8, 128
	text := c.New.String("password")
	const parameter = "The parameter MasterUserPassword is not a valid password"
	switch {
	case text == "":
		return nil
	case len(text) < minimum:
		return model.Errorf(invalid, "%s because it is shorter than %d characters.", parameter, minimum)
	case len(text) > maximum:
		return model.Errorf(invalid, "%s because it is longer than %d characters.", parameter, maximum)
	case !passwordRE.MatchString(text):
		return model.Errorf(invalid, `%s. Only printable ASCII characters besides '/', '@', '"', ' ' may be used.`,
			parameter)
	default:
		return nil
	}
}

func secretKey(c *model.Call) error {
	if c.New.Has("masterUserSecretKmsKeyId") && !c.New.Bool("manageMasterUserPassword") {
		return model.Errorf(combination, "You must enable ManageMasterUserPassword to specify MasterUserSecretKmsKeyId.")
	}
	return nil
}

func databaseName(c *model.Call) error {
	name := c.New.String("dbName")
	if name != "" && (!nameRE.MatchString(name) || len(name) > maxName) {
		return model.Errorf(invalid, "DBName must begin with a letter and contain only alphanumeric characters.")
	}
	return nil
}
