package config

import "github.com/tenfold-iac/tenfold/components/broker"

// validateUnused rejects overrides of what the environment does not have: nothing would read them.
func (r *reader) validateUnused(c Config) {
	for _, one := range []struct {
		field string
		used  bool
		want  string
	}{
		{"beat", c.Beat != "", "set tenfold:beat, or remove it"},
		{"flower", c.Flower, "set tenfold:flower, or remove it"},
		{"operator", c.Operator, "set tenfold:operator, or remove it"},
		{"queuedepth", c.Sizes.Broker.Kind == broker.Redis, "remove it: only a Redis broker needs the queue depth"},
		{"cdn.rateLimit", c.Sizes.CDN.WAF, "set tenfold:overrides.cdn.waf, or remove it"},
		{"broker.rabbitMqVersion", c.Sizes.Broker.Kind == broker.RabbitMQ, "remove it: only RabbitMQ has it"},
	} {
		if key := overridesKey + "." + one.field; !one.used && r.file.has(key) && !r.rejected(key) {
			r.problem(key, "is set and nothing reads it; "+one.want)
		}
	}
}
