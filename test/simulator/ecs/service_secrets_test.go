package ecs_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/ecs"
	"github.com/tenfold-iac/tenfold/test/simulator/iam"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
)

// Before the containers start, ECS reads the credentials of their registry with the execution role.
func TestCredentialsOfARegistry(t *testing.T) {
	const (
		arn     = "arn:aws:secretsmanager:us-east-1:" + account.ID + ":secret:registry-AbCdEf"
		pull    = "unable to pull secrets or registry auth: " + arn + ": "
		outside = "arn:aws:secretsmanager:us-east-1:999999999999:secret:registry-AbCdEf"
	)
	allows := func(resource string) string {
		return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["secretsmanager:GetSecretValue"],"Resource":["` +
			resource + `"]}]}`
	}
	for name, c := range map[string]struct {
		arn, policy    string
		exists, valued bool
		want           string
	}{
		"readable":        {arn, allows(arn), true, true, ""},
		"another account": {outside, allows(outside), false, false, ""},
		"no secret":       {arn, allows(arn), false, false, pull + "ResourceNotFoundException: Secrets Manager can't find the specified secret."},
		"no value":        {arn, allows(arn), true, false, pull + "ResourceNotFoundException: Secrets Manager can't find the specified secret value"},
		"not allowed":     {arn, allows(arn + "-other"), true, true, pull + "AccessDeniedException: User: "},
	} {
		t.Run(name, func(t *testing.T) {
			a := world(t)
			_, role := a.MustCreate(iam.Role, "own", model.Props{"name": "own", "assumeRolePolicy": `{"Version":"2012-10-17","Statement":[` +
				`{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}`})
			a.MustCreate(iam.RolePolicy, "own", model.Props{"name": "own", "role": "own", "policy": c.policy})
			if c.exists {
				require.NoError(t, a.Seed(t.Context(), region, "aws:secretsmanager/secret:Secret", arn, model.Props{"arn": arn}))
			}
			if c.valued {
				require.NoError(t, a.Do(t.Context(), func(tx *account.Tx) error {
					tx.Put(&account.Resource{
						Region: region, Type: "aws:secretsmanager/secretVersion:SecretVersion", ID: arn + "|1", Given: true,
						Properties: model.Props{"arn": arn},
					}, map[string][]string{"arn": {arn}})
					return nil
				}))
			}
			a.MustCreate(ecs.TaskDefinition, "web", task(model.Props{"executionRoleArn": role.String("arn")},
				set("repositoryCredentials", map[string]any{"credentialsParameter": c.arn})))
			_, _, err := a.Create(ecs.Service, "web", web(model.Props{"waitForSteadyState": true}))
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.want)
		})
	}
}
