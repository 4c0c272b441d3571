package tier

// Cache sizes the cache.
type Cache struct {
	// Node type of the cache.
	NodeType string `json:"nodeType" example:"cache.t4g.medium"`
	// Number of shards.
	Shards int `json:"shards" min:"1"`
	// Replicas of each shard.
	ReplicasPerShard      int          `json:"replicasPerShard" min:"1"`
	Engine                string       `json:"engine,omitempty" values:"engine"`
	EngineVersion         string       `json:"engineVersion,omitempty" example:"'8.1'"`
	Autoscaling           *Autoscaling `json:"autoscaling,omitempty" example:"{maxShards: 5}"`
	EvictionPolicy        string       `json:"evictionPolicy,omitempty" values:"evictionPolicy"`
	TokenGeneration       int          `json:"tokenGeneration,omitempty"`
	SnapshotRetentionDays int          `json:"snapshotRetentionDays,omitempty"`
	SnapshotWindow        string       `json:"snapshotWindow,omitempty" example:"'03:00-04:00'"`
	MaintenanceWindow     string       `json:"maintenanceWindow,omitempty" example:"'sun:05:00-sun:06:00'"`
	// Days to keep logs. If not set, logRetentionDays of the whole tier.
	LogRetentionDays int `json:"logRetentionDays,omitempty"`
}

// Autoscaling adds and removes shards or replicas of the cache.
type Autoscaling struct {
	MaxShards    int `json:"maxShards,omitempty"`
	MaxReplicas  int `json:"maxReplicas,omitempty"`
	CPUTarget    int `json:"cpuTarget,omitempty"`
	MemoryTarget int `json:"memoryTarget,omitempty"`
}
