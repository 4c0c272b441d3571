package ecr_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/ecr"
	"github.com/tenfold-iac/tenfold/test/simulator/kms"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

type props = model.Props

const region = "us-east-1"

func newAccount(t *testing.T) *simtest.Account {
	t.Helper()
	return simtest.New(t, slices.Concat(ecr.Types(), kms.Types()), ecr.Functions())
}

func TestRepository(t *testing.T) {
	a := newAccount(t)
	id, state := a.MustCreate(ecr.Repository, "web", props{"name": "shop/web"})
	require.Equal(t, "shop/web", id)
	for property, want := range map[string]any{
		"arn": "arn:aws:ecr:us-east-1:123456789012:repository/shop/web", "registryId": "123456789012",
		"repositoryUrl": "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop/web", "imageTagMutability": "MUTABLE",
		"encryptionConfigurations": []any{map[string]any{"encryptionType": "AES256", "kmsKey": ""}},
	} {
		require.Equal(t, want, state[property], property)
	}
	const charset = "InvalidParameterException: Invalid parameter at 'repositoryName' failed to satisfy constraint: " +
		"'must satisfy regular expression '"
	encrypted := func(kind, key string) props {
		return props{"encryptionConfigurations": []any{map[string]any{"encryptionType": kind, "kmsKey": key}}}
	}
	_, key := a.MustCreate(kms.Key, "k", props{})
	for name, c := range map[string]struct {
		props props
		want  string
	}{
		"EC2 charset": {props{"name": "Web"}, charset},
		"EC2 end":     {props{"name": "web-"}, charset},
		"EC2 short":   {props{"name": "w"}, charset},
		"EC2 long":    {props{"name": strings.Repeat("a", 257)}, charset},
		"EC3": {
			props{"name": "shop/web"}, "RepositoryAlreadyExistsException: The repository with name 'shop/web' already exists " +
				"in the registry with id '123456789012'",
		},
		"mutability": {props{"imageTagMutability": "FIXED"}, "expected image_tag_mutability to be one of"},
		"encryption": {encrypted("ROT13", ""), "encryption_type to be one of [\"AES256\" \"KMS\"], got ROT13"},
		"key":        {encrypted("KMS", "none"), "KmsException: The KMS key none does not exist or is not enabled"},
		"key fits":   {encrypted("KMS", key.String("arn")), ""},
		"fits":       {props{"name": "a1.b_c-d/e/f0"}, ""},
	} {
		_, _, err := a.Create(ecr.Repository, "r", c.props)
		if c.want == "" {
			require.NoError(t, err, name)
		} else {
			require.ErrorContains(t, err, c.want, name)
		}
	}
	for property, value := range map[string]any{
		"name": "other", "encryptionConfigurations": []any{map[string]any{"encryptionType": "KMS"}},
	} {
		_, replaced, _, err := a.Diff(ecr.Repository, id, simtest.With(props{"name": "shop/web"}, props{property: value}))
		require.NoError(t, err)
		require.Equal(t, []string{property}, replaced, "EC3")
	}
	found, err := a.Invoke("aws:ecr/getRepository:getRepository", props{"name": "shop/web"})
	require.NoError(t, err)
	require.Equal(t, state["repositoryUrl"], found["repositoryUrl"])
	_, err = a.Invoke("aws:ecr/getRepository:getRepository", props{"name": "none"})
	require.ErrorContains(t, err, "reading ECR Repository (none): couldn't find resource")
}

func TestRepositoryWithImages(t *testing.T) {
	a := newAccount(t)
	for name, force := range map[string]bool{"kept": false, "forced": true} {
		a.MustCreate(ecr.Repository, name, props{"name": name, "forceDelete": force})
		image := props{"repositoryName": name}
		require.NoError(t, a.Seed(t.Context(), region, ecr.Image, name+"@sha256:1", image))
	}
	require.ErrorContains(t, a.Delete(ecr.Repository, "kept"), "RepositoryNotEmptyException: The repository with name "+
		"'kept' in registry with id '123456789012' cannot be deleted because it still contains images", "EC1")
	require.NoError(t, a.Delete(ecr.Repository, "forced"), "EC1")
	require.NoError(t, a.Do(t.Context(), func(tx *account.Tx) error {
		require.Equal(t, 1, tx.Count(region, ecr.Image), "a forced delete takes the images along")
		return nil
	}))
}

