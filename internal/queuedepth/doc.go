// Package queuedepth implements the program cmd/queuedepth. For every queue of a broker that speaks the Redis protocol it
// reads how many messages wait, how long the oldest has waited, and how many are in flight. It publishes these numbers to
// CloudWatch and Prometheus. CloudWatch cannot look into Redis, so workers could not scale on their backlog without it.
//
// CloudWatch receives lines in the embedded metric format: the awslogs driver sends the standard output to CloudWatch
// Logs, which extracts the metrics. The alternative is the API call PutMetricData. A metric costs 0.30 USD a month either
// way. The transport differs, at list prices of us-east-1 and one sample every 30 seconds (87,600 in a month of 730
// hours):
//
//	lines           0.50 USD per GB: 389 bytes with the 26 that CloudWatch adds to an event × 87,600 = 34 MB,
//	                0.017 USD a month for each queue
//	PutMetricData   0.01 USD per 1,000 calls: 87,600 calls, 0.88 USD a month, for any number of queues
//
// So lines are cheaper up to 51 queues. They also need no permission, no route to another AWS endpoint, and no SDK, which
// would be most of the image.
//
// Two tasks run and both sample, but only the holder of a lease in the broker publishes. If both publish for a moment,
// they publish the same values. Read the metrics with Average or Maximum, never with Sum.
package queuedepth
