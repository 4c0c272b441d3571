package repository

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const makers = "components/internal/aws"

// makersOf are the constructors of the AWS resources that components share, which only the package makers calls. The
// rules of all components (names, recovery, policies, passwords) stand there once.
var makersOf = regexp.MustCompile(`\b(kms\.NewKey|secretsmanager\.NewSecret|secretsmanager\.NewSecretVersion|` +
	`secretsmanager\.GetRandomPasswordOutput|iam\.NewRole|iam\.NewRolePolicy|iam\.NewRolePolicyAttachment|` +
	`ec2\.NewSecurityGroup|vpc\.NewSecurityGroup(In|E)gressRule|cloudwatch\.NewLogGroup|cloudwatch\.NewMetricAlarm)\(`)

// notYet are the components that still have makers of their own.
var notYet = []string{"components/ecs", "components/internal/task"}

func TestOnlyOnePackageCreatesSharedResources(t *testing.T) {
	called := map[string]bool{}
	for _, s := range sources(t) {
		if s.isTest() || strings.HasPrefix(s.dir, "test/") || within(s.dir, notYet) {
			continue
		}
		for _, call := range makersOf.FindAllString(s.text, -1) {
			require.Equal(t, makers, s.dir, "%s calls %s…); call the maker of %s", s.path, call, makers)
			called[call] = true
		}
	}
	require.Len(t, called, 12, "%s calls each of the constructors", makers)
}

func within(dir string, dirs []string) bool {
	for _, one := range dirs {
		if dir == one || strings.HasPrefix(dir, one+"/") {
			return true
		}
	}
	return false
}
