package iam

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// getPolicyDocument builds a policy document: source documents first, then its own statements, then overrides, which
// replace statements with the same ID.
func getPolicyDocument(c *model.Call) (model.Props, error) {
	version := c.New.String("version")
	if version == "" {
		version = "2012-10-17"
	}
	var statements []model.Props
	for _, source := range append(c.New.Strings("sourcePolicyDocuments"), c.New.Values("sourceJson")...) {
		statements = append(statements, model.Statements(source)...)
	}
	for _, own := range c.New.Objects("statements") {
		statements = override(statements, statement(own))
	}
	for _, document := range append(c.New.Strings("overridePolicyDocuments"), c.New.Values("overrideJson")...) {
		for _, over := range model.Statements(document) {
			statements = override(statements, over)
		}
	}
	policy := model.Props{"Version": version, "Statement": statements}
	if id := c.New.String("policyId"); id != "" {
		policy["Id"] = id
	}
	indented, err := json.MarshalIndent(policy, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing policy: %w", err)
	}
	result := c.New.Clone()
	result["json"], result["minifiedJson"], result["version"] = string(indented), compact(policy), version
	result["id"] = checksum(string(indented))
	return result, nil
}

func override(list []model.Props, over model.Props) []model.Props {
	sid := over.String("Sid")
	at := slices.IndexFunc(list, func(s model.Props) bool { return sid != "" && s.String("Sid") == sid })
	if at < 0 {
		return append(list, over)
	}
	list[at] = over
	return list
}

// statement converts the data source's form of a statement into a policy's.
func statement(own model.Props) model.Props {
	s := model.Props{"Effect": "Allow"}
	if effect := own.String("effect"); effect != "" {
		s["Effect"] = effect
	}
	if sid := own.String("sid"); sid != "" {
		s["Sid"] = sid
	}
	for from, to := range map[string]string{
		"actions": "Action", "notActions": "NotAction", "resources": "Resource", "notResources": "NotResource",
	} {
		if list := own.Strings(from); len(list) > 0 {
			s[to] = single(list)
		}
	}
	for from, to := range map[string]string{"principals": "Principal", "notPrincipals": "NotPrincipal"} {
		if list := own.Objects(from); len(list) > 0 {
			s[to] = principals(list)
		}
	}
	if list := own.Objects("conditions"); len(list) > 0 {
		s["Condition"] = conditions(list)
	}
	return s
}

// single returns a list as the data source writes it: sorted backwards like the provider's, or the only element without
// a list.
func single(list []string) any {
	slices.Sort(list)
	slices.Reverse(list)
	if len(list) == 1 {
		return list[0]
	}
	return list
}

func principals(list []model.Props) any {
	all := map[string]any{}
	for _, p := range list {
		kind, ids := p.String("type"), p.Strings("identifiers")
		if kind == "*" {
			return "*"
		}
		all[kind] = single(ids)
	}
	return all
}

func conditions(list []model.Props) any {
	all := map[string]map[string]any{}
	for _, c := range list {
		test := c.String("test")
		if all[test] == nil {
			all[test] = map[string]any{}
		}
		if values := c.Strings("values"); len(values) == 1 {
			all[test][c.String("variable")] = values[0]
		} else {
			all[test][c.String("variable")] = values
		}
	}
	return all
}
