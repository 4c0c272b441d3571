// Package scaling is what is pure about scaling workers on their backlog: it turns how long a message may wait, and how
// long a worker needs for it, into the backlog per task that Application Auto Scaling holds, and into the alarms that
// tell people when it cannot. It knows nothing of brokers and of where the numbers go.
package scaling
