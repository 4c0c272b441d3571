package tier

// Task is what the tasks of one part have in common with those of all others.
type Task struct {
	User       string `json:"user,omitempty" example:"'1000:1000'"`
	ScratchGiB int    `json:"scratchGiB,omitempty"`
	// Days to keep the log. If not set, logRetentionDays of the whole tier.
	LogRetentionDays int `json:"logRetentionDays,omitempty"`
}
