package postgres

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// fixedParameters do not depend on the size. Sources: [PG], PostgreSQL's documentation of the parameter; [RDS], the
// RDS User Guide.
var fixedParameters = map[string]string{
	// [RDS "Using SSL with a PostgreSQL DB instance"] Who comes without TLS is refused.
	"rds.force_ssl": "1",
	// [PG] Passwords are stored as SCRAM verifiers; what is stored as MD5 can be used without being broken.
	"password_encryption": "scram-sha-256",
	// [RDS "pg_stat_statements"] Statistics per statement; the bootstrap creates the extension.
	sharedLibraries: statStatements,
	// [PG] The time of reads and writes in those statistics, at a cost that pg_test_timing measures on old machines
	// only.
	"track_io_timing": "1",
	// [PG, milliseconds] The slow-query log.
	"log_min_duration_statement": "1000",
	// [PG, bytes] The slow-query log has the statements without the values that are bound to them, which are often
	// personal data. With -1, PostgreSQL's default, it has all of them.
	"log_parameter_max_length": "0",
	// [PG] Who waits for a lock longer than deadlock_timeout, 1 s.
	"log_lock_waits": "1",
	// [PG, kB] Sorts and joins that spilled 64 MiB and more to disk.
	"log_temp_files": "65536",
	// [PG, milliseconds] Vacuums of 10 s and more, to see whether autovacuum keeps up.
	"log_autovacuum_min_duration": "10000",
	// [PG, milliseconds] A transaction that its client forgot holds locks, holds back vacuum, and behind PgBouncer
	// holds one of few server connections.
	"idle_in_transaction_session_timeout": "60000",
	// [PG "Handling Query Conflicts"] Vacuum on the primary leaves the rows that a replica's query still reads. Without
	// it the replica cancels the query. statement_timeout of the application's roles bounds how long rows can stay.
	"hot_standby_feedback": "1",
	// [PG] Four times the price of a sequential read is that of a turning disk.
	"random_page_cost": "1.1",
	// [PG "Routine Vacuuming"; RDS "Working with PostgreSQL autovacuum"] A twentieth of a table changed, rather
	// than a fifth: a table of 100 million rows is vacuumed after 5 million changes, in many short runs.
	"autovacuum_vacuum_scale_factor":        "0.05",
	"autovacuum_vacuum_insert_scale_factor": "0.05",
	"autovacuum_analyze_scale_factor":       "0.02",
}

const (
	sharedLibraries = "shared_preload_libraries"
	statStatements  = "pg_stat_statements"

	mib = 1024 // kB
	// minWorkMem is PostgreSQL's default; maxWorkMem keeps one bad query from taking a large instance down.
	minWorkMem, maxWorkMem = 4 * mib, 64 * mib
	// workShares is among how many sorts and hash tables a quarter of the memory is divided: 64 busy connections,
	// more than PgBouncer's largest pool of 50, at two each.
	workShares = 4 * 64 * 2
	// maintenanceShares gives each vacuum, and each index that is built, a thirty-second of the memory.
	maintenanceShares                    = 32
	minMaintenanceMem, maxMaintenanceMem = 64 * mib, 1024 * mib
	minWorkers, maxWorkers               = 3, 8
	// costLimitPerWorker is PostgreSQL's autovacuum cost limit. All workers share one limit, so that more of them
	// do not vacuum faster unless it grows with them.
	costLimitPerWorker = 200
	minWorkerSlots     = 8
	workerSlotsPerVCPU = 2
)

