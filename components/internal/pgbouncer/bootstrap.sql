-- Makes the application's roles and database. It can be run any number of times, by several at once.
--
-- It is for psql, connected to the database postgres as the master user, who need not be a superuser: CREATEROLE and
-- CREATEDB are enough. It reads APP_ROLE, APP_DATABASE, APP_LOGINS (what BootstrapLogins returns: SCRAM verifiers, so
-- that no password is in a statement or in a log of the server), APP_EXTENSIONS (names with commas between),
-- APP_STATEMENT_TIMEOUT (seconds), APP_CONNECTIONS, of which APP_ADMIN_CONNECTIONS are for admin logins, APP_MARK and
-- APP_SHARED from the environment, where no list of processes shows them.
--
-- Whatever it makes has the comment APP_MARK, by which DropSQL knows it. With APP_SHARED=true the server is also that of
-- other environments: what has another comment, or none, is theirs.
--
-- APP_ROLE owns what the application creates, and nobody can log in as it. Each login is a member of it and becomes it
-- when it connects, so that all logins use and change the same tables. PostgreSQL 17.1, 16.5 and 15.9 ignore this
-- setting (fixed in 17.2, 16.6 and 15.10). A reader is no member: it reads those tables, and those that come later. The
-- database and the schema belong to the master user.
\set ON_ERROR_STOP on
\getenv role APP_ROLE
\getenv database APP_DATABASE
\getenv logins APP_LOGINS
\getenv extensions APP_EXTENSIONS
\getenv timeout APP_STATEMENT_TIMEOUT
\getenv connections APP_CONNECTIONS
\getenv admin APP_ADMIN_CONNECTIONS
\getenv mark APP_MARK
\getenv shared APP_SHARED
\set QUIET on
\pset tuples_only on
\o /dev/null
SET search_path = pg_catalog;
SET client_min_messages = warning;

-- One at a time: two that create a role at once would fail. The lock ends with the connection.
SELECT pg_advisory_lock(7305816241);

-- A role that was there before, such as the master user, is not taken over.
SELECT format('DO %L', format('BEGIN RAISE EXCEPTION %L; END',
    'the role ' || r.rolname || ' can create databases or roles, or is a superuser; choose another name'))
FROM pg_roles r
WHERE r.rolname::text IN (SELECT :'role' UNION SELECT name FROM json_to_recordset(:'logins') AS l (name text))
    AND (r.rolsuper OR r.rolcreatedb OR r.rolcreaterole OR r.rolreplication OR r.rolbypassrls
        OR EXISTS (SELECT FROM pg_roles s WHERE s.rolname = 'rds_superuser' AND pg_has_role(r.oid, s.oid, 'member')))
\gexec

SELECT format('DO %L', format('BEGIN RAISE EXCEPTION %L; END',
    found || ' was there before, and the database server is another environment''s; choose another name'))
FROM (
    SELECT 'the role ' || rolname AS found
    FROM pg_roles
    WHERE rolname::text IN (SELECT :'role' UNION SELECT name FROM json_to_recordset(:'logins') AS l (name text))
        AND shobj_description(oid, 'pg_authid') IS DISTINCT FROM :'mark'
    UNION ALL
    SELECT 'the database ' || datname
    FROM pg_database
    WHERE datname = :'database' AND COALESCE(shobj_description(oid, 'pg_database') <> :'mark', datallowconn)
) AS others
WHERE :'shared' = 'true'
\gexec

-- Each environment may open APP_CONNECTIONS, which its owner's role records: nobody logs in as it. One that is new, or
-- wants more, must leave what the others may open, and 20 for superusers, RDS and people. Of one that was bootstrapped
-- before there was a limit (-1), nobody knows it. Such a one itself is not held up by the others.
SELECT format('DO %L', format('BEGIN RAISE EXCEPTION %L; END', CASE WHEN unknown IS NOT NULL THEN format(
    'nobody knows how many connections %s may open: its limit is not set; run pulumi up there first', unknown)
ELSE format(
    'the database server accepts %s connections, of which 20 are for people and RDS, and %s for %s; this environment needs %s; make '
    'its pools smaller, or its base larger', most, taken, others, :'connections') END))
