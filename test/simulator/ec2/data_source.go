package ec2

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

// source is a data source that finds resources of one type by arguments, tags and filters.
type source struct {
	token string // of the type
	noun  string // as the provider's errors print it
	// args are the arguments to compare, by the property that they match; "id" is the ID.
	args map[string]string
	// filters are the filter names that are not the property's name in kebab case.
	filters map[string]string
	// more returns AWS's own candidates, which are not resources of the account.
	more func(c *model.Call) []*account.Resource
	// derived are values that are not properties of the resource, by the name of the argument or filter.
	derived map[string]func(c *model.Call, r *account.Resource) []string
}

var vpcSource = source{
	token: VPC, noun: "EC2 VPC",
	args:    map[string]string{"id": "id", "cidrBlock": "cidrBlock", "dhcpOptionsId": "dhcpOptionsId"},
	filters: map[string]string{"cidr": "cidrBlock"},
}

var subnetSource = source{
	token: Subnet, noun: "EC2 Subnet",
	args: map[string]string{
		"id": "id", "vpcId": "vpcId", "cidrBlock": "cidrBlock", "availabilityZone": "availabilityZone",
		"availabilityZoneId": "availabilityZoneId",
	},
	filters: map[string]string{"subnet-id": "id", "cidr": "cidrBlock"},
}

var groupSource = source{
	token: SecurityGroup, noun: "EC2 Security Group",
	args:    map[string]string{"id": "id", "vpcId": "vpcId", "name": "name"},
	filters: map[string]string{"group-id": "id", "group-name": "name"},
}

var tableSource = source{
	token: RouteTable, noun: "Route Table",
	args:    map[string]string{"routeTableId": "id", "vpcId": "vpcId"},
	filters: map[string]string{"route-table-id": "id"},
	derived: map[string]func(c *model.Call, r *account.Resource) []string{
		"subnetId": subnetsOfTable, "association.subnet-id": subnetsOfTable, "association.main": isMainTable,
	},
}

// subnetsOfTable are the subnets with an association of their own. A subnet without one has the main table of its VPC,
// and the filter of the API does not find that.
func subnetsOfTable(c *model.Call, r *account.Resource) []string {
	var ids []string
	for _, a := range c.Find(Association, "routeTableId", r.ID) {
		ids = append(ids, a.Properties.String("subnetId"))
	}
	return ids
}

func isMainTable(c *model.Call, r *account.Resource) []string {
	vpc := c.Props(VPC, r.Properties.String("vpcId"))
	return []string{fmt.Sprint(vpc.String("mainRouteTableId") == r.ID)}
}

var natSource = source{
	token: NATGateway, noun: "EC2 NAT Gateway",
	args:    map[string]string{"id": "id", "subnetId": "subnetId"},
	filters: map[string]string{"nat-gateway-id": "id"},
}

var gatewaySource = source{
	token: InternetGateway, noun: "EC2 Internet Gateway",
	args:    map[string]string{"internetGatewayId": "id"},
	filters: map[string]string{"internet-gateway-id": "id", "attachment.vpc-id": "vpcId"},
}

var endpointSource = source{
	token: VPCEndpoint, noun: "EC2 VPC Endpoint",
	args:    map[string]string{"id": "id", "vpcId": "vpcId", "serviceName": "serviceName"},
	filters: map[string]string{"vpc-endpoint-id": "id"},
}

var eipSource = source{
	token: EIP, noun: "EC2 EIP",
	args:    map[string]string{"id": "id", "publicIp": "publicIp"},
	filters: map[string]string{"allocation-id": "id"},
}

var prefixListSource = source{
	token: PrefixList, noun: "EC2 Managed Prefix List", more: awsListResources,
	args:    map[string]string{"id": "id", "prefixListId": "id", "name": "name"},
	filters: map[string]string{"prefix-list-id": "id", "prefix-list-name": "name"},
}

