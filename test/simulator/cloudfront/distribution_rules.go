package cloudfront

import (
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// behavior is a cache behavior of a distribution.
type behavior struct{ model.Props }

func behaviors(c *model.Call) []behavior {
	var all []behavior
	for _, path := range []string{"defaultCacheBehavior", "orderedCacheBehaviors"} {
		for _, props := range c.New.Objects(path) {
			all = append(all, behavior{props})
		}
	}
	return all
}

// each runs a test on every cache behavior.
func each(c *model.Call, test func(behavior) error) error {
	for _, b := range behaviors(c) {
		if err := test(b); err != nil {
			return err
		}
	}
	return nil
}

func knownOrigins(c *model.Call) error {
	var known []string
	for _, list := range []string{"origins", "originGroups"} {
		for _, origin := range c.New.Objects(list) {
			known = append(known, origin.String("originId"))
		}
	}
	return each(c, func(b behavior) error {
		if !slices.Contains(known, b.String("targetOriginId")) {
			return errorf("NoSuchOrigin", "One or more of your origins or origin groups do not exist.")
		}
		return nil
	})
}

// associated is the end of an error about a setting that the cache policy has taken over.
const associated = " cannot be used when a cache policy is associated to the cache behavior."

func cachePolicies(c *model.Call) error {
	return each(c, func(b behavior) error {
		switch {
		case b.Has("cachePolicyId") && b.Has("forwardedValues"):
			return errorf(invalid, "The parameter ForwardedValues"+associated)
		case !b.Has("cachePolicyId") && !b.Has("forwardedValues"):
			return errorf(invalid, "The parameter ForwardedValues is required.")
		}
		return nil
	})
}

func noTTLs(c *model.Call) error {
	ttls := []struct{ property, name string }{{"minTtl", "MinTTL"}, {"defaultTtl", "DefaultTTL"}, {"maxTtl", "MaxTTL"}}
	return each(c, func(b behavior) error {
		for _, ttl := range ttls {
			if b.Has("cachePolicyId") && b.Int(ttl.property) != 0 {
				return errorf(invalid, "The parameter %s"+associated, ttl.name)
			}
		}
		return nil
	})
}

// methodSets are the three sets of methods that a behavior can allow, sorted. It can cache the first two.
var methodSets = []string{"GET HEAD", "GET HEAD OPTIONS", "DELETE GET HEAD OPTIONS PATCH POST PUT"}

func methods(c *model.Call) error {
	return each(c, func(b behavior) error {
		allowed, cached := b.Strings("allowedMethods"), b.Strings("cachedMethods")
		if !slices.Contains(methodSets, sorted(allowed)) {
			return errorf(invalid, "The parameter AllowedMethods is invalid.")
		}
		missing := func(method string) bool { return !slices.Contains(allowed, method) }
		if !slices.Contains(methodSets[:2], sorted(cached)) || slices.ContainsFunc(cached, missing) {
			return errorf(invalid, "The parameter CachedMethods is invalid.")
		}
		return nil
	})
}

func sorted(list []string) string { return strings.Join(slices.Sorted(slices.Values(list)), " ") }

// partsExist rejects IDs of policies that neither the account nor AWS has.
func partsExist(c *model.Call) error {
	parts := []struct {
		property, token, what string
		managed               map[string]string
	}{
		{"cachePolicyId", CachePolicy, "cache policy", managedCachePolicies},
		{"originRequestPolicyId", OriginRequestPolicy, "origin request policy", managedOriginRequestPolicies},
		{"responseHeadersPolicyId", ResponseHeadersPolicy, "response headers policy", managedResponseHeadersPolicies},
	}
	return each(c, func(b behavior) error {
		for _, part := range parts {
			id := b.String(part.property)
			if id != "" && part.managed[id] == "" && !c.Exists(part.token, id) {
				return errorf("NoSuch"+kindOf(part.token), "The specified %s does not exist.", part.what)
			}
		}
		return publishedFunctions(c, b)
	})
}

// publishedFunctions requires functions with a live stage.
func publishedFunctions(c *model.Call, b behavior) error {
	for _, association := range b.Objects("functionAssociations") {
		name := association.String("functionArn")
		name = name[strings.LastIndex(name, "/")+1:]
		if !c.Props(Function, name).Bool("publish") {
			return errorf("InvalidFunctionAssociation", "A CloudFront function association is invalid.")
		}
	}
	return nil
}
