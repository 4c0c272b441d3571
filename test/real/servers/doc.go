// Package servers starts real servers for tests: PostgreSQL with a streaming replica, PgBouncer, Valkey, Redis and
// RabbitMQ, with Celery, RQ and web frameworks as clients. Each has the version that an environment gets, or the nearest
// that Debian ships. The server of moto stands in for SQS.
//
// The servers live in a folder with a small Debian, which "make real-parts" builds and each process enters by chroot.
// Alternatively, the tests run in a container of the same Debian (test/real/compose.yaml). Both need Linux and root.
// All servers listen on the loopback interface only, and die with the test, however the test ends.
package servers
