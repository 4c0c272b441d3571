package pgbouncer

import "slices"

// statStatements is always created: the database component preloads its library.
const statStatements = "pg_stat_statements"

// trusted are the extensions that any role can create that may create objects in the database (RDS User Guide,
// "PostgreSQL trusted extensions").
var trusted = []string{
	"bool_plperl", "btree_gin", "btree_gist", "citext", "cube", "dict_int", "fuzzystrmatch", "hstore", "intarray", "isn",
	"jsonb_plperl", "ltree", "pg_trgm", "pgcrypto", "plperl", "pltcl", "tablefunc", "tsm_system_rows", "tsm_system_time",
	"unaccent", "uuid-ossp",
}

// needMaster are the extensions that only a member of rds_superuser can create (RDS for PostgreSQL Release Notes,
// "Extensions supported for RDS for PostgreSQL 17"). Extensions that work only with a library in
// shared_preload_libraries are left out, such as pg_cron, pgaudit and pglogical.
var needMaster = []string{
	"address_standardizer", "address_standardizer_data_us", "amcheck", "autoinc", "aws_commons", "aws_lambda", "aws_s3",
	"bloom", "dblink", "dict_xsyn", "earthdistance", "h3", "h3_postgis", "hll", "hstore_plperl", "hypopg",
	"insert_username", "intagg", "ip4r", "lo", "log_fdw", "moddatetime", "mysql_fdw", "orafce", "pageinspect", "pg_bigm",
	"pg_buffercache", "pg_freespacemap", "pg_partman", "pg_prewarm", "pg_proctab", "pg_repack", "pg_similarity",
	statStatements, "pg_visibility", "pg_walinspect", "pgrouting", "pgrowlocks", "pgstattuple", "pgtap", "plv8", "postgis",
	"postgis_raster", "postgis_tiger_geocoder", "postgis_topology", "postgres_fdw", "prefix", "refint", "seg", "sslinfo",
	"tds_fdw", "vector",
}

// KnownExtensions are the names that Args.Extensions may hold, in alphabetical order.
func KnownExtensions() []string {
	return slices.Sorted(slices.Values(slices.Concat(trusted, needMaster)))
}

// extensions are those that the bootstrap creates, each once.
func (a Args) extensions() []string {
	list := append([]string{statStatements}, a.Extensions...)
	slices.Sort(list)
	return slices.Compact(list)
}
