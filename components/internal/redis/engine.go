// Package redis is what a clustered and a single ElastiCache replication group have in common: engines, node types,
// windows, and the resources around the group.
package redis

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// The engines. Valkey speaks the protocol of Redis and costs a fifth less.
const (
	Valkey = "valkey"
	Redis  = "redis"
)

// Port is what both listen on.
const Port = 6379

// families is the parameter group family by engine and version, as of 2026-11-30. Older versions of Redis cannot demand
// TLS.
var families = map[string]map[string]string{
	Valkey: {"7.2": "valkey7", "8.0": "valkey8", "8.1": "valkey8", "8.2": "valkey8", "9.0": "valkey9", "9.1": "valkey9"},
	Redis:  {"7.0": "redis7", "7.1": "redis7"},
}

// DefaultVersion is the version of an engine when none is chosen.
func DefaultVersion(engine string) string {
	if engine == Redis {
		return "7.1"
	}
	return "8.1"
}

func validateEngine(p *component.Problems, engine, version string) {
	versions, ok := families[engine]
	if !ok {
		p.Want("engine", engine, fmt.Sprintf("%q or %q", Valkey, Redis))
		return
	}
	if _, ok := versions[version]; !ok {
		p.Want("engineVersion", version, "a version of "+engine+": "+strings.Join(slices.Sorted(maps.Keys(versions)), ", "))
	}
}
