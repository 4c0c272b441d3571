package backup_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/backup"
	"github.com/tenfold-iac/tenfold/test/simulator/iam"
	"github.com/tenfold-iac/tenfold/test/simulator/kms"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

type props = model.Props

const region = "us-east-1"

// newAccount is an account with a vault, main.
func newAccount(t *testing.T) *simtest.Account {
	t.Helper()
	a := simtest.New(t, slices.Concat(backup.Types(), iam.Types(), kms.Types(), []*model.Type{{
		Token: "aws:sns/topic:Topic", Service: "SNS", Noun: "SNS Topic", NewID: model.Prefixed("arn:aws:sns:"),
	}}), backup.Functions())
	a.MustCreate(backup.Vault, "main", props{"name": "main"})
	return a
}

func TestVault(t *testing.T) {
	a := newAccount(t)
	state := a.Read(backup.Vault, "main")
	require.Equal(t, "arn:aws:backup:us-east-1:123456789012:backup-vault:main", state["arn"])
	require.Contains(t, state["kmsKeyArn"], "arn:aws:kms:us-east-1:123456789012:key/")
	_, key := a.MustCreate(kms.Key, "k", props{})
	id, state := a.MustCreate(backup.Vault, "v", props{"kmsKeyArn": key["arn"]})
	require.Regexp(t, `^v-[0-9a-f]{7}$`, id)
	require.Equal(t, key["arn"], state["kmsKeyArn"])
	const charset = "must consist of letters, numbers, and hyphens."
	for name, c := range map[string]struct {
		props props
		want  string
	}{
		"B3 charset": {props{"name": "a b"}, charset},
		"B3 short":   {props{"name": "a"}, charset},
		"B3 long":    {props{"name": strings.Repeat("a", 51)}, charset},
		"B3 exists":  {props{"name": "main"}, "AlreadyExistsException: Backup vault with the same name already exists"},
		"B3 key":     {props{"kmsKeyArn": "k"}, `"kms_key_arn" (k) is an invalid ARN: arn: invalid prefix`},
		"key": {
			props{"kmsKeyArn": "arn:aws:kms:us-east-1:123456789012:key/none"},
			"InvalidParameterValueException: The specified KMS key does not exist or cannot be used",
		},
	} {
		_, _, err := a.Create(backup.Vault, "w", c.props)
		require.ErrorContains(t, err, c.want, name)
	}
	_, replaced, _, err := a.Diff(backup.Vault, id, props{"name": "x", "kmsKeyArn": nil})
	require.NoError(t, err)
	require.Equal(t, []string{"name"}, replaced, "B3")
	_, replaced, _, err = a.Diff(backup.Vault, id, props{"kmsKeyArn": "arn:aws:kms:us-east-1:123456789012:key/b"})
	require.NoError(t, err)
	require.Equal(t, []string{"kmsKeyArn"}, replaced, "B3")
	found, err := a.Invoke("aws:backup/getVault:getVault", props{"name": "main"})
	require.NoError(t, err)
	require.Equal(t, "arn:aws:backup:us-east-1:123456789012:backup-vault:main", found["arn"])
	_, err = a.Invoke("aws:backup/getVault:getVault", props{"name": "none"})
	require.ErrorContains(t, err, "reading Backup Vault (none): couldn't find resource")
}

// fill writes recovery points into a vault.
func fill(t *testing.T, a *simtest.Account, vault string) {
	t.Helper()
	require.NoError(t, a.Change(t.Context(), region, backup.Vault, vault, props{"recoveryPoints": 3}))
}

func TestVaultWithRecoveryPoints(t *testing.T) {
	a := newAccount(t)
	fill(t, a, "main")
	require.ErrorContains(t, a.Delete(backup.Vault, "main"), "deleting Backup Vault (main): operation error Backup: "+
		"DeleteBackupVault, https response error StatusCode: 400, RequestID: ")
	require.ErrorContains(t, a.Delete(backup.Vault, "main"), ", InvalidRequestException: Backup vault cannot be deleted "+
		"because it contains recovery points.", "B2")
	forced, _ := a.MustCreate(backup.Vault, "forced", props{"name": "forced", "forceDestroy": true})
	fill(t, a, forced)
	require.NoError(t, a.Delete(backup.Vault, forced), "B2")
}

