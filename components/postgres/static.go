package postgres

import "strings"

// static are the parameters that PostgreSQL reads only when it starts: those of context "postmaster" in its
// documentation of versions 14 to 18, and those of RDS and of the extensions that RDS preloads. RDS refuses to
// apply them at once. (autovacuum_max_workers is dynamic from version 18 on, and may wait there too.)
var static = set(`
	archive_mode autovacuum_freeze_max_age autovacuum_max_workers autovacuum_multixact_freeze_max_age
	autovacuum_worker_slots commit_timestamp_buffers data_sync_retry debug_io_direct dynamic_shared_memory_type
	event_source hot_standby huge_page_size huge_pages ignore_invalid_pages io_max_combine_limit io_max_concurrency
	io_method jit_provider listen_addresses logging_collector max_active_replication_origins max_connections
	max_files_per_process max_locks_per_transaction max_logical_replication_workers max_notify_queue_pages
	max_pred_locks_per_transaction max_prepared_transactions max_replication_slots max_wal_senders
	max_worker_processes min_dynamic_shared_memory multixact_member_buffers multixact_offset_buffers notify_buffers
	old_snapshot_threshold port reserved_connections serializable_buffers shared_buffers shared_memory_type
	shared_preload_libraries subtransaction_buffers superuser_reserved_connections track_activity_query_size
	track_commit_timestamp transaction_buffers wal_buffers wal_decode_buffer_size wal_level wal_log_hints
	cron.database_name cron.host cron.launch_active_jobs cron.max_running_jobs cron.use_background_workers
	pg_stat_statements.max pglogical.use_spi rds.logical_replication rds.rds_superuser_reserved_connections
`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, word := range strings.Fields(words) {
		m[word] = true
	}
	return m
}
