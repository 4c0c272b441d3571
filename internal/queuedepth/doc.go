// Package queuedepth is the program cmd/queuedepth: it reads how many messages wait in every queue of a broker that
// speaks the Redis protocol, for how long, and how many are being worked on, and publishes that to CloudWatch and
// Prometheus. CloudWatch knows nothing of what is inside a Redis, so the workers could not scale on their backlog.
//
// CloudWatch gets the numbers as lines of the embedded metric format on the standard output, which the awslogs driver
// takes to CloudWatch Logs, and CloudWatch makes metrics of. The other way is the call PutMetricData. The metrics cost
// the same either way, 0.30 USD a month each; what differs, at list prices of us-east-1 and a sample in 30 seconds
// (87,600 in a month of 730 hours):
//
//	the lines       0.50 USD per GB: 389 bytes with the 26 that CloudWatch adds to an event × 87,600 = 34 MB,
//	                0.017 USD a month for each queue
//	PutMetricData   0.01 USD per 1,000 calls: 87,600 calls, 0.88 USD a month, however few the queues are
//
// So the lines are cheaper up to 51 queues. They also need no permission, no way to another endpoint of AWS, and no
// SDK, which would be most of the image.
//
// Two tasks run, and both sample; a lease in the broker makes one of them publish. Should two publish for a moment,
// they publish the same values: whoever reads the metrics takes Average or Maximum, never Sum.
package queuedepth
