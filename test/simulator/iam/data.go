package iam

import (
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

func getRole(c *model.Call) (model.Props, error) {
	name := c.New.String("name")
	p := c.Props(Role, name)
	if p == nil {
		return nil, model.Providerf("reading IAM Role (%s): couldn't find resource", name)
	}
	return model.Props{
		"id": name, "name": name, "arn": p["arn"], "path": p["path"], "assumeRolePolicy": p["assumeRolePolicy"],
		"createDate": p["createDate"], "uniqueId": p["uniqueId"], "maxSessionDuration": p["maxSessionDuration"],
		"description": p.String("description"), "permissionsBoundary": p.String("permissionsBoundary"),
		"roleLastUseds": []any{}, "tags": p["tagsAll"],
	}, nil
}

// getPolicy finds a policy by its ARN or its name. The documents of AWS managed policies are not known, so they are
// empty.
func getPolicy(c *model.Call) (model.Props, error) {
	arn, name := c.New.String("arn"), c.New.String("name")
	own := c.Props(Policy, arn)
	if own == nil && name != "" {
		for _, r := range c.Find(Policy, "name", name) {
			own = r.Properties
		}
	}
	if own != nil {
		return found(own), nil
	}
	managed := "arn:" + c.Partition() + ":iam::aws:policy/"
	at := slices.IndexFunc(managedByAWS, func(known string) bool {
		return arn == managed+known || name != "" && name == known[strings.LastIndex(known, "/")+1:]
	})
	if at < 0 {
		return nil, model.Providerf("reading IAM Policy (%s): couldn't find resource", arn+name)
	}
	known := managedByAWS[at]
	slash := strings.LastIndex(known, "/") + 1
	return found(model.Props{"arn": managed + known, "name": known[slash:], "path": "/" + known[:slash]}), nil
}

func found(p model.Props) model.Props {
	result := model.Props{"id": p["arn"], "attachmentCount": 0.0, "tags": p["tagsAll"]}
	for _, name := range []string{"arn", "description", "name", "path", "policy", "policyId"} {
		result[name] = p.String(name)
	}
	result.Default("tags", map[string]any{})
	return result
}
