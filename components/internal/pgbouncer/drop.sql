-- Drops the application's database and its roles: those that BootstrapSQL made for APP_MARK, and no others. It can be run
-- any number of times, and finds nothing to do where there is nothing.
--
-- It is for psql, connected to the database postgres as the same master user. It reads APP_DATABASE, APP_ROLES (names
-- with commas between) and APP_MARK from the environment. What it prints is for a second psql: a session has one
-- database, and a role can own or be granted something in each.
--
-- The roles go last and all at once: until then their mark says that the next attempt may go on.
\set ON_ERROR_STOP on
\getenv database APP_DATABASE
\getenv roles APP_ROLES
\getenv mark APP_MARK
\set QUIET on
\pset tuples_only on
\pset format unaligned
\o /dev/null
SET search_path = pg_catalog;
SET client_min_messages = warning;
SET lock_timeout = '20s';
-- Not while a bootstrap runs.
SELECT pg_advisory_lock(7305816241);

-- The application can write neither comment: that takes the owner of the database, and ADMIN of the role.
SELECT format('DO %L', format('BEGIN RAISE EXCEPTION %L; END',
    refused || ' was not made by the bootstrap for "' || :'mark' || '"; nothing was dropped'))
FROM (
    SELECT 'the role ' || rolname AS refused
    FROM pg_roles
    WHERE rolname = ANY (string_to_array(:'roles', ','))
        AND (shobj_description(oid, 'pg_authid') IS DISTINCT FROM :'mark' OR rolsuper OR rolname = current_user)
    UNION ALL
    -- A database that accepts no connections and has no comment is one that the bootstrap has not finished.
    SELECT 'the database ' || datname
    FROM pg_database
    WHERE datname = :'database'
        AND (datistemplate OR datname = current_database() OR pg_get_userbyid(datdba) <> current_user
            OR COALESCE(shobj_description(oid, 'pg_database') <> :'mark', datallowconn))
) AS found
\gexec

-- Nobody comes back, and the master user may drop what the roles own. As a member it may do so without being a superuser.
SELECT format('ALTER ROLE %I NOLOGIN', rolname), format('GRANT %I TO CURRENT_USER', rolname)
FROM pg_roles
WHERE rolname = ANY (string_to_array(:'roles', ','))
\gexec
SELECT pg_terminate_backend(pid)
FROM pg_stat_activity
WHERE usename = ANY (string_to_array(:'roles', ','));
DROP DATABASE IF EXISTS :"database" WITH (FORCE);

-- Nothing of another role goes with it: DROP OWNED stops at an object that others depend on.
\o
WITH found AS (
    SELECT oid, rolname FROM pg_roles WHERE rolname = ANY (string_to_array(:'roles', ','))
), list AS (
    -- One at a time: PostgreSQL 17 fails when one of several owns default privileges that another one has.
    SELECT string_agg(format('DROP OWNED BY %I;', rolname), E'\n'
            ORDER BY array_position(string_to_array(:'roles', ','), rolname::text)) AS drop_owned,
        string_agg(quote_ident(rolname), ', ') AS names
    FROM found
), places AS (
    SELECT DISTINCT d.datname
    FROM pg_shdepend s
    JOIN pg_database d ON d.oid = s.dbid
    WHERE s.refclassid = 'pg_authid'::regclass AND s.refobjid IN (SELECT oid FROM found)
    UNION
    SELECT current_database() -- which also has what was granted on databases
)
SELECT line
FROM (
    SELECT 1 AS step, format(E'\\connect %I\nSET client_min_messages = error;\nSET lock_timeout = ''20s'';\n', datname)
        || drop_owned AS line
    FROM places, list
    UNION ALL
    SELECT 2, format(E'\\connect %I\nDROP ROLE %s;', current_database(), names)
    FROM list
) AS steps
WHERE (SELECT names FROM list) IS NOT NULL
ORDER BY step;