func TestLifecyclePolicy(t *testing.T) {
	a := newAccount(t)
	a.MustCreate(ecr.Repository, "web", props{"name": "web"})
	rule := func(priority, status string) string {
		return `{"rulePriority":` + priority + `,"selection":{"tagStatus":"` + status + `","countType":` +
			`"imageCountMoreThan","countNumber":10},"action":{"type":"expire"}}`
	}
	policy := func(rules ...string) props {
		return props{"repository": "web", "policy": `{"rules":[` + strings.Join(rules, ",") + `]}`}
	}
	const failure = "InvalidParameterException: Invalid parameter at 'LifecyclePolicyText' failed to satisfy " +
		"constraint: 'Lifecycle policy validation failure: "
	duplicate, early := policy(rule("1", "untagged"), rule("1", "tagged")), policy(rule("1", "any"), rule("2", "tagged"))
	for want, p := range map[string]props{
		`"policy" contains an invalid JSON`:                                           {"repository": "web", "policy": "no"},
		failure + "string is not a JSON object'":                                      {"repository": "web", "policy": "[]"},
		failure + "object has too few rules'":                                         policy(),
		failure + "rulePriority 1 is used more than once'":                            duplicate,
		failure + "only the rule with the lowest priority may select images with tag": early,
		"RepositoryNotFoundException: The repository with name 'none' does not exist in the registry with id " +
			"'123456789012'": simtest.With(policy(rule("1", "any")), props{"repository": "none"}),
	} {
		_, _, err := a.Create(ecr.LifecyclePolicy, "p", p)
		require.ErrorContains(t, err, want, "EC4")
	}
	id, state := a.MustCreate(ecr.LifecyclePolicy, "p", policy(rule("1", "untagged"), rule("2", "any")))
	require.Equal(t, "123456789012", state["registryId"])
	_, err := a.Update(ecr.LifecyclePolicy, id, policy(rule("1", "any"), rule("2", "tagged")))
	require.ErrorContains(t, err, failure, "EC4")
}

func TestRepositoryPolicy(t *testing.T) {
	a := newAccount(t)
	a.MustCreate(ecr.Repository, "web", props{"name": "web"})
	p := props{"repository": "web", "policy": map[string]any{"Statement": []any{map[string]any{
		"Effect": "Allow", "Principal": map[string]any{"AWS": "123456789012"}, "Action": []any{"ecr:BatchGetImage"},
	}}}}
	id, _ := a.MustCreate(ecr.RepositoryPolicy, "p", p)
	changed, _, _, err := a.Diff(ecr.RepositoryPolicy, id, p)
	require.NoError(t, err)
	require.Empty(t, changed)
	_, replaced, _, err := a.Diff(ecr.RepositoryPolicy, id, simtest.With(p, props{"repository": "other"}))
	require.NoError(t, err)
	require.Equal(t, []string{"repository"}, replaced)
	_, _, err = a.Create(ecr.RepositoryPolicy, "q", simtest.With(p, props{
		"policy": `{"Statement":[{"Principal":{"AWS":"arn:aws:iam::123456789012:role/none"}}]}`,
	}))
	require.ErrorContains(t, err, "InvalidParameterException: Invalid parameter at 'PolicyText' failed to satisfy "+
		"constraint: 'Invalid repository policy provided'")
	require.NoError(t, a.Delete(ecr.Repository, "web"))
	require.Nil(t, a.Read(ecr.RepositoryPolicy, id), "it goes with its repository")
}
