package kms_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/kms"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

const arns = "arn:aws:kms:us-east-1:123456789012:"

func newAccount(t *testing.T) *simtest.Account {
	t.Helper()
	return simtest.New(t, kms.Types(), kms.Functions())
}

func policy(principal, action string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":` + principal + `,"Action":"` + action +
		`","Resource":"*"}]}`
}

func TestKeyRules(t *testing.T) {
	const (
		root      = `{"AWS":"arn:aws:iam::123456789012:root"}`
		lockedOut = "MalformedPolicyDocumentException: The new key policy will not allow you to update the key policy in " +
			"the future."
	)
	unknown := `{"AWS":["arn:aws:iam::123456789012:root","arn:aws:iam::123456789012:role/none"]}`
	for name, c := range map[string]struct {
		props model.Props
		want  string
	}{
		"fits": {model.Props{"deletionWindowInDays": 7}, ""},
		"K1 short": {
			model.Props{"deletionWindowInDays": 5},
			"expected deletion_window_in_days to be in the range (7 - 30), got 5",
		},
		"K1 long": {
			model.Props{"deletionWindowInDays": 31},
			"expected deletion_window_in_days to be in the range (7 - 30), got 31",
		},
		"K2 range": {
			model.Props{"rotationPeriodInDays": 89, "enableKeyRotation": true},
			"expected rotation_period_in_days to be in the range (90 - 2560), got 89",
		},
		"K2 alone": {
			model.Props{"rotationPeriodInDays": 90},
			"all of `rotation_period_in_days,enable_key_rotation` must be specified",
		},
		"K2 asymmetric": {
			model.Props{"enableKeyRotation": true, "customerMasterKeySpec": "RSA_2048"},
			"UnsupportedOperationException: Automatic key rotation is not supported for keys of type RSA_2048.",
		},
		"K4 JSON":     {model.Props{"policy": "{"}, `"policy" contains an invalid JSON`},
		"K4 root":     {model.Props{"policy": policy(root, "kms:*")}, ""},
		"K4 service":  {model.Props{"policy": policy(`{"Service":"logs.us-east-1.amazonaws.com"}`, "kms:*")}, lockedOut},
		"K4 action":   {model.Props{"policy": policy(root, "kms:Decrypt")}, lockedOut},
		"K4 bypassed": {model.Props{"policy": policy(root, "kms:Decrypt"), "bypassPolicyLockoutSafetyCheck": true}, ""},
		"K4 principal": {
			model.Props{"policy": policy(unknown, "kms:*")},
			"MalformedPolicyDocumentException: Policy contains a statement with one or more invalid principals.",
		},
		"K9 description": {
			model.Props{"description": strings.Repeat("a", 8193)},
			"expected length of description to be in the range (0 - 8192)",
		},
		"K9 policy": {
			model.Props{"policy": policy(root, "kms:*") + strings.Repeat(" ", 32768)},
			"LimitExceededException: The key policy is larger than 32768 bytes.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := newAccount(t).Create(kms.Key, "k", c.props)
			if c.want == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, c.want)
			}
		})
	}
}

func TestKey(t *testing.T) {
	a := newAccount(t)
	id, state := a.MustCreate(kms.Key, "k", model.Props{"enableKeyRotation": true})
	require.Equal(t, arns+"key/"+id, state["arn"])
	require.Equal(t, id, state["keyId"])
	require.Equal(t, 365, state.Int("rotationPeriodInDays"))
	for property, c := range map[string]struct {
		value    any
		replaced bool
	}{
		"keyUsage": {"SIGN_VERIFY", true}, "customerMasterKeySpec": {"RSA_2048", true}, "multiRegion": {true, true},
		"customKeyStoreId": {"x", true}, "description": {"x", false},
	} {
		changed, replaced, _, err := a.Diff(kms.Key, id, model.Props{"enableKeyRotation": true, property: c.value})
		require.NoError(t, err)
		require.Equal(t, []string{property}, changed)
		require.Equal(t, c.replaced, len(replaced) > 0, "K5 %s", property)
	}
	same := " " + strings.ReplaceAll(state.String("policy"), ",", ", ")
	_, err := a.Update(kms.Key, id, model.Props{"enableKeyRotation": true, "policy": same})
	require.NoError(t, err)
	changed, _, _, err := a.Diff(kms.Key, id, model.Props{"enableKeyRotation": true, "policy": state["policy"]})
	require.NoError(t, err)
	require.Empty(t, changed)
}

