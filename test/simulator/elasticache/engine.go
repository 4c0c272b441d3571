package elasticache

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/facts"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

// engineOf is the engine of a replication group's or a cluster's properties.
func engineOf(p model.Props) string {
	if engine := p.String("engine"); engine != "" {
		return engine
	}
	return redis
}

func versionsOf(engine string) []string {
	switch engine {
	case valkey:
		return facts.Orderable("elasticache_valkey_versions")
	case memcached:
		return facts.Orderable("elasticache_memcached_versions")
	default:
		return facts.Orderable("elasticache_redis_versions")
	}
}

// orderedVersion returns the version for an order: the newest if none is set, the newest 6 for 6.x, or "" if there is
// none.
func orderedVersion(engine, version string) string {
	versions := versionsOf(engine)
	switch {
	case version == "":
		return slices.MaxFunc(versions, compareVersions)
	case version == "6.x" && engine == redis:
		return "6.2"
	case slices.Contains(versions, version):
		return version
	default:
		return ""
	}
}

// patches are the patch numbers of versions that the API names by two parts. Others are 0. Source: ElastiCache user
// guide, "Engine versions", from memory.
var patches = map[string]string{"6.0": "5", "6.2": "6", "7.0": "7", "7.2": "6", "8.0": "1"}

func actualVersion(version string) string {
	if strings.Count(version, ".") != 1 {
		return version
	}
	if patch, ok := patches[version]; ok {
		return version + "." + patch
	}
	return version + ".0"
}

// familyOf returns the parameter group family for a version.
func familyOf(engine, version string) string {
	parts := strings.Split(version, ".")
	switch {
	case engine == valkey, engine == redis && len(parts) == 2 && parts[0] != "6":
		return engine + parts[0]
	case engine == redis && parts[0] == "6":
		return "redis6.x"
	default:
		return engine + strings.Join(parts[:2], ".")
	}
}

// compareVersions compares by number; x is newer than every number, and a missing part is older.
func compareVersions(a, b string) int {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(as), len(bs)) {
		if order := cmp.Compare(part(as, i), part(bs, i)); order != 0 {
			return order
		}
	}
	return 0
}

func part(parts []string, i int) int {
	if i >= len(parts) {
		return -1
	}
	n, err := strconv.Atoi(parts[i])
	if err != nil {
		return math.MaxInt
	}
	return n
}

// Shapes of version numbers.
var (
	redisShape  = regexp.MustCompile(`^([1-5]\.\d+\.\d+|6\.(x|\d+)|([7-9]|[1-9]\d+)\.\d+)$`)
	valkeyShape = regexp.MustCompile(`^\d+\.\d+$`)
	memShape    = regexp.MustCompile(`^\d+\.\d+\.\d+$`)
)

func versionShape(c *model.Call) error {
	const property = "engineVersion"
	if !c.New.Known(property) || schema.IsUnknown(c.New["engine"]) {
		return nil
	}
	version := c.New.String(property)
	switch engine := engineOf(c.New); {
	case engine == valkey && !valkeyShape.MatchString(version):
		return model.Invalidf(property, "engine_version: Valkey versions must match <major>.<minor>")
	case engine == redis && !redisShape.MatchString(version):
		return model.Invalidf(property, "engine_version: Redis versions must match <major>.<minor> when using version 7 or "+
			"higher, <major>.<minor> or <major>.x when using version 6, or <major>.<minor>.<patch>")
	case engine == memcached && !memShape.MatchString(version):
		return model.Invalidf(property, "engine_version: Memcached versions must match <major>.<minor>.<patch>")
	}
	return nil
}

// versionExists requires a version that can be ordered.
func versionExists(c *model.Call) error {
	engine, version := engineOf(c.State), c.State.String("engineVersion")
	if orderedVersion(engine, version) == "" {
		return model.Errorf(badCombination, "Cannot find version %s for %s", version, engine)
	}
	return nil
}

// familyOfCall is the family that a call's engine and version need.
func familyOfCall(c *model.Call) string {
	engine := engineOf(c.State)
	return familyOf(engine, orderedVersion(engine, c.State.String("engineVersion")))
}