FROM (
    SELECT current_setting('max_connections')::int AS most, coalesce(sum(rolconnlimit) FILTER (WHERE rolconnlimit > 0), 0) AS taken,
        coalesce(string_agg(substr(shobj_description(oid, 'pg_authid'), 21), ', ' ORDER BY rolname), 'others') AS others,
        string_agg(substr(shobj_description(oid, 'pg_authid'), 21), ', ' ORDER BY rolname) FILTER (WHERE rolconnlimit < 0) AS unknown
    FROM pg_roles
    WHERE NOT rolcanlogin AND shobj_description(oid, 'pg_authid') LIKE 'made by Tenfold for %'
        AND shobj_description(oid, 'pg_authid') <> :'mark'
) AS budget
WHERE :'shared' = 'true' AND (unknown IS NOT NULL OR taken + :'connections'::int > most - 20)
    AND NOT EXISTS (
        SELECT FROM pg_roles WHERE rolname = :'role' AND (rolconnlimit < 0 OR rolconnlimit >= :'connections'::int))
\gexec

-- No role without its mark.
BEGIN;
SELECT format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS', :'role'),
    format('COMMENT ON ROLE %I IS %L', :'role', :'mark')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role')
\gexec
ALTER ROLE :"role" NOLOGIN CONNECTION LIMIT :connections;

SELECT
    CASE WHEN r.oid IS NULL THEN
        format('CREATE ROLE %I NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS', l.name) END,
    CASE WHEN r.oid IS NULL THEN format('COMMENT ON ROLE %I IS %L', l.name, :'mark') END,
    format('ALTER ROLE %I LOGIN PASSWORD %L', l.name, l.verifier),
    CASE WHEN NOT l.reader THEN format('GRANT %I TO %I', :'role', l.name) END,
    CASE WHEN NOT l.reader THEN format('ALTER ROLE %I SET role = %L', l.name, :'role') END,
    format('ALTER ROLE %I SET statement_timeout = %L', l.name,
        CASE WHEN l.admin THEN '0' WHEN l.reader THEN '5min' ELSE :'timeout' END),
    -- A migration that waits for a lock blocks whoever comes after it; it is better tried again.
    format('ALTER ROLE %I SET lock_timeout = %L', l.name, CASE WHEN l.admin OR l.reader THEN '5s' ELSE '0' END),
    -- A migration may compute between two statements, and a person may think; a request may not.
    format('ALTER ROLE %I SET idle_in_transaction_session_timeout = %L', l.name,
        CASE WHEN l.admin OR l.reader THEN '5min' ELSE '60s' END),
    -- For each login: PostgreSQL has no limit of several roles together. It is never lowered. PgBouncers of before a deployment
    -- hold what they were made for, and those of after it must still get in; what all of them open, their pools say.
    format('ALTER ROLE %I CONNECTION LIMIT %s', l.name, CASE WHEN l.reader THEN 5 ELSE greatest(r.rolconnlimit,
        CASE WHEN l.admin THEN :'admin'::int ELSE :'connections'::int - :'admin'::int END) END),
    CASE WHEN l.reader THEN format('ALTER ROLE %I SET default_transaction_read_only = on', l.name) END,
    -- To see what others run, and what blocks them: not on a server of several environments. RDS lets its master user grant
    -- it; another server need not.
    CASE WHEN l.reader AND :'shared' <> 'true' THEN format('DO %L', format(
        'BEGIN GRANT pg_monitor TO %I; EXCEPTION WHEN insufficient_privilege THEN NULL; END', l.name)) END
FROM json_to_recordset(:'logins') AS l (name text, verifier text, admin boolean, reader boolean)
LEFT JOIN pg_roles r ON r.rolname = l.name
\gexec
COMMIT;

-- A reader that is not wanted any more cannot log in. It is known by its comment: another role is left alone.
SELECT format('ALTER ROLE %I NOLOGIN', r.rolname)
FROM pg_roles r
WHERE r.rolname = :'role' || '_reader' AND r.rolcanlogin AND shobj_description(r.oid, 'pg_authid') = :'mark'
    AND NOT EXISTS (SELECT FROM json_to_recordset(:'logins') AS l (name text) WHERE l.name = r.rolname)
