package backend

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// Limits of AWS, and how much longer real ARNs and names are than those of the recorder.
const (
	maxRolePolicies, realPolicies  = 10_240, 1_200
	maxDefinition, realDefinitions = 65_536, 1_500
)

// The largest file that is accepted fits into what AWS allows, and is not much smaller.
func TestTheLargestFileFits(t *testing.T) {
	t.Chdir(t.TempDir())
	const arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/production/%03d-AbCdEf"
	policies := func(n int) string { return "tenfold:secrets: " + many(n, arn) }
	n := maxAccepted(t, 150, policies)
	require.Contains(t, refuse(t, policies(n+1)), "tenfold:secrets and tenfold:secretKeys have ARNs of ")
	found := 0
	for _, r := range recorded(t, policies(n)).All() {
		if r.Type == "aws:iam/rolePolicy:RolePolicy" && strings.HasSuffix(r.Name, "-execution") {
			found = max(found, len(compact(t, r.Input("policy").(string))))
		}
	}
	require.LessOrEqual(t, found, maxRolePolicies-realPolicies)
	require.Greater(t, found, 8_000)
}

func TestTheLargestVariablesFit(t *testing.T) {
	t.Chdir(t.TempDir())
	variables := func(n int) string { return "tenfold:variables: " + many(n, strings.Repeat("v", 170)+"%03d") }
	n := maxAccepted(t, 300, variables)
	require.Contains(t, refuse(t, variables(n+1)), "tenfold:variables makes the variables and secrets ")
	found := 0
	more := "\ntenfold:beat: redbeat\ntenfold:flower: true\ntenfold:release: {command: [x]}\n" +
		"tenfold:jobs: [{name: a, schedule: rate(1 day), command: [x]}]\n"
	for _, overrides := range []string{"", "tenfold:overrides: {broker: {kind: sqs}}"} {
		if overrides != "" {
			more = strings.NewReplacer("redbeat", "django", "tenfold:flower: true\n", "").Replace(more)
		}
		for _, r := range recorded(t, variables(n)+more+overrides).All() {
			if r.Type == "aws:ecs/taskDefinition:TaskDefinition" {
				found = max(found, len(compact(t, r.Input("containerDefinitions").(string))))
			}
		}
	}
	require.LessOrEqual(t, found, maxDefinition-realDefinitions)
	require.Greater(t, found, 55_000)
}

func many(n int, format string) string {
	var list []string
	for i := range n {
		list = append(list, fmt.Sprintf("KEY_%03d: '"+format+"'", i, i))
	}
	return "{" + strings.Join(list, ", ") + "}"
}

// maxAccepted is the largest n up to max whose lines are accepted.
func maxAccepted(t *testing.T, max int, lines func(int) string) int {
	t.Helper()
	low, high := 1, max
	for high-low > 1 {
		if middle := (low + high) / 2; strings.Contains(refuse(t, lines(middle)), "want at most") {
			high = middle
		} else {
			low = middle
		}
	}
	return low
}

func recorded(t *testing.T, lines string) *stacktest.Recording {
	t.Helper()
	file := "config:\n" + indent(withBase(t, lines))
	return stacktest.Run(t, Program, stacktest.Stack("dev"), stacktest.Config(asEngine(t, file)))
}

func compact(t *testing.T, text string) string {
	t.Helper()
	var value any
	require.NoError(t, json.Unmarshal([]byte(text), &value))
	short, err := json.Marshal(value)
	require.NoError(t, err)
	return string(short)
}
