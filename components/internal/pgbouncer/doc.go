// Package pgbouncer is what is pure about running PgBouncer 1.24 or later in front of PostgreSQL: the text of
// pgbouncer.ini, the budget of connections, the SQL that prepares the database, and the commands of the containers. It
// knows nothing of where these run.
package pgbouncer
