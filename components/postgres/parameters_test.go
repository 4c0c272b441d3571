package postgres

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSizedParameters(t *testing.T) {
	for name, want := range map[string]map[string]string{
		"db.t4g.micro": {
			"max_connections": "112", "work_mem": "4096", "maintenance_work_mem": "65536", "autovacuum_max_workers": "3",
			"autovacuum_vacuum_cost_limit": "600", "max_worker_processes": "8",
		},
		"db.m7g.large": {
			"max_connections": "901", "work_mem": "16384", "maintenance_work_mem": "262144", "autovacuum_max_workers": "3",
			"autovacuum_vacuum_cost_limit": "600", "max_worker_processes": "8",
		},
		"db.m7g.2xlarge": {
			"max_connections": "3604", "work_mem": "65536", "maintenance_work_mem": "1048576", "autovacuum_max_workers": "4",
			"autovacuum_vacuum_cost_limit": "800", "max_worker_processes": "16",
		},
		"db.x2iedn.32xlarge": {
			"max_connections": "5000", "work_mem": "65536", "maintenance_work_mem": "1048576", "autovacuum_max_workers": "8",
			"autovacuum_vacuum_cost_limit": "1600", "max_worker_processes": "256",
		},
	} {
		require.Equal(t, want, classes[name].sizedParameters(), name)
	}
}

// The sizes must fit the memory together: buffers a quarter, as RDS has them, and every worker's memory at once.
func TestSizesFitTheMemory(t *testing.T) {
	for name, c := range classes {
		memory := c.memoryGiB * 1024 * mib
		workers := clamp(c.vCPUs/2, minWorkers, maxWorkers)
		maintenance := workers * clamp(memory/maintenanceShares, minMaintenanceMem, maxMaintenanceMem)
		require.LessOrEqual(t, memory/4+maintenance, memory/2, name)
	}
}

func TestParameters(t *testing.T) {
	a := Args{EngineVersion: "17", InstanceClass: "db.m7g.large", Parameters: map[string]string{
		"work_mem": "32768", "wal_buffers": "2048", "log_statement": "ddl", "pg_stat_statements.max": "10000",
	}}
	require.Equal(t, []parameter{
		{"autovacuum_analyze_scale_factor", "0.02", "immediate"},
		{"autovacuum_max_workers", "3", "pending-reboot"},
		{"autovacuum_vacuum_cost_limit", "600", "pending-reboot"},
		{"autovacuum_vacuum_insert_scale_factor", "0.05", "immediate"},
		{"autovacuum_vacuum_scale_factor", "0.05", "immediate"},
		{"hot_standby_feedback", "1", "immediate"},
		{"idle_in_transaction_session_timeout", "60000", "immediate"},
		{"log_autovacuum_min_duration", "10000", "pending-reboot"},
		{"log_lock_waits", "1", "immediate"},
		{"log_min_duration_statement", "1000", "immediate"},
		{"log_parameter_max_length", "0", "immediate"},
		{"log_statement", "ddl", "immediate"},
		{"log_temp_files", "65536", "immediate"},
		{"maintenance_work_mem", "262144", "pending-reboot"},
		{"max_connections", "901", "pending-reboot"},
		{"max_worker_processes", "8", "pending-reboot"},
		{"password_encryption", "scram-sha-256", "pending-reboot"},
		{"pg_stat_statements.max", "10000", "pending-reboot"},
		{"random_page_cost", "1.1", "immediate"},
		{"rds.force_ssl", "1", "pending-reboot"},
		{"shared_preload_libraries", "pg_stat_statements", "pending-reboot"},
		{"track_io_timing", "1", "immediate"},
		{"wal_buffers", "2048", "pending-reboot"},
		{"work_mem", "32768", "immediate"},
	}, a.parameters())
}

// A method that differs from the one that AWS returns would be a change at every update.
func TestMethodsAreThoseThatAWSReturns(t *testing.T) {
	for name, c := range map[string]struct {
		version, value string
		parameter      string
		want           string
	}{
		"RDS's default":           {"17", "1", "rds.force_ssl", pendingReboot},
		"not yet its default":     {"14", "1", "rds.force_ssl", immediate},
		"default of a choice":     {"17.9", "0", "hot_standby_feedback", pendingReboot},
		"another choice":          {"17.9", "1", "hot_standby_feedback", immediate},
		"chosen as it is":         {"17", "16384", "work_mem", pendingReboot},
		"chosen in another value": {"17", "8192", "work_mem", immediate},
	} {
		a := Args{
			EngineVersion: c.version, InstanceClass: "db.m7g.large", Parameters: map[string]string{c.parameter: c.value},
		}
		require.Contains(t, a.parameters(), parameter{c.parameter, c.value, c.want}, name)
	}
}

func TestChosenParametersLeaveTheOthersAlone(t *testing.T) {
	before := maps.Clone(fixedParameters)
	a := Args{InstanceClass: "db.m7g.large", Parameters: map[string]string{"random_page_cost": "1.5"}}
	require.Contains(t, a.parameters(), parameter{"random_page_cost", "1.5", "immediate"})
	require.Equal(t, before, fixedParameters)
}

func TestStaticParameters(t *testing.T) {
	for _, name := range []string{
		"max_connections", "shared_buffers", "shared_preload_libraries", "autovacuum_max_workers", "wal_level",
		"max_replication_slots", "huge_pages", "track_activity_query_size", "rds.logical_replication", "cron.database_name",
	} {
		require.True(t, static[name], name)
	}
	for _, name := range []string{
		"work_mem", "rds.force_ssl", "log_min_duration_statement", "max_wal_size", "autovacuum",
	} {
		require.False(t, static[name], name)
	}
}
