package rds

import (
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// identifierRules are the provider's checks of an instance's identifier or of a prefix of one.
func identifierRules() []model.Rule {
	var rules []model.Rule
	for _, property := range []string{"identifier", "identifierPrefix"} {
		rules = append(rules,
			model.Matches(property, `^[0-9a-z-]+$`,
				"only lowercase alphanumeric characters and hyphens allowed in %[1]q").As("R1"),
			model.Matches(property, `^[a-z]`, "first character of %[1]q must be a letter").As("R1"),
			model.Lacks(property, `--`, "%[1]q cannot contain two consecutive hyphens").As("R1"))
	}
	return append(rules,
		model.Lacks("identifier", `-$`, "%[1]q cannot end with a hyphen").As("R1"),
		model.Conflicts("identifier", "identifierPrefix").As("R1"))
}

const maxIdentifier = 63

// identifierFits is the part of the identifier's rule that the provider does not check.
func identifierFits(c *model.Call) error {
	if len(c.New.String("identifier")) > maxIdentifier {
		return model.Errorf(invalid, "The parameter DBInstanceIdentifier is not a valid identifier. Identifiers must begin "+
			"with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain "+
			"two consecutive hyphens.")
	}
	return nil
}

func identifierFree(c *model.Call) error {
	for _, r := range c.Find(Instance, "identifier", c.New.String("identifier")) {
		if r.ID != c.ID {
			return model.Errorf("DBInstanceAlreadyExists", "DB instance already exists")
		}
	}
	return nil
}

// snapshotNameRules are the provider's checks of the name of a final snapshot.
func snapshotNameRules() []model.Rule {
	const property = "finalSnapshotIdentifier"
	return []model.Rule{
		model.Matches(property, `^[A-Za-z]`, "must begin with alphabetic character").As("R25"),
		model.Matches(property, `^[0-9A-Za-z-]+$`, "must only contain alphanumeric characters and hyphens").As("R25"),
		model.Lacks(property, `--`, "cannot contain two consecutive hyphens").As("R25"),
		model.Lacks(property, `-$`, "cannot end in a hyphen").As("R25"),
	}
}
