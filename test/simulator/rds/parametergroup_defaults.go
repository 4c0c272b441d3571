package rds

import (
	"strconv"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// defaultParameters are defaults of RDS for PostgreSQL, as far as they are known, with the first major version that has
// them. Sources: RDS User Guide, "Using SSL with a PostgreSQL DB instance" (rds.force_ssl), "Using PostgreSQL autovacuum"
// (log_autovacuum_min_duration), "Supported PostgreSQL extension versions" (shared_preload_libraries); PostgreSQL's
// documentation, "Connections and Authentication" (password_encryption).
var defaultParameters = map[string]struct {
	value string
	since int
}{
	"rds.force_ssl":               {"1", 15},
	"log_autovacuum_min_duration": {"10000", 10},
	"shared_preload_libraries":    {"pg_stat_statements", 11},
	"password_encryption":         {"scram-sha-256", 14},
	"rds.logical_replication":     {"0", 10},
	"hot_standby_feedback":        {"0", 10},
}

// isDefault reports whether a parameter has its default in a family.
func isDefault(family, name, value string) bool {
	known, ok := defaultParameters[strings.ToLower(name)]
	version, _ := strconv.Atoi(strings.TrimPrefix(family, postgres))
	return ok && known.value == value && version >= known.since
}

// knownMethods sets the apply methods that the provider reads. For a parameter with its default value, AWS stores nothing
// of the user's and returns pending-reboot; a parameter with the value that it had keeps its method. The provider tells
// parameters apart by name, value and method, so that another method in the program is a change at every update. Sources:
// terraform-provider-aws, resourceParameterHash in internal/service/rds/parameter_group.go, and its issues #39252 and
// #36419.
func knownMethods(c *model.Call) error {
	family, before := c.State.String("family"), map[string]string{}
	for _, p := range c.Old.Objects("parameters") {
		before[p.String("name")+"="+p.String("value")] = p.String("applyMethod")
	}
	read := []any{}
	for _, p := range c.State.Objects("parameters") {
		one := p.Clone()
		was, same := before[p.String("name")+"="+p.String("value")]
		switch {
		case isDefault(family, p.String("name"), p.String("value")):
			one["applyMethod"] = pendingReboot
		case same:
			one["applyMethod"] = was
		}
		read = append(read, map[string]any(one))
	}
	if c.State.Has("parameters") {
		c.State["parameters"] = read
	}
	return nil
}
