package task

import "strings"

// FamilyARN is the ARN of a task definition without its revision, in the account and region of a cluster. Unlike the task
// definition's own, it is known before a new revision exists: a policy with it stays the same from release to release.
func FamilyARN(cluster, family string) string {
	owner, _, _ := strings.Cut(cluster, ":cluster/")
	return owner + ":task-definition/" + family
}