\gexec
SELECT coalesce(max(name), '') AS reader, count(*) > 0 AS has_reader
FROM json_to_recordset(:'logins') AS l (name text, reader boolean) WHERE reader
\gset

-- No database without its mark either: one whose bootstrap ended here accepts no connections, and the next one goes on.
SELECT format('CREATE DATABASE %I ALLOW_CONNECTIONS false', :'database')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database')
\gexec
BEGIN;
SELECT format('COMMENT ON DATABASE %I IS %L', datname, :'mark'), format('ALTER DATABASE %I ALLOW_CONNECTIONS true', datname)
FROM pg_database
WHERE datname = :'database' AND NOT datallowconn AND shobj_description(oid, 'pg_database') IS NULL
\gexec
COMMIT;

-- A database that was there before stays open to whom it was: its owner may connect by PUBLIC only.
SELECT shobj_description(oid, 'pg_database') IS NOT DISTINCT FROM :'mark' AS own FROM pg_database WHERE datname = :'database'
\gset
\if :own
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
\endif
-- CREATE is for trusted extensions in migrations, and for schemas.
GRANT CONNECT, TEMPORARY, CREATE ON DATABASE :"database" TO :"role";

\connect :"database"
-- The application can create functions in public, so the master user must not find any there.
SET search_path = pg_catalog;
SET client_min_messages = warning;
-- The application can take this lock, too, and must not hold up the bootstrap with it. Without the lock, one of two that
-- run at once may fail, and is tried again.
SET lock_timeout = '20s';
\set ON_ERROR_STOP off
SELECT pg_advisory_lock(7305816241);
\set ON_ERROR_STOP on

\if :own
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
\endif
GRANT USAGE, CREATE ON SCHEMA public TO :"role";

-- An extension is created in the first schema of the path, unless it has one of its own.
SELECT 'SET search_path = public', format('CREATE EXTENSION IF NOT EXISTS %I CASCADE', name),
    'SET search_path = pg_catalog'
FROM unnest(string_to_array(:'extensions', ',')) AS name
\gexec

-- Only the owner of a table can let others read it, so the master user becomes the owner for these statements. They run
-- no function of the application. What is granted already is left out, and with it the risk to meet a migration.
\if :has_reader
GRANT CONNECT ON DATABASE :"database" TO :"reader";
GRANT USAGE ON SCHEMA public TO :"reader";
GRANT :"role" TO CURRENT_USER;
SET ROLE :"role";
ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO :"reader";
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO :"reader";
ALTER DEFAULT PRIVILEGES GRANT SELECT ON SEQUENCES TO :"reader";
SELECT format('GRANT USAGE ON SCHEMA %I TO %I', n.nspname, :'reader')
FROM pg_namespace n
WHERE n.nspowner = :'role'::regrole AND n.nspname NOT LIKE 'pg\_%' AND NOT has_schema_privilege(:'reader', n.oid, 'USAGE')
\gexec
SELECT format('GRANT SELECT ON %s TO %I', c.oid::regclass, :'reader')
FROM pg_class c
WHERE c.relowner = :'role'::regrole AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relpersistence <> 't'
    AND NOT has_table_privilege(:'reader', c.oid, 'SELECT')
\gexec
RESET ROLE;
REVOKE :"role" FROM CURRENT_USER;
\endif

-- PgBouncer logs in to the replicas as well, so they must know the roles before it starts. A replica that is far behind
-- does not hold it up for longer than this.
DO $$
DECLARE
    written pg_lsn := pg_current_wal_lsn();
    deadline timestamptz := clock_timestamp() + interval '30 seconds';
BEGIN
    WHILE clock_timestamp() < deadline
        AND EXISTS (SELECT FROM pg_stat_get_wal_senders() WHERE state = 'streaming' AND replay_lsn < written)
    LOOP
        PERFORM pg_sleep(0.1);
    END LOOP;
END
$$;
