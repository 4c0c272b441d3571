-- Makes the application's role and database. It can be run any number of times, by several at once.
--
-- It is for psql, connected to the database postgres as the master user, who need not be a superuser: CREATEROLE and
-- CREATEDB are enough. It reads APP_ROLE, APP_DATABASE, APP_VERIFIER (the role's SCRAM verifier, so that the password
-- itself is in no statement and in no log of the server), APP_EXTENSIONS (names with commas between) and
-- APP_STATEMENT_TIMEOUT (seconds) from the environment, where no list of processes shows them.
--
-- The application owns what its migrations create in the schema public, and nothing else: the database and the schema
-- belong to the master user, who therefore needs to be a member of no role.
\set ON_ERROR_STOP on
\getenv role APP_ROLE
\getenv database APP_DATABASE
\getenv verifier APP_VERIFIER
\getenv extensions APP_EXTENSIONS
\getenv timeout APP_STATEMENT_TIMEOUT
\set QUIET on
\pset tuples_only on
\o /dev/null

-- One at a time: two that create a role at once would fail. The lock ends with the connection.
SELECT pg_advisory_lock(7305816241);

SELECT format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS', :'role')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role')
\gexec

-- A role that was there before, such as the master user, is not taken over.
SELECT format('DO %L', format('BEGIN RAISE EXCEPTION %L; END',
    'the role ' || :'role' || ' can create databases or roles, or is a superuser; choose another name'))
FROM pg_roles
WHERE rolname = :'role' AND (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls)
\gexec

ALTER ROLE :"role" LOGIN PASSWORD :'verifier';
ALTER ROLE :"role" SET statement_timeout = :'timeout';
ALTER ROLE :"role" SET idle_in_transaction_session_timeout = '60s';

SELECT format('CREATE DATABASE %I', :'database')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database')
\gexec

REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE :"database" TO :"role";

\connect :"database"
SELECT pg_advisory_lock(7305816241);

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO :"role";

SELECT format('CREATE EXTENSION IF NOT EXISTS %I', name)
FROM unnest(string_to_array(:'extensions', ',')) AS name
\gexec
