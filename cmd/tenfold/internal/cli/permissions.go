package cli

import (
	"encoding/json"
	"strings"
)

// statement is one of an IAM policy.
type statement struct {
	Sid       string                       `json:"Sid"`
	Effect    string                       `json:"Effect"`
	Action    []string                     `json:"Action"`
	Resource  []string                     `json:"Resource"`
	Condition map[string]map[string]string `json:"Condition,omitempty"`
}

func allow(sid string, actions, resources []string, condition map[string]map[string]string) statement {
	return statement{Sid: sid, Effect: "Allow", Action: actions, Resource: resources, Condition: condition}
}

// permissionCommands is the least policy of a person who works with the operator's task.
func permissionCommands(o outputs) []jsonCommand {
	definition := o.text("operatorTaskDefinition")
	if definition == "" {
		return nil
	}
	// arn:aws:ecs:us-east-1:123456789012:task-definition/dev-operator:1
	prefix, family, _ := strings.Cut(definition, ":task-definition/")
	family, _, _ = strings.Cut(family, ":")
	cluster := prefix + ":cluster/" + o.text("clusterName")
	tasks := prefix + ":task/" + o.text("clusterName") + "/*"
	documents := strings.Replace(strings.Join(strings.Split(prefix, ":")[:4], ":"), ":ecs:", ":ssm:", 1) + "::document/"
	in := map[string]map[string]string{"ArnEquals": {"ecs:cluster": cluster}}
	text, err := json.MarshalIndent(map[string]any{"Version": "2012-10-17", "Statement": []statement{
		allow("Start", []string{"ecs:RunTask"}, []string{prefix + ":task-definition/" + family + ":*"}, in),
		allow("Pass", []string{"iam:PassRole"}, o.list("operatorRoleArns"),
			map[string]map[string]string{"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}),
		allow("Watch", []string{"ecs:DescribeTasks", "ecs:StopTask"}, []string{tasks}, in),
		allow("Find", []string{"ecs:ListTasks"}, []string{"*"}, in),
		allow("Shell", []string{"ecs:ExecuteCommand"}, []string{cluster, tasks},
			map[string]map[string]string{"StringEquals": {"ecs:container-name": "operator"}}),
		allow("EncryptShell", []string{"kms:GenerateDataKey"}, []string{o.text("sessionKeyArn")}, nil),
		allow("Forward", []string{"ssm:StartSession"},
			[]string{tasks, documents + "AWS-StartPortForwardingSessionToRemoteHost"},
			map[string]map[string]string{"BoolIfExists": {"ssm:SessionDocumentAccessCheck": "true"}}),
	}}, "", "  ")
	if err != nil {
		panic("encoding a policy: " + err.Error()) // texts are always JSON
	}
	return []jsonCommand{{
		What: "the IAM policy of a person who starts the operator's task, works in it and forwards ports through it", Command: string(text),
	}}
}
