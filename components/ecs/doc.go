// Package ecs runs containers on AWS Fargate: a [Cluster], and in it the [Web] service behind a load balancer and the
// [PgBouncer] in front of its database.
package ecs
