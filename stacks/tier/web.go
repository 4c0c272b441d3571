package tier

// Web sizes the web service.
type Web struct {
	// CPU units per task; 1024 are 1 vCPU.
	CPU int `json:"cpu" min:"1"`
	// Memory per task, in MiB.
	Memory int `json:"memory" min:"1"`
	// Server processes per task.
	Processes int `json:"processes" min:"1"`
	// Pool size of each process, per database: each process has one pool for the primary and one for the replicas.
	Connections int `json:"connections" min:"1"`
	// Minimum number of tasks.
	MinTasks int `json:"minTasks" min:"1"`
	// Maximum number of tasks.
	MaxTasks int `json:"maxTasks" max:"5000"`
	// Average CPU utilization that autoscaling maintains, in percent.
	CPUTarget int `json:"cpuTarget" min:"1"`
	// Requests per minute and task that autoscaling maintains.
	RequestsPerTarget int `json:"requestsPerTarget"`
	// Seconds that the slowest request may take. Deployments do not interrupt a request before that.
	LongestRequest int `json:"longestRequest" min:"1"`
	// Seconds that a task has to finish in-flight requests after the load balancer deregisters it. Every deployment waits
	// this long.
	DeregistrationDelay int `json:"deregistrationDelay" min:"1"`
	Task
	LogClass               string   `json:"logClass,omitempty" values:"logClass"`
	Command                []string `json:"command,omitempty" example:"[gunicorn, backend.wsgi]"`
	HealthCheckCommand     []string `json:"healthCheckCommand,omitempty" example:"[CMD, python, -m, backend.check]"`
	HealthCheckGracePeriod int      `json:"healthCheckGracePeriod,omitempty"`
	GracefulTimeout        int      `json:"gracefulTimeout,omitempty"`
	StopTimeout            int      `json:"stopTimeout,omitempty"`
	// Seconds that the server keeps an idle connection, 1 to 7200, longer than alb.idleTimeout. If not set, 15 more than that.
	KeepAlive        int        `json:"keepAlive,omitempty"`
	ScaleOutCooldown int        `json:"scaleOutCooldown,omitempty"`
	ScaleInCooldown  int        `json:"scaleInCooldown,omitempty"`
	Schedules        []Schedule `json:"schedules,omitempty" example:"[{name: morning, expression: 'cron(0 7 ? * MON-FRI *)', minTasks: 6}]"`
	AlarmNames       []string   `json:"alarmNames,omitempty" example:"[shop-errors]"`
}

// Schedule changes the bounds of the web service's autoscaling at a time.
type Schedule struct {
	Name       string `json:"name" required:"true" names:"true"`
	Expression string `json:"expression" required:"true"`
	Timezone   string `json:"timezone,omitempty" example:"Europe/Berlin"`
	MinTasks   int    `json:"minTasks,omitempty"`
	MaxTasks   int    `json:"maxTasks,omitempty"`
}
