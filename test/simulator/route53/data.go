package route53

import (
	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// getZone finds a hosted zone, created or seeded, by its name or ID.
func getZone(c *model.Call) (model.Props, error) {
	if !c.New.Has("name") && !c.New.Has("zoneId") && !c.New.Has("tags") {
		return nil, model.Providerf(`either "name" or "zone_id" must be set`)
	}
	var list []*account.Resource
	for _, r := range c.List(Zone) {
		if selects(c.New, r) {
			list = append(list, r)
		}
	}
	switch len(list) {
	case 0:
		return nil, model.Providerf("no matching Route 53 Hosted Zone found")
	case 1:
		return describe(c, list[0]), nil
	default:
		return nil, model.Providerf("multiple Route 53 Hosted Zones matched; " +
			"use additional constraints to reduce matches to a single Route 53 Hosted Zone")
	}
}

func selects(args model.Props, r *account.Resource) bool {
	props := r.Properties
	if args.Has("zoneId") {
		return r.ID == args.String("zoneId")
	}
	private := args.Bool("privateZone") || args.Has("vpcId")
	if args.Has("name") && plainName(args.String("name")) != plainName(props.String("name")) ||
		private != props.Has("vpcs") {
		return false
	}
	wanted, _ := args["tags"].(map[string]any)
	tags, _ := props["tagsAll"].(map[string]any)
	for key, value := range wanted {
		if tags[key] != value {
			return false
		}
	}
	for _, v := range props.Objects("vpcs") {
		if v.String("vpcId") == args.String("vpcId") {
			return true
		}
	}
	return !args.Has("vpcId")
}

func describe(c *model.Call, r *account.Resource) model.Props {
	props, servers := r.Properties, nameServers(r.ID)
	tags, _ := props["tagsAll"].(map[string]any)
	return model.Props{
		"id": r.ID, "zoneId": r.ID, "arn": "arn:" + c.Partition() + ":route53:::hostedzone/" + r.ID,
		"name": plainName(props.String("name")), "comment": props.String("comment"), "callerReference": "terraform-" + r.ID,
		"nameServers": servers, "primaryNameServer": servers[0], "privateZone": props.Has("vpcs"),
		"resourceRecordSetCount": float64(2 + len(c.Find(Record, "zoneId", r.ID))), "tags": tags,
		"vpcId": props.String("vpcs.0.vpcId"), "linkedServiceDescription": "", "linkedServicePrincipal": "",
	}
}
