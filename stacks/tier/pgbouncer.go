package tier

// PgBouncer sizes the connection pools.
type PgBouncer struct {
	// Number of PgBouncer tasks.
	Tasks int `json:"tasks" min:"1"`
	// Server connections per task to the primary.
	PoolSize int `json:"poolSize" min:"1"`
	// Maximum number of client connections per task.
	MaxClientConnections int `json:"maxClientConnections" min:"1"`
	// Sessions per task with DATABASE_ADMIN_URL. The release command and all jobs may meet in one task.
	AdminPoolSize          int         `json:"adminPoolSize" min:"1" max:"100"`
	ExporterImage          string      `json:"exporterImage,omitempty" example:"quay.io/prometheuscommunity/pgbouncer-exporter:v0.10.2"`
	MetricsSecurityGroupID string      `json:"metricsSecurityGroupId,omitempty" pattern:"^sg-[0-9a-f]{8,17}$" want:"the ID of a security group, such as sg-0123456789abcdef0"`
	ReservedConnections    int         `json:"reservedConnections,omitempty"`
	DatabaseName           string      `json:"databaseName,omitempty"`
	RoleName               string      `json:"roleName,omitempty"`
	StatementTimeout       int         `json:"statementTimeout,omitempty"`
	AllowFrom              []AllowFrom `json:"allowFrom,omitempty" example:"[{name: reports, securityGroupId: sg-0123456789abcdef0}]"`
	CPU                    int         `json:"cpu,omitempty"`
	Memory                 int         `json:"memory,omitempty"`
	MinPoolSize            int         `json:"minPoolSize,omitempty"`
	ReservePoolSize        int         `json:"reservePoolSize,omitempty"`
	QueryWaitTimeout       int         `json:"queryWaitTimeout,omitempty"`
	ServerLifetime         int         `json:"serverLifetime,omitempty"`
	ServerIdleTimeout      int         `json:"serverIdleTimeout,omitempty"`
	DeregistrationDelay    int         `json:"deregistrationDelay,omitempty"`
	StopTimeout            int         `json:"stopTimeout,omitempty"`
	// Days to keep the log. If not set, logRetentionDays of the whole tier.
	LogRetentionDays int `json:"logRetentionDays,omitempty"`
}
