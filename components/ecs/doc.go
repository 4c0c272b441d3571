// Package ecs holds the types that the components on AWS Fargate share: what all tasks of an application have in common
// ([TaskArgs]), and what every service publishes ([ServiceOutputs]). The components are packages of their own:
//
//   - ecs/cluster: the cluster that all tasks run in
//   - ecs/web: a web service behind a load balancer
//   - ecs/worker: a service of workers that scales on the backlog of its queues
//   - ecs/beat: Celery's beat, which sends the periodic tasks
//   - ecs/flower: the web page that shows what Celery does
//   - ecs/job: a command that runs at given times
//   - ecs/release: a command that runs once for each image, before anything serves it
//   - ecs/operator: a task on demand, in which people reach databases and stores
//   - ecs/queuedepth: publishes the queue depths of a Redis broker, for the autoscaler of workers
//   - ecs/dropdb: drops a database and its roles when an environment is destroyed, on a server that stays
//   - ecs/pgbouncer: a pool of connections to a database, with the application's role and URLs
package ecs
