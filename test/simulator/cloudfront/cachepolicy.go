package cloudfront

import (
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func cachePolicy() *model.Type {
	t := object{
		token: CachePolicy, noun: "Cache Policy", path: "cache-policy", uses: usedBy("cachePolicyId"),
		taken: "A cache policy with this name already exists.",
		inUse: "Cannot delete the cache policy because it is attached to one or more cache behaviors.",
	}.declare()
	t.Defaults = model.Props{"defaultTtl": 86400.0, "maxTtl": 31536000.0}
	return t
}
