// Package scaling simulates a worker service that scales on its queue. It models the messages that arrive, the start-up
// time of tasks, the delay of metrics, and Application Auto Scaling as AWS documents it. It works second by second and
// uses no random numbers. The package holds AWS's rules and none of Tenfold's: a [Service] says what to do.
//
// The tests simulate what the component Worker deploys for the queues of each tier, and write docs/scaling.md:
// go test ./test/scaling -update.
//
// Not modelled: tasks that fail, Spot interruptions, deployments, retries, a slow broker, and more than one queue.
// Several queues are one when you weight their messages by the work they cause.
package scaling
