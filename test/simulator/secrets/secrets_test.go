package secrets_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/secrets"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

const getVersion = "aws:secretsmanager/getSecretVersion:getSecretVersion"

func newAccount(t *testing.T) *simtest.Account {
	t.Helper()
	return simtest.New(t, secrets.Types(), secrets.Functions())
}

func TestSecretRules(t *testing.T) {
	policy := func(role string) string {
		return `{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::` + role +
			`"},"Action":"*","Resource":"*"}]}`
	}
	const lost = "arn:aws:kms:us-east-1:123456789012:key/lost"
	for name, c := range map[string]struct {
		props model.Props
		want  string
	}{
		"fits": {model.Props{"name": "db/main", "policy": policy("999999999999:role/x")}, ""},
		"K10": {
			model.Props{"recoveryWindowInDays": 5},
			"expected recovery_window_in_days to be in the range (7 - 30), got 5",
		},
		"K10 none":    {model.Props{"recoveryWindowInDays": 0}, ""},
		"K12 charset": {model.Props{"name": "a b"}, "must contain only alphanumeric characters and /_+=.@-"},
		"K12 length": {
			model.Props{"name": strings.Repeat("a", 513)},
			"expected length of name to be in the range (1 - 512)",
		},
		"K12 exists": {
			model.Props{"name": "there"},
			"ResourceExistsException: The operation failed because the secret there already exists.",
		},
		"K13": {
			model.Props{"policy": policy("123456789012:role/none")},
			"MalformedPolicyDocumentException: This resource policy contains an unsupported principal",
		},
		"K3": {model.Props{"kmsKeyId": lost}, "KMSInvalidStateException: " + lost + " is pending deletion."},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t)
			a.MustCreate(secrets.Secret, "there", model.Props{"name": "there"})
			require.NoError(t, a.Do(t.Context(), func(tx *account.Tx) error {
				tx.Tombstone("us-east-1", "aws:kms/key:Key", "lost", time.Now().Add(time.Hour))
				return nil
			}))
			_, _, err := a.Create(secrets.Secret, "s", c.props)
			if c.want == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, c.want)
			}
		})
	}
}

func TestSecretNameIsKept(t *testing.T) {
	a := newAccount(t)
	id, state := a.MustCreate(secrets.Secret, "s", model.Props{"name": "db"})
	require.Regexp(t, `^arn:aws:secretsmanager:us-east-1:123456789012:secret:db-[0-9a-f]{6}$`, id)
	require.Equal(t, id, state["arn"])
	require.NoError(t, a.Delete(secrets.Secret, id))
	_, _, err := a.Create(secrets.Secret, "s", model.Props{"name": "db"})
	require.ErrorContains(t, err, "InvalidRequestException: You can't create this secret because a secret with this name "+
		"is already scheduled for deletion.", "K11")

	forced := model.Props{"name": "cache", "recoveryWindowInDays": 0}
	id, _ = a.MustCreate(secrets.Secret, "t", forced)
	require.NoError(t, a.Delete(secrets.Secret, id))
	id, _ = a.MustCreate(secrets.Secret, "t", forced)
	changed, replaced, deleteFirst, err := a.Diff(secrets.Secret, id, simtest.With(forced, model.Props{"name": "x"}))
	require.NoError(t, err)
	require.Equal(t, []string{"name"}, changed)
	require.Equal(t, []string{"name"}, replaced, "K12")
	require.False(t, deleteFirst)
}

func TestSecretVersion(t *testing.T) {
	a := newAccount(t)
	secret, _ := a.MustCreate(secrets.Secret, "s", model.Props{"name": "db"})
	_, err := a.Invoke(getVersion, model.Props{"secretId": "db"})
	require.ErrorContains(t, err, "ResourceNotFoundException: Secrets Manager can't find the specified secret value for "+
		"staging label: AWSCURRENT", "K14")
	_, err = a.Invoke(getVersion, model.Props{"secretId": "none"})
	require.ErrorContains(t, err, "ResourceNotFoundException: Secrets Manager can't find the specified secret.")

	props := model.Props{"secretId": secret, "secretString": "one"}
	first, state := a.MustCreate(secrets.Version, "v", props)
	require.Equal(t, secret+"|"+state.String("versionId"), first)
	changed, replaced, _, err := a.Diff(secrets.Version, first, model.Props{"secretId": secret, "secretString": "two"})
	require.NoError(t, err)
	require.Equal(t, []string{"secretString"}, changed)
	require.Equal(t, []string{"secretString"}, replaced, "K15")
	changed, _, _, err = a.Diff(secrets.Version, first, props)
	require.NoError(t, err)
	require.Empty(t, changed)

	second, _ := a.MustCreate(secrets.Version, "v", model.Props{"secretId": "db", "secretString": "two"})
	require.Equal(t, []any{"AWSPREVIOUS"}, a.Read(secrets.Version, first)["versionStages"])
	for stage, want := range map[string]string{"": "two", "AWSPREVIOUS": "one"} {
		found, err := a.Invoke(getVersion, simtest.With(model.Props{"secretId": secret}, model.Props{"versionStage": stage}))
		require.NoError(t, err)
		require.Equal(t, want, found["secretString"])
	}
	found, err := a.Invoke(getVersion, model.Props{"secretId": secret, "versionId": state["versionId"]})
	require.NoError(t, err)
	require.Equal(t, "one", found["secretString"])
	require.NoError(t, a.Delete(secrets.Version, second))

	for name, c := range map[string]struct {
		change model.Props
		want   string
	}{
		"K15 both": {
			model.Props{"secretBinary": "eA=="},
			`Conflicting configuration arguments: "secret_string": conflicts with secret_binary`,
		},
		"K15 size": {
			model.Props{"secretString": strings.Repeat("a", 65537)},
			"expected length of secret_string to be in the range (0 - 65536)",
		},
		"no secret": {
			model.Props{"secretId": "none"},
			"ResourceNotFoundException: Secrets Manager can't find the specified secret.",
		},
	} {
		_, _, err := a.Create(secrets.Version, "w", simtest.With(props, c.change))
		require.ErrorContains(t, err, c.want, name)
	}
	meta, err := a.Invoke("aws:secretsmanager/getSecret:getSecret", model.Props{"name": "db"})
	require.NoError(t, err)
	require.Equal(t, secret, meta["arn"])
}

