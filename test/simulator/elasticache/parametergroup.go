package elasticache

import (
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// families are the parameter group families. Source: API reference, CreateCacheParameterGroup.
var families = []string{
	"memcached1.4", "memcached1.5", "memcached1.6", "redis2.6", "redis2.8", "redis3.2", "redis4.0", "redis5.0",
	"redis6.x", "redis7", "valkey7", "valkey8", "valkey9",
}

// values are the allowed values of the parameters that decide how a cache behaves. Other parameters are not checked.
var values = map[string][]string{
	"cluster-enabled": {"yes", "no"},
	"maxmemory-policy": {
		"volatile-lru", "allkeys-lru", "volatile-lfu", "allkeys-lfu", "volatile-random", "allkeys-random", "volatile-ttl",
		"noeviction",
	},
	"activedefrag": {"yes", "no"}, "activerehashing": {"yes", "no"}, "appendonly": {"yes", "no"},
	"appendfsync": {"always", "everysec", "no"}, "lazyfree-lazy-eviction": {"yes", "no"},
	"lazyfree-lazy-expire": {"yes", "no"}, "lazyfree-lazy-server-del": {"yes", "no"},
	"lazyfree-lazy-user-del": {"yes", "no"}, "replica-lazy-flush": {"yes", "no"},
	"cluster-require-full-coverage": {"yes", "no"}, "cluster-allow-reads-when-down": {"yes", "no"},
}

const (
	// badGroupState is the error for changing or deleting a parameter group that is in use.
	badGroupState = "InvalidCacheParameterGroupState"
	// clusterOn is the suffix of AWS's own parameter groups for cluster mode.
	clusterOn = ".cluster.on"
)

func parameterGroup() *model.Type {
	return &model.Type{
		Token: ParameterGroup, Service: service, Noun: "ElastiCache Parameter Group", Modeled: true,
		Actions: model.Actions{
			Create: "CreateCacheParameterGroup", Read: "DescribeCacheParameterGroups", Update: "ModifyCacheParameterGroup",
			Delete: "DeleteCacheParameterGroup",
		},
		Name:     model.Name{Property: "name", Max: 255, Lower: true},
		NewID:    lowered("name"),
		ARN:      "arn:{partition}:elasticache:{region}:{account}:parametergroup:{id}",
		Links:    []string{"family"},
		Defaults: model.Props{"description": managed},
		Normal:   map[string]func(string) string{"name": strings.ToLower},
		Replaces: []model.Replace{{Properties: []string{"name", "family", "description"}}},
		Rules: []model.Rule{
			model.Length("name", 1, 255).As("C27"),
			{On: model.Create, Test: familyExists},
			{ID: "C27", On: model.Create, Test: free("name", "CacheParameterGroupAlreadyExists",
				"Cache Parameter Group %s already exists.")},
			model.Limit("cacheParameterGroups", 300, "CacheParameterGroupQuotaExceeded",
				"The request cannot be processed because it would exceed the maximum number of cache parameter groups.").As("C28"),
			{On: model.Write, Test: parameterValues},
			{ID: "C27", On: model.Update, Test: modeUnused},
			{ID: "C30", On: model.Write, Test: withoutDefaults},
			model.Free(inUse("parameterGroupName"), badGroupState, "One or more cache clusters are still members of "+
				"this parameter group %s, so the group cannot be deleted.").As("C27"),
		},
		Fill: lowerName,
	}
}

// defaultValues are defaults of the families of Valkey and Redis. Source: ElastiCache user guide, "Engine specific
// parameters".
var defaultValues = map[string]string{
	"maxmemory-policy": "volatile-lru", "cluster-enabled": "no", "activedefrag": "no", "activerehashing": "yes",
	"appendonly": "no", "timeout": "0", "notify-keyspace-events": "", "slowlog-max-len": "128",
}

// withoutDefaults leaves out what the API does not list among the user's parameters, which is what the provider reads.
func withoutDefaults(c *model.Call) error {
	read := []any{}
	for _, p := range c.State.Objects("parameters") {
		if value, known := defaultValues[p.String("name")]; !known || value != p.String("value") {
			read = append(read, map[string]any(p))
		}
	}
	if c.State.Has("parameters") {
		c.State["parameters"] = read
	}
	return nil
}

// lowered makes the ID of a property in lower case, as the API stores it.
func lowered(property string) func(*model.Call) string {
	return func(c *model.Call) string { return strings.ToLower(c.New.String(property)) }
}

func lowerName(c *model.Call) error {
	c.State["name"] = c.ID
	return nil
}

// free rejects a second resource with the same name. The message takes the name.
func free(property, code, message string) func(*model.Call) error {
	return func(c *model.Call) error {
		if id := strings.ToLower(c.New.String(property)); id != "" && c.Exists(c.Type.Token, id) {
			return model.Errorf(code, message, id)
		}
		return nil
	}
}

func familyExists(c *model.Call) error {
	if family := c.New.String("family"); !slices.Contains(families, family) {
		return model.Errorf(badValue, "CacheParameterGroupFamily %s is not a valid parameter group family.", family)
	}
	return nil
}

func parameterValues(c *model.Call) error {
	for _, p := range c.New.Objects("parameters") {
		name, value := p.String("name"), p.String("value")
		if allowed, known := values[name]; known && !slices.Contains(allowed, value) {
			return model.Errorf(badValue, "The parameter value %s for parameter %s is not valid. Allowed values: %s", value,
				name, strings.Join(allowed, ","))
		}
	}
	return nil
}

// modeUnused rejects a change of cluster mode while a cache uses the group.
func modeUnused(c *model.Call) error {
	if clusterEnabled(c.Old) == clusterEnabled(c.State) {
		return nil
	}
	for _, use := range inUse("parameterGroupName") {
		if c.CountLinked(use.Token, use.Property, c.ID) > 0 {
			return model.Errorf(badGroupState, "The parameter cluster-enabled cannot be modified while the parameter group "+
				"%s is in use.", c.ID)
		}
	}
	return nil
}

func clusterEnabled(group model.Props) bool {
	return slices.ContainsFunc(group.Objects("parameters"), func(p model.Props) bool {
		return p.String("name") == "cluster-enabled" && p.String("value") == "yes"
	})
}

// parametersOf returns a parameter group as the rules see it, AWS's own or the account's.
func parametersOf(c *model.Call, name string) (family string, clustered, found bool) {
	if own, ok := strings.CutPrefix(name, "default."); ok {
		family, clustered = strings.CutSuffix(own, clusterOn)
		return family, clustered, slices.Contains(families, family)
	}
	p := c.Props(ParameterGroup, strings.ToLower(name))
	return p.String("family"), clusterEnabled(p), p != nil
}

// groupName returns the parameter group of a call: the named one, or AWS's default for the version's family.
func groupName(c *model.Call) string {
	name := c.State.String("parameterGroupName")
	if name != "" && (c.New.Has("parameterGroupName") || !strings.HasPrefix(name, "default.")) {
		return name
	}
	name = "default." + familyOfCall(c)
	if c.Old.Bool("clusterEnabled") || c.Old == nil && wantsClusterMode(c.New) {
		name += clusterOn
	}
	return name
}

// wantsClusterMode reports whether inputs without a parameter group ask for cluster mode. A single shard does not.
func wantsClusterMode(p model.Props) bool {
	mode := p.String("clusterMode")
	return p.Int("numNodeGroups") > 1 || mode == "enabled" || mode == "compatible"
}

// groupFits requires an existing parameter group of the version's family.
func groupFits(c *model.Call) error {
	name := groupName(c)
	family, _, found := parametersOf(c, name)
	switch want := familyOfCall(c); {
	case !found:
		return model.Errorf("CacheParameterGroupNotFound", "CacheParameterGroup %s not found.", name)
	case family != want:
		return model.Errorf(badCombination, "Expected a parameter group of family %s but found one of family %s", want,
			family)
	}
	return nil
}
