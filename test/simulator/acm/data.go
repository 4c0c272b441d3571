package acm

import (
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// getCertificate finds an issued certificate by its domain; mostRecent takes the newest of several.
func getCertificate(c *model.Call) (model.Props, error) {
	var found []*account.Resource
	for _, r := range c.List(Certificate) {
		if wanted(c.New, r.Properties) {
			found = append(found, r)
		}
	}
	domain := c.New.String("domain")
	switch {
	case len(found) == 0:
		return nil, model.Providerf("no certificate for domain %q found in this region", domain)
	case len(found) > 1 && !c.New.Bool("mostRecent"):
		return nil, model.Providerf("multiple certificates for domain %q found in this region", domain)
	}
	last := found[len(found)-1]
	props := last.Properties
	result := c.New.Clone()
	result["id"], result["arn"], result["domain"] = last.ID, last.ID, props.String("domainName")
	result["status"], result["certificate"] = props["status"], props.String("certificateBody")
	result["certificateChain"], result["tags"] = props.String("certificateChain"), props["tagsAll"]
	return result, nil
}

func wanted(args, props model.Props) bool {
	statuses := args.Strings("statuses")
	if len(statuses) == 0 {
		statuses = []string{issued}
	}
	types := args.Strings("types")
	return (!args.Has("domain") || props.String("domainName") == args.String("domain")) &&
		slices.Contains(statuses, props.String("status")) &&
		(len(types) == 0 || slices.Contains(types, props.String("type")))
}