func TestDeletedKey(t *testing.T) {
	a := newAccount(t)
	id, _ := a.MustCreate(kms.Key, "k", model.Props{})
	require.NoError(t, a.Delete(kms.Key, id))
	require.Nil(t, a.Read(kms.Key, id))
	left, err := a.Resources(t.Context())
	require.NoError(t, err)
	require.Empty(t, left)
	pending := "KMSInvalidStateException: " + arns + "key/" + id + " is pending deletion."
	_, _, err = a.Create(kms.Alias, "a", model.Props{"name": "alias/a", "targetKeyId": id})
	require.ErrorContains(t, err, pending, "K3")
	_, err = a.Invoke("aws:kms/getKey:getKey", model.Props{"keyId": arns + "key/" + id})
	require.ErrorContains(t, err, pending, "K3")
	_, err = a.Invoke("aws:kms/getKey:getKey", model.Props{"keyId": "none"})
	require.ErrorContains(t, err, "NotFoundException: Key '"+arns+"key/none' does not exist")
}

func TestAlias(t *testing.T) {
	a := newAccount(t)
	key, state := a.MustCreate(kms.Key, "k", model.Props{})
	props := model.Props{"name": "alias/a", "targetKeyId": state["arn"]}
	id, alias := a.MustCreate(kms.Alias, "a", props)
	require.Equal(t, "alias/a", id)
	require.Equal(t, arns+"alias/a", alias["arn"])
	require.Equal(t, state["arn"], alias["targetKeyArn"])
	for name, c := range map[string]struct {
		change model.Props
		want   string
	}{
		"K7 prefix":   {model.Props{"name": "a"}, "name must begin with 'alias/' and only contain [0-9A-Za-z_/-]"},
		"K7 charset":  {model.Props{"name": "alias/a.b"}, "name must begin with 'alias/' and only contain [0-9A-Za-z_/-]"},
		"K7 reserved": {model.Props{"name": "alias/aws/x"}, "name cannot begin with reserved AWS CMK prefix 'alias/aws/'"},
		"K8":          {nil, "AlreadyExistsException: An alias with the name " + arns + "alias/a already exists"},
		"no key": {model.Props{"name": "alias/b", "targetKeyId": "none"}, "NotFoundException: Key '" + arns +
			"key/none' does not exist"},
	} {
		_, _, err := a.Create(kms.Alias, "b", simtest.With(props, c.change))
		require.ErrorContains(t, err, c.want, name)
	}
	_, unnamed := a.MustCreate(kms.Alias, "c", model.Props{"targetKeyId": key})
	require.Regexp(t, "^alias/[0-9a-f]{26}$", unnamed.String("name"))

	found, err := a.Invoke("aws:kms/getAlias:getAlias", model.Props{"name": "alias/a"})
	require.NoError(t, err)
	require.Equal(t, key, found["targetKeyId"])
	byAlias, err := a.Invoke("aws:kms/getKey:getKey", model.Props{"keyId": "alias/a"})
	require.NoError(t, err)
	require.Equal(t, state["arn"], byAlias["arn"])
	managed, err := a.Invoke("aws:kms/getKey:getKey", model.Props{"keyId": "alias/aws/secretsmanager"})
	require.NoError(t, err)
	require.Equal(t, arns+"key/2b9e8c44-7a31-4d6f-8e20-5f4e3d2c1b0a", managed["arn"])
	require.Equal(t, []any{"AWS", "CUSTOMER"}, []any{managed["keyManager"], byAlias["keyManager"]})
	_, err = a.Invoke("aws:kms/getKey:getKey", model.Props{"keyId": "alias/aws/none"})
	require.ErrorContains(t, err, "NotFoundException")
}

func TestGrant(t *testing.T) {
	a := newAccount(t)
	key, _ := a.MustCreate(kms.Key, "k", model.Props{})
	props := model.Props{
		"name": "g", "keyId": key, "granteePrincipal": "arn:aws:iam::999999999999:role/x",
		"operations": []any{"Decrypt"},
	}
	id, state := a.MustCreate(kms.Grant, "g", props)
	require.Equal(t, key+":"+state.String("grantId"), id)
	_, _, err := a.Create(kms.Grant, "h", simtest.With(props,
		model.Props{"granteePrincipal": "arn:aws:iam::123456789012:role/none"}))
	require.ErrorContains(t, err,
		"InvalidArnException: ARN does not refer to a valid principal: arn:aws:iam::123456789012:role/none")
	_, _, err = a.Create(kms.Grant, "h", simtest.With(props, model.Props{"operations": []any{"Fly"}}))
	require.ErrorContains(t, err, "got Fly")
}