func TestRotation(t *testing.T) {
	a := newAccount(t)
	secret, _ := a.MustCreate(secrets.Secret, "s", model.Props{})
	rotate := func(days int) model.Props {
		return model.Props{"secretId": secret, "rotationRules": map[string]any{"automaticallyAfterDays": days}}
	}
	_, _, err := a.Create(secrets.Rotation, "r", rotate(1001))
	require.ErrorContains(t, err,
		"InvalidParameterException: RotationRules.AutomaticallyAfterDays must be within 1-1000.", "K16")
	id, _ := a.MustCreate(secrets.Rotation, "r", rotate(1000))
	require.Equal(t, secret, id)
}

func TestParameter(t *testing.T) {
	a := newAccount(t)
	props := model.Props{"name": "/app/key", "type": "SecureString", "value": "one"}
	id, state := a.MustCreate(secrets.Parameter, "p", props)
	require.Equal(t, "arn:aws:ssm:us-east-1:123456789012:parameter/app/key", state["arn"])
	require.Equal(t, "alias/aws/ssm", state["keyId"])
	require.Equal(t, 1, state.Int("version"))
	state, err := a.Update(secrets.Parameter, id, simtest.With(props, model.Props{"value": "two"}))
	require.NoError(t, err)
	require.Equal(t, 2, state.Int("version"))
	found, err := a.Invoke("aws:ssm/getParameter:getParameter", model.Props{"name": "/app/key"})
	require.NoError(t, err)
	require.Equal(t, "two", found["value"])
	_, err = a.Invoke("aws:ssm/getParameter:getParameter", model.Props{"name": "none"})
	require.ErrorContains(t, err, "reading SSM Parameter (none): couldn't find resource")

	other := model.Props{"name": "x", "type": "String", "value": "one"}
	for name, c := range map[string]struct {
		change model.Props
		want   string
	}{
		"exists":   {model.Props{"name": "/app/key"}, "ParameterAlreadyExists: The parameter already exists."},
		"no value": {model.Props{"value": nil}, "one of `insecure_value,value` must be specified"},
		"insecure": {
			model.Props{"value": nil, "insecureValue": "a", "type": "SecureString"},
			"cannot set insecure_value when type is SecureString",
		},
		"size": {
			model.Props{"value": strings.Repeat("a", 4097)},
			"ValidationException: Standard tier parameters support a maximum parameter value of 4096 characters.",
		},
		"pattern": {
			model.Props{"allowedPattern": "^[0-9]+$"},
			"ParameterPatternMismatchException: Parameter value, cannot be validated against allowedPattern: ^[0-9]+$",
		},
		"regexp": {
			model.Props{"allowedPattern": "("},
			"InvalidAllowedPatternException: The regular expression ( is not valid.",
		},
		"type": {
			model.Props{"type": "Number"},
			`expected type to be one of ["String" "StringList" "SecureString"], got Number`,
		},
	} {
		_, _, err := a.Create(secrets.Parameter, "q", simtest.With(other, c.change))
		require.ErrorContains(t, err, c.want, name)
	}
	id, _ = a.MustCreate(secrets.Parameter, "q",
		simtest.With(other, model.Props{"tier": "Advanced", "value": strings.Repeat("a", 4097)}))
	_, replaced, _, err := a.Diff(secrets.Parameter, id, simtest.With(other, model.Props{"tier": "Standard"}))
	require.NoError(t, err)
	require.Equal(t, []string{"tier"}, replaced)
}
