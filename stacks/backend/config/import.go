package config

import "fmt"

// Import names resources that exist already and that the environment takes over. docs/importing.md says what must agree,
// and what changes.
type Import struct {
	// Identifier of an RDS instance in the VPC of `tenfold:existing.network`.
	Database string `json:"database" example:"shop"`
	// Name of an S3 bucket that becomes the bucket for uploads.
	Uploads string `json:"uploads" example:"shop-uploads"`
}

const importKey = "tenfold:import"

// validateImport checks that what is imported is not also somebody else's, and that the database is in a network that
// exists.
func (r *reader) validateImport(c Config) {
	if c.Import.Uploads != "" && c.Existing.Storage.IsSet() && !r.rejected(existingKey) && !r.rejected(importKey) {
		r.problem(importKey+".uploads", fmt.Sprintf("is %q; remove it: %s.storage is set", c.Import.Uploads, existingKey))
	}
	database := importKey + ".database"
	switch {
	case c.Import.Database == "" || r.rejected(existingKey) || r.rejected(importKey):
	case c.Base != "":
		r.problem(database, fmt.Sprintf("is %q; remove it: the database is that of %s", c.Import.Database, baseKey))
	case c.Existing.Database.IsSet():
		r.problem(database, fmt.Sprintf("is %q; remove it: %s.database is set", c.Import.Database, existingKey))
	case !c.Existing.Network.IsSet():
		r.problem(existingKey+".network", "is required with "+database+"; name the VPC that it is in")
	}
}
