// Package scaling derives how workers scale on their backlog. From how long a message may wait, and how long a worker
// needs for it, it computes the backlog per task that Application Auto Scaling holds, and the alarms for when it
// cannot. It knows neither brokers nor AWS resources.
package scaling
