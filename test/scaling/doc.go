// Package scaling simulates a service of workers that scales on its queue: messages that arrive, tasks that need their
// time to start, metrics that come late, and Application Auto Scaling as AWS documents it, second by second and without
// chance. It holds the rules of AWS and none of Tenfold's: what it is told to do comes from outside.
//
// Not modelled: tasks that fail or that Spot takes away, deployments, retries of messages, a broker that is slow, and
// more than one queue (several are one, when their messages are counted by the work that they make).
package scaling