// sizedParameters follow from the class. They take effect at a restart, as the class does: values of the new class
// must not meet the memory of the old one while the change waits for the maintenance window.
//
// What RDS derives from the memory itself (shared_buffers a quarter, effective_cache_size half) is left to it: an
// instance that restarts with the buffers of a larger class does not start.
func (c class) sizedParameters() map[string]string {
	memory := c.memoryGiB * 1024 * mib
	workers := clamp(c.vCPUs/2, minWorkers, maxWorkers)
	return texts(map[string]int{
		// See MaxConnections. A standby must accept as many as its primary (PostgreSQL, "Hot Standby").
		"max_connections": c.maxConnections(),
		// [PG "Resource Consumption"] kB for each sort and hash table, of which a statement may have several.
		"work_mem": clamp(memory/workShares, minWorkMem, maxWorkMem),
		// [PG "Resource Consumption"] kB for each vacuum. Before version 17 a vacuum cannot use more than 1 GiB.
		"maintenance_work_mem": clamp(memory/maintenanceShares, minMaintenanceMem, maxMaintenanceMem),
		// [PG "Automatic Vacuuming"] One for two processors, at least PostgreSQL's 3.
		"autovacuum_max_workers":       workers,
		"autovacuum_vacuum_cost_limit": workers * costLimitPerWorker,
		// [RDS] Its own default. It is set because a standby must have as many as its primary, whatever its class.
		"max_worker_processes": max(workerSlotsPerVCPU*c.vCPUs, minWorkerSlots),
	})
}

func clamp(n, low, high int) int { return max(low, min(n, high)) }

func texts(numbers map[string]int) map[string]string {
	m := map[string]string{}
	for name, n := range numbers {
		m[name] = strconv.Itoa(n)
	}
	return m
}

const (
	immediate     = "immediate"
	pendingReboot = "pending-reboot"
)

// defaults are RDS's own values of parameters that can be set here, with the first major version that has them. AWS returns
// pending-reboot for a parameter with its default, whatever the program says. With any other method, each update would show
// a change (terraform-provider-aws#39252). Sources: RDS User Guide, "Using SSL with a PostgreSQL DB instance" and "Using
// PostgreSQL autovacuum"; PostgreSQL's documentation of password_encryption.
var defaults = map[string]struct {
	value string
	since int
}{
	"hot_standby_feedback":        {"0", 14},
	"log_autovacuum_min_duration": {"10000", 14},
	"password_encryption":         {"scram-sha-256", 14},
	"rds.force_ssl":               {"1", 15},
}

func isDefault(version int, name, value string) bool {
	known, ok := defaults[name]
	return ok && known.value == value && version >= known.since
}

// parameter is one of the parameter group.
type parameter struct{ name, value, method string }

// parameters are all, sorted by their names, of arguments that have no problems.
func (a Args) parameters() []parameter {
	sized, version := classes[a.InstanceClass].sizedParameters(), versionNumbers(a.EngineVersion)[0]
	values := maps.Clone(fixedParameters)
	maps.Copy(values, sized)
	maps.Copy(values, a.Parameters)
	var list []parameter
	for _, name := range slices.Sorted(maps.Keys(values)) {
		method := immediate
		if static[name] || sized[name] == values[name] || isDefault(version, name, values[name]) {
			method = pendingReboot
		}
		list = append(list, parameter{name, values[name], method})
	}
	return list
}

var parameterPattern = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$`)

func (a Args) validateParameters(p *component.Problems) {
	for _, name := range slices.Sorted(maps.Keys(a.Parameters)) {
		field, value := fmt.Sprintf("parameters[%s]", name), a.Parameters[name]
		switch {
		case !parameterPattern.MatchString(name):
			p.Want(field, value, "the name of a parameter of PostgreSQL, such as work_mem")
		case value == "":
			p.Want(field, value, "a value", "leave the parameter out to have its default")
		case name == sharedLibraries && !slices.Contains(strings.Split(value, ","), statStatements):
			p.Want(field, value, "a list with "+statStatements, "such as "+statStatements+",pg_cron")
		case name == "max_connections", name == "max_worker_processes":
			p.Want(field, value, "it left out",
				"it follows from instanceClass, and replicas and the connection budget count on it")
		case (name == "rds.force_ssl" || name == "password_encryption") && value != fixedParameters[name]:
			p.Want(field, value, fixedParameters[name])
		}
	}
}