// find returns what a data source's arguments select, in order of creation.
func (s source) find(c *model.Call) ([]*account.Resource, error) {
	candidates := c.List(s.token)
	if s.more != nil {
		candidates = append(candidates, s.more(c)...)
	}
	var found []*account.Resource
	for _, r := range candidates {
		ok, err := s.matches(c, r)
		if err != nil {
			return nil, err
		}
		if ok {
			found = append(found, r)
		}
	}
	return found, nil
}

// one returns the one resource that the arguments select.
func (s source) one(c *model.Call) (*account.Resource, error) {
	found, err := s.find(c)
	switch {
	case err != nil:
		return nil, err
	case len(found) == 0:
		return nil, model.Providerf("no matching %s found", s.noun)
	case len(found) > 1:
		return nil, model.Providerf("multiple %ss matched; use additional constraints to reduce matches to a single %s",
			s.noun, s.noun)
	default:
		return found[0], nil
	}
}

func (s source) matches(c *model.Call, r *account.Resource) (bool, error) {
	args := c.New
	if args.Bool("default") || args.Bool("defaultForAz") {
		return false, nil // the account has no default VPC
	}
	if !s.named(c, r) || !tagged(args, r) {
		return false, nil
	}
	for _, filter := range args.Objects("filters") {
		if ok, err := s.passes(c, filter, r); err != nil || !ok {
			return false, err
		}
	}
	return true, nil
}

// named reports whether a resource has all values that arguments name.
func (s source) named(c *model.Call, r *account.Resource) bool {
	for name, derive := range s.derived {
		if want := c.New.String(name); want != "" && !slices.Contains(derive(c, r), want) {
			return false
		}
	}
	for name, property := range s.args {
		if want := c.New.String(name); want != "" && want != value(r, property) {
			return false
		}
	}
	return true
}

// tagged reports whether a resource has all tags of the arguments.
func tagged(args model.Props, r *account.Resource) bool {
	own := tags(r)
	for _, wanted := range args.Objects("tags") {
		for key, want := range wanted {
			if own[key] != want {
				return false
			}
		}
	}
	return true
}

// passes reports whether a resource has one of a filter's values, which may be globs.
func (s source) passes(c *model.Call, filter model.Props, r *account.Resource) (bool, error) {
	name := filter.String("name")
	var has []string
	switch {
	case strings.HasPrefix(name, "tag:"):
		has = []string{fmt.Sprint(tags(r)[strings.TrimPrefix(name, "tag:")])}
	case name == "tag-key":
		for key := range tags(r) {
			has = append(has, key)
		}
	case s.derived[name] != nil:
		has = s.derived[name](c, r)
	case s.property(name) == "":
		return false, model.Errorf("InvalidParameterValue", "The filter '%s' is invalid", name)
	default:
		has = []string{value(r, s.property(name))}
	}
	return slices.ContainsFunc(filter.Strings("values"), func(want string) bool {
		return slices.ContainsFunc(has, func(text string) bool {
			ok, err := path.Match(strings.ReplaceAll(want, "/", ":"), strings.ReplaceAll(text, "/", ":"))
			return err == nil && ok
		})
	}), nil
}

// property is the property of a filter: most filters are its name in kebab case.
func (s source) property(filter string) string {
	if known, ok := s.filters[filter]; ok {
		return known
	}
	words := strings.Split(filter, "-")
	for i, word := range words[1:] {
		if word != "" {
			words[i+1] = strings.ToUpper(word[:1]) + word[1:]
		}
	}
	name := strings.Join(words, "")
	if _, known := schema.Load().Resources[s.token].Outputs[name]; known {
		return name
	}
	return ""
}

func value(r *account.Resource, property string) string {
	if property == "id" {
		return r.ID
	}
	return r.Properties.String(property)
}

// tags returns the tags of a resource, default tags included. A seeded resource has only its own.
func tags(r *account.Resource) map[string]any {
	for _, name := range []string{"tagsAll", "tags"} {
		if own, ok := r.Properties[name].(map[string]any); ok {
			return own
		}
	}
	return map[string]any{}
}
