// Package aws makes the AWS resources that several components need, one maker for each type: KMS keys, secrets,
// generated passwords, security groups and their rules, log groups, IAM roles and policies, and alarms.
//
// Each maker takes the [component.Base] of its component and a role: the child is named Base.Name-role, carries that
// name as its Name tag, and is parented to the component. Further resource options follow; Base.Protection protects a
// child that must not be lost.
package aws
