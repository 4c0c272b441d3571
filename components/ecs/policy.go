package ecs

import (
	"encoding/json"
	"fmt"
)

const policyVersion = "2012-10-17"

// statement is one statement of an IAM policy, a key policy or a trust policy.
type statement struct {
	Sid       string            `json:"Sid"`
	Effect    string            `json:"Effect"`
	Principal map[string]string `json:"Principal,omitempty"`
	Action    []string          `json:"Action"`
	Resource  []string          `json:"Resource,omitempty"`
	Condition condition         `json:"Condition,omitempty"`
}

// condition is values by key by operator.
type condition map[string]map[string][]string

// policy writes a policy. Its fields and its maps come in the same order every time, so that it only differs when its
// meaning does.
func policy(statements ...statement) string {
	text, err := json.Marshal(struct {
		Version   string
		Statement []statement
	}{policyVersion, statements})
	if err != nil {
		panic(fmt.Sprintf("ecs: a policy of strings is always JSON: %v", err))
	}
	return string(text)
}

func allow(sid string, actions []string, resources ...string) statement {
	return statement{Sid: sid, Effect: "Allow", Action: actions, Resource: resources}
}

// trust lets the tasks of ECS take a role.
func trust(when condition) string {
	return policy(statement{
		Sid: "Tasks", Effect: "Allow", Principal: map[string]string{"Service": "ecs-tasks.amazonaws.com"},
		Action: []string{"sts:AssumeRole"}, Condition: when,
	})
}
