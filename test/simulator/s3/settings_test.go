package s3_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/s3"
)

// enabled are the inputs of a bucket's versioning.
func enabled(bucket string) model.Props {
	return model.Props{"bucket": bucket, "versioningConfiguration": map[string]any{"status": "Enabled"}}
}

func TestSettings(t *testing.T) {
	a := newAccount(t)
	a.MustCreate(s3.Bucket, "data", named("data"))
	a.MustCreate(s3.LegacyBucket, "old", named("old"))
	for token, props := range map[string]model.Props{
		s3.PublicAccessBlock: {"blockPublicAcls": true},
		s3.OwnershipControls: {"rule": map[string]any{"objectOwnership": "BucketOwnerEnforced"}},
		s3.Versioning:        {"versioningConfiguration": map[string]any{"status": "Enabled"}},
		s3.Encryption: {"rules": []any{map[string]any{
			"applyServerSideEncryptionByDefault": map[string]any{"sseAlgorithm": "AES256"},
		}}},
		s3.CORS: {"corsRules": []any{map[string]any{
			"allowedMethods": []any{"GET"}, "allowedOrigins": []any{"https://example.com"},
		}}},
		s3.Lifecycle: {"rules": []any{map[string]any{
			"id": "old", "status": "Enabled",
			"expiration": map[string]any{"days": 90},
		}}},
		s3.Notification:   {"eventbridge": true},
		s3.Website:        {"indexDocument": map[string]any{"suffix": "index.html"}},
		s3.Acceleration:   {"status": "Enabled"},
		s3.RequestPayment: {"payer": "Requester"},
		s3.ObjectLock:     {"objectLockEnabled": "Enabled"},
	} {
		t.Run(token, func(t *testing.T) {
			for _, bucket := range []string{"data", "old"} {
				props["bucket"] = bucket
				id, state := a.MustCreate(token, "setting", props)
				require.Equal(t, bucket, id)
				require.Equal(t, bucket, state["bucket"])
			}
			changed, _, _, err := a.Diff(token, "old", props)
			require.NoError(t, err)
			require.Empty(t, changed)
			props["bucket"] = "none"
			_, replaced, _, err := a.Diff(token, "old", props)
			require.NoError(t, err)
			require.Equal(t, []string{"bucket"}, replaced)
			_, _, err = a.Create(token, "lost", props)
			require.ErrorContains(t, err, "StatusCode: 404")
			require.ErrorContains(t, err, "api error NoSuchBucket: The specified bucket does not exist")
		})
	}
	require.Contains(t, a.Check(s3.Versioning, "v", model.Props{
		"bucket": "data", "versioningConfiguration": map[string]any{"status": "On"},
	})[0], "expected versioning_configuration.status to be one of")
}

func TestLifecycle(t *testing.T) {
	a := newAccount(t)
	a.MustCreate(s3.Bucket, "data", named("data"))
	rule := func(days, expiration int, class string) model.Props {
		r := map[string]any{"id": "r", "status": "Enabled", "transitions": []any{map[string]any{
			"days":         days,
			"storageClass": class,
		}}}
		if expiration > 0 {
			r["expiration"] = map[string]any{"days": expiration}
		}
		return model.Props{"bucket": "data", "rules": []any{r}}
	}
	tests := []struct {
		name  string
		props model.Props
		err   string
	}{
		{"S10 30 days", rule(30, 31, "STANDARD_IA"), ""},
		{
			"S10 29 days", rule(29, 0, "STANDARD_IA"),
			"api error InvalidArgument: 'Days' in Transition action must be greater " +
				"than or equal to 30 for storageClass 'STANDARD_IA'",
		},
		{"S10 one zone", rule(29, 0, "ONEZONE_IA"), "for storageClass 'ONEZONE_IA'"},
		{"S10 archive at once", rule(0, 0, "GLACIER"), ""},
		{
			"S10 ends with the move", rule(30, 30, "STANDARD_IA"),
			"InvalidArgument: 'Days' in the Expiration action must be greater",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := a.Create(s3.Lifecycle, "rules", tt.props)
			if tt.err == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, tt.err)
		})
	}
}

func TestLogging(t *testing.T) {
	a := newAccount(t)
	a.MustCreate(s3.Bucket, "data", named("data"))
	a.MustCreate(s3.Bucket, "logs", named("logs"))
	a.Region("eu-west-1").MustCreate(s3.Bucket, "far", named("far"))
	to := func(target string) error {
		_, _, err := a.Create(s3.Logging, "logging", model.Props{
			"bucket": "data", "targetBucket": target,
			"targetPrefix": "s3/",
		})
		return err
	}
	const denied = "InvalidTargetBucketForLogging: You must give the log-delivery group WRITE and READ_ACP permissions"
	require.ErrorContains(t, to("none"), "InvalidTargetBucketForLogging: The target bucket for logging does not exist",
		"S11")
	require.ErrorContains(t, to("far"), "InvalidTargetBucketForLogging: The target bucket for logging does not exist",
		"S11")
	require.ErrorContains(t, to("logs"), denied, "S11")
	a.MustCreate(s3.Policy, "logs", model.Props{
		"bucket": "logs",
		"policy": `{"Statement":[{"Effect":"Allow","Principal":` +
			`{"Service":"logging.s3.amazonaws.com"},"Action":"s3:PutObject","Resource":"arn:aws:s3:::logs/s3/*"}]}`,
	})
	require.NoError(t, to("logs"))

	a.MustCreate(s3.Bucket, "acl", named("acl"))
	a.MustCreate(s3.OwnershipControls, "acl",
		model.Props{"bucket": "acl", "rule": map[string]any{"objectOwnership": "ObjectWriter"}})
	require.ErrorContains(t, to("acl"), denied, "S11")
	a.MustCreate(s3.ACL, "acl", model.Props{"bucket": "acl", "acl": "log-delivery-write"})
	require.NoError(t, to("acl"))
}

func TestReplication(t *testing.T) {
	a := newAccount(t)
	west := a.Region("us-west-2")
	a.MustCreate(s3.Bucket, "data", named("data"))
	west.MustCreate(s3.Bucket, "copy", named("copy"))
	replicate := func(destination string) error {
		_, _, err := a.Create(s3.Replication, "copy", model.Props{
			"bucket": "data", "role": "arn:aws:iam::123456789012:role/copy", "rules": []any{map[string]any{
				"status": "Enabled", "destination": map[string]any{"bucket": "arn:aws:s3:::" + destination},
			}},
		})
		return err
	}
	const refused = "InvalidRequest: Versioning must be 'Enabled' on the bucket to apply a replication configuration"
	require.ErrorContains(t, replicate("copy"), refused, "S9 neither")
	a.MustCreate(s3.Versioning, "data", enabled("data"))
	require.ErrorContains(t, replicate("copy"), refused, "S9 no destination")
	west.MustCreate(s3.Versioning, "copy", enabled("copy"))
	require.NoError(t, replicate("copy"), "S9 both")
	require.NoError(t, replicate("theirs"), "S9 another account's bucket is beyond sight")
	west.MustCreate(s3.LegacyBucket, "old", model.Props{"bucket": "old", "versioning": map[string]any{"enabled": true}})
	require.NoError(t, replicate("old"), "S9 versions of the older type")
}
