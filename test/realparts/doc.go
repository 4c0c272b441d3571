// Package realparts runs the real servers that the simulated account only pretends to have: PostgreSQL with a streaming
// replica, PgBouncer, Valkey, Redis and RabbitMQ, each at the version that an environment gets or the nearest that Debian
// has, with Celery, RQ and web frameworks to talk to them; and moto's server, which stands in for SQS.
//
// The servers live in a folder that holds a small Debian ("make real-parts" makes it), which each process enters by
// chroot; or in a container of the same Debian, in which the tests themselves run (compose.yaml). Both need Linux and
// root. Everything listens on the loopback interface only, and dies with the test, however the test dies.
package realparts
