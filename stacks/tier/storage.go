package tier

// CDN sizes CloudFront.
type CDN struct {
	// Paths of uploads that are public. Without any, all uploads are private.
	MediaPaths []string `json:"mediaPaths,omitempty" example:"[/media/*]"`
	// CloudFront locations that serve the content.
	PriceClass string `json:"priceClass" values:"priceClass"`
	// Put a web application firewall (WAF) in front of CloudFront.
	WAF bool `json:"waf"`
	// Requests per 5 minutes that the firewall allows from one client address.
	RateLimit int `json:"rateLimit" min:"1"`
	// Count what the firewall would block, and admit it, to see what the rules do to real traffic.
	CountOnly         bool     `json:"countOnly,omitempty"`
	OriginReadTimeout int      `json:"originReadTimeout,omitempty"`
	StaticPaths       []string `json:"staticPaths,omitempty" example:"[/static/*]"`
}

// Storage sets the buckets for static files and uploads.
type Storage struct {
	UploadOrigins         []string `json:"uploadOrigins,omitempty" example:"['https://admin.example.com']"`
	NoncurrentVersionDays int      `json:"noncurrentVersionDays,omitempty"`
	InfrequentAccessDays  int      `json:"infrequentAccessDays,omitempty"`
	// Days to keep CloudFront's access logs. If not set, those of the load balancer's.
	AccessLogRetentionDays int  `json:"accessLogRetentionDays,omitempty"`
	SkipAccessLogs         bool `json:"skipAccessLogs,omitempty"`
}