func TestVaultLock(t *testing.T) {
	a := newAccount(t)
	a.MustCreate(backup.Vault, "forced", props{"name": "forced", "forceDestroy": true})
	compliance := props{"backupVaultName": "forced", "changeableForDays": 3, "minRetentionDays": 7, "maxRetentionDays": 35}
	id, state := a.MustCreate(backup.VaultLock, "lock", compliance)
	require.Equal(t, "arn:aws:backup:us-east-1:123456789012:backup-vault:forced", state["backupVaultArn"])
	require.NoError(t, a.Delete(backup.VaultLock, id), "B7: in its grace time")
	for name, c := range map[string]struct {
		change props
		want   string
	}{
		"B7 grace": {
			props{"changeableForDays": 2}, "expected changeable_for_days to be in the range (3 - 36500), got 2",
		},
		"B7 order": {props{"minRetentionDays": 36}, "MaxRetentionDays cannot be less than MinRetentionDays."},
		"vault": {
			props{"backupVaultName": "none"}, "ResourceNotFoundException: Backup vault with name none cannot be found.",
		},
	} {
		_, _, err := a.Create(backup.VaultLock, "lock", simtest.With(compliance, c.change))
		require.ErrorContains(t, err, c.want, name)
	}

	a.MustCreate(backup.VaultLock, "lock", compliance)
	age(t, a, id)
	require.ErrorContains(t, a.Delete(backup.VaultLock, id), "InvalidRequestException: Backup vault lock configuration "+
		"cannot be deleted: the vault is locked in compliance mode.", "B7")

	kept, _ := a.MustCreate(backup.Vault, "kept", props{"name": "kept", "forceDestroy": true})
	fill(t, a, kept)
	require.NoError(t, a.Do(t.Context(), func(tx *account.Tx) error {
		lock := tx.Get(region, backup.VaultLock, id)
		lock.ID, lock.Created = kept, time.Now().AddDate(0, 0, -4)
		tx.Put(lock, nil)
		return nil
	}))
	require.ErrorContains(t, a.Delete(backup.Vault, kept), "its recovery points are protected by a vault lock.", "B7")

	governance, _ := a.MustCreate(backup.VaultLock, "main", props{"backupVaultName": "main", "minRetentionDays": 7})
	age(t, a, governance)
	require.NoError(t, a.Delete(backup.VaultLock, governance), "B7: a lock in governance mode")
}

// age sets the age of a lock to four days.
func age(t *testing.T, a *simtest.Account, id string) {
	t.Helper()
	require.NoError(t, a.Do(t.Context(), func(tx *account.Tx) error {
		lock := tx.Get(region, backup.VaultLock, id)
		tx.Delete(region, backup.VaultLock, id)
		lock.Created = time.Now().AddDate(0, 0, -4)
		tx.Put(lock, nil)
		return nil
	}))
}

func TestVaultParts(t *testing.T) {
	a := newAccount(t)
	policy := func(principal string) string {
		return `{"Statement":[{"Effect":"Deny","Principal":{"AWS":"` + principal + `"},"Action":"*","Resource":"*"}]}`
	}
	p := props{"backupVaultName": "main", "policy": policy("*")}
	id, state := a.MustCreate(backup.VaultPolicy, "p", p)
	require.Equal(t, "arn:aws:backup:us-east-1:123456789012:backup-vault:main", state["backupVaultArn"])
	for want, change := range map[string]props{
		`"policy" contains an invalid JSON`:            {"policy": "no"},
		"Backup vault with name none cannot be found.": {"backupVaultName": "none"},
		"InvalidParameterValueException: Policy has invalid principal": {
			"policy": policy("arn:aws:iam::123456789012:role/none"),
		},
	} {
		_, _, err := a.Create(backup.VaultPolicy, "p", simtest.With(p, change))
		require.ErrorContains(t, err, want)
	}
	changed, _, _, err := a.Diff(backup.VaultPolicy, id, simtest.With(p, props{"policy": " " + policy("*")}))
	require.NoError(t, err)
	require.Empty(t, changed)

	topic, _ := a.MustCreate("aws:sns/topic:Topic", "t", props{})
	notify := props{"backupVaultName": "main", "snsTopicArn": topic, "backupVaultEvents": []any{"BACKUP_JOB_FAILED"}}
	_, state = a.MustCreate(backup.VaultNotifications, "n", notify)
	require.Equal(t, "arn:aws:backup:us-east-1:123456789012:backup-vault:main", state["backupVaultArn"])
	_, _, err = a.Create(backup.VaultNotifications, "n", simtest.With(notify, props{"snsTopicArn": "none"}))
	require.ErrorContains(t, err, "The SNS topic none does not exist.")

	require.NoError(t, a.Delete(backup.Vault, "main"))
	require.Nil(t, a.Read(backup.VaultPolicy, id), "it goes with its vault")
}
