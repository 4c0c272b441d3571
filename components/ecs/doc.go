// Package ecs runs containers on AWS Fargate:
//
//   - [Cluster] is what they all run in.
//   - [Web] is a web service behind a load balancer.
//   - [Worker] is a service of workers that take messages from queues and scale on what waits in them.
//   - [Beat] sends the periodic tasks of Celery.
//   - [Flower] shows what Celery does.
//   - [Job] is a command that runs at given times.
//   - [QueueDepth] measures the queues of a Redis broker, for the autoscaler of workers.
//   - [PgBouncer] is a pool of connections in front of a database, with the application's role and URLs.
package ecs
