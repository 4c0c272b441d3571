package task

// Limits that several components share. Times are in seconds.
const (
	MaxPort = 65535
	// MinUserPort is the lowest port that a user other than root can listen on.
	MinUserPort = 1024
	// MinTasks keeps one task running while another one fails.
	MinTasks = 2
	// MaxTasks is the limit of one ECS service.
	MaxTasks = 5000
	// MinStopTimeout and MaxStopTimeout are the limits of Fargate.
	MinStopTimeout = 2
	MaxStopTimeout = 120
	// MaxDeregistrationDelay is the limit of a target group.
	MaxDeregistrationDelay = 3600

	maxGeneration   = 9999
	maxActions      = 5  // of an alarm
	maxRolePolicies = 10 // managed policies of a role
	minScratch      = 21 // GiB, the least that Fargate accepts when a size is given
	maxScratch      = 200
)
