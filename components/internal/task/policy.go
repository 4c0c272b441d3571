package task

import (
	"encoding/json"
	"fmt"
)

const policyVersion = "2012-10-17"

// Statement is one statement of an IAM policy, a key policy or a trust policy.
type Statement struct {
	Sid       string            `json:"Sid"`
	Effect    string            `json:"Effect"`
	Principal map[string]string `json:"Principal,omitempty"`
	Action    []string          `json:"Action"`
	Resource  []string          `json:"Resource,omitempty"`
	Condition Condition         `json:"Condition,omitempty"`
}

// Condition is values by key by operator.
type Condition map[string]map[string][]string

// Policy renders a policy. Fields and maps are in the same order every time, so that the text only differs when the
// meaning does.
func Policy(statements ...Statement) string {
	text, err := json.Marshal(struct {
		Version   string
		Statement []Statement
	}{policyVersion, statements})
	if err != nil {
		panic(fmt.Sprintf("ecs: a policy of strings is always JSON: %v", err))
	}
	return string(text)
}

// Allow is a statement that allows actions.
func Allow(sid string, actions []string, resources ...string) Statement {
	return Statement{Sid: sid, Effect: "Allow", Action: actions, Resource: resources}
}

// trust lets ECS tasks assume a role.
func trust(when Condition) string {
	return Policy(Statement{
		Sid: "Tasks", Effect: "Allow", Principal: map[string]string{"Service": "ecs-tasks.amazonaws.com"},
		Action: []string{"sts:AssumeRole"}, Condition: when,
	})
}
