package rds

import (
	"slices"
	"strings"
)

// staticParameters need a restart. Source: PostgreSQL's documentation, "Server Configuration" (context postmaster), for
// versions 14 to 18, and that of RDS and of its preloaded extensions. Names that are not listed may not exist.
var staticParameters = strings.Fields(`
	archive_mode autovacuum_freeze_max_age autovacuum_max_workers autovacuum_multixact_freeze_max_age
	autovacuum_worker_slots commit_timestamp_buffers cron.database_name cron.host cron.max_running_jobs
	cron.use_background_workers data_sync_retry debug_io_direct dynamic_shared_memory_type event_source
	hot_standby huge_page_size huge_pages ignore_invalid_pages io_max_combine_limit io_max_concurrency io_method
	jit_provider listen_addresses logging_collector max_active_replication_origins max_connections
	max_files_per_process max_locks_per_transaction max_logical_replication_workers max_notify_queue_pages
	max_pred_locks_per_transaction max_prepared_transactions max_replication_slots max_wal_senders
	max_worker_processes min_dynamic_shared_memory multixact_member_buffers multixact_offset_buffers
	notify_buffers old_snapshot_threshold pg_stat_statements.max pglogical.use_spi port rds.custom_dns_resolution
	rds.logical_replication rds.pg_stat_ramdisk_size rds.rds_superuser_reserved_connections
	rds.restrict_password_commands reserved_connections serializable_buffers shared_buffers shared_memory_type
	shared_preload_libraries subtransaction_buffers superuser_reserved_connections track_activity_query_size
	track_commit_timestamp transaction_buffers wal_buffers wal_decode_buffer_size wal_level wal_log_hints
`)

// static reports whether a parameter needs a restart. Version 18's autovacuum_max_workers no longer does, but RDS's
// list for that version is not known.
func static(name string) bool { return slices.Contains(staticParameters, strings.ToLower(name)) }
