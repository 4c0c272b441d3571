package route53

import "github.com/tenfold-iac/tenfold/test/simulator/model"

// ofSameType returns the other records of the same name, zone and type.
func ofSameType(c *model.Call) []model.Props {
	var list []model.Props
	for _, other := range siblings(c) {
		if other.String("type") == c.New.String("type") {
			list = append(list, other)
		}
	}
	return list
}

// onePolicy rejects a record of another routing policy than the others of its name and type have.
func onePolicy(c *model.Call) error {
	name, typ, set := fqdn(c), c.New.String("type"), c.New.String("setIdentifier")
	for _, other := range ofSameType(c) {
		switch {
		case set == "" && other.String("setIdentifier") != "":
			return model.Errorf("InvalidChangeBatch", "[RRSet with DNS name %s., type %s cannot be created as other RRSets exist with "+
				"the same name and type.]", name, typ)
		case c.New.Has("weightedRoutingPolicies") && !other.Has("weightedRoutingPolicies"):
			return model.Errorf("InvalidChangeBatch", "[RRSet with DNS name %s., type %s, SetIdentifier %s cannot be created as a "+
				"non-weighted set exists with the same name and type.]", name, typ, set)
		}
	}
	return nil
}

// oneTTL rejects another TTL than the other weighted records have. That of an alias is its target's.
func oneTTL(c *model.Call) error {
	for _, other := range ofSameType(c) {
		weighted := c.New.Has("weightedRoutingPolicies") && other.Has("weightedRoutingPolicies")
		if weighted && c.New.Has("ttl") && other.Has("ttl") && c.New.Int("ttl") != other.Int("ttl") {
			return model.Errorf("InvalidChangeBatch", "[RRSet with DNS name %s. and type %s, SetIdentifier %s cannot be created as "+
				"weighted sets must contain the same TTL.]", fqdn(c), c.New.String("type"), c.New.String("setIdentifier"))
		}
	}
	return nil
}
