package aws

import (
	"encoding/json"
	"fmt"
)

const (
	policyVersion = "2012-10-17"
	allow         = "Allow"
	deny          = "Deny"
)

// Statement is one statement of an IAM policy, a trust policy or a resource's own policy.
type Statement struct {
	Sid       string    `json:"Sid,omitempty"`
	Effect    string    `json:"Effect"`
	Principal Principal `json:"Principal,omitempty"`
	Action    Values    `json:"Action"`
	Resource  Values    `json:"Resource,omitempty"`
	Condition Condition `json:"Condition,omitempty"`
}

// Values are one value or several of one field. AWS gives "x" and ["x"] the same meaning; policies that are already in
// use keep the form that they have.
type Values interface{ inList() List }

// One is a single value, written without a list: "x".
type One string

// List is a list of values, also when it has only one: ["x"].
type List []string

func (one One) inList() List   { return List{string(one)} }
func (list List) inList() List { return list }

// Condition is values by key by operator.
type Condition map[string]map[string]Values

// Principal is who a statement is about.
type Principal interface{ principal() }

type principals map[string]string

func (principals) principal() {}

// Any is any principal, with or without an AWS account, or any resource.
const Any One = "*"

func (One) principal() {}

// Service is the principal of an AWS service, such as "ecs-tasks.amazonaws.com".
func Service(name string) Principal { return principals{"Service": name} }

// Identity is an account, a role or a user by its ARN.
func Identity(arn string) Principal { return principals{"AWS": arn} }

// Allow is a statement that allows actions on resources.
func Allow(sid string, actions Values, resources Values) Statement {
	return Statement{Sid: sid, Effect: allow, Action: actions, Resource: resources}
}

// Deny is a statement that denies everyone actions on resources.
func Deny(sid string, actions Values, resources Values) Statement {
	return Statement{Sid: sid, Effect: deny, Principal: Any, Action: actions, Resource: resources}
}

// By is a copy of the statement with a principal.
func (s Statement) By(who Principal) Statement {
	s.Principal = who
	return s
}

// When is a copy of the statement with a condition.
func (s Statement) When(condition Condition) Statement {
	s.Condition = condition
	return s
}

// InLists is a copy of the statement that writes single values as lists.
func (s Statement) InLists() Statement {
	s.Action = s.Action.inList()
	if s.Resource != nil {
		s.Resource = s.Resource.inList()
	}
	condition := Condition{}
	for operator, keys := range s.Condition {
		condition[operator] = map[string]Values{}
		for key, values := range keys {
			condition[operator][key] = values.inList()
		}
	}
	s.Condition = condition
	return s
}

// Document writes a policy. Fields and map keys always have the same order, so the text changes only when its meaning
// does.
func Document(statements ...Statement) string {
	text, err := json.Marshal(struct {
		Version   string
		Statement []Statement
	}{policyVersion, statements})
	if err != nil {
		panic(fmt.Sprintf("aws: a policy of strings is always JSON: %v", err))
	}
	return string(text)
}

// Trust is the policy of a role that an AWS service may assume. The condition, if any, keeps the service from assuming
// it on behalf of other accounts.
func Trust(sid string, service string, action Values, when Condition) string {
	return Document(Statement{
		Sid: sid, Effect: allow, Principal: Service(service), Action: action, Condition: when,
	})
}

// AssumeRole is the action that a trust policy allows.
const AssumeRole One = "sts:AssumeRole"

// TLSOnly denies every action of a service to requests without TLS.
func TLSOnly(actions, resources Values) Statement {
	return Deny("TLSOnly", actions, resources).When(Condition{"Bool": {"aws:SecureTransport": One("false")}})
}
