package s3_test

import (
	"context"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/asset"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/s3"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

func newAccount(t *testing.T) *simtest.Account {
	t.Helper()
	return simtest.New(t, s3.Types(), s3.Functions())
}

func named(name string) model.Props { return model.Props{"bucket": name} }

func TestBucketNames(t *testing.T) {
	a := newAccount(t)
	west := a.Region("us-west-2")
	validating := func(name, reason string) string { return "* validating S3 Bucket (" + name + ") name: " + reason }
	tests := []struct {
		name   string
		region *simtest.Account
		bucket string
		err    string
	}{
		{"S1 good", west, "my.bucket-1", ""},
		{"S1 short", west, "ab", validating("ab", `"ab" must contain from 3 to 63 characters`)},
		{"S1 upper case", west, "Logs", validating("Logs",
			`only lowercase alphanumeric characters and hyphens allowed in "Logs"`)},
		{"S1 address", west, "10.0.0.1", validating("10.0.0.1", `"10.0.0.1" must not be formatted as an IP address`)},
		{"S1 first period", west, ".abc", validating(".abc", `".abc" cannot start with a period`)},
		{"S1 last period", west, "abc.", validating("abc.", `"abc." cannot end with a period`)},
		{"S1 two periods", west, "a..b", validating("a..b", `"a..b" can be only one period between labels`)},
		{"S1 upper case in us-east-1", a, "Logs", "CreateBucket, https response error StatusCode: 400"},
		{"S1 API's text", a, "Logs", "api error InvalidBucketName: The specified bucket is not valid."},
		{"S1 character in us-east-1", a, "a/b", validating("a/b",
			`only alphanumeric characters, hyphens, periods, and underscores allowed in "a/b"`)},
		{"S1 64 characters", a, strings.Repeat("x", 64), "expected length of bucket to be in the range (0 - 63)"},
		{"S2 own, other region", a, "my.bucket-1", "StatusCode: 409"},
		{"S2 own, text", a, "my.bucket-1", "api error BucketAlreadyOwnedByYou: Your previous request to create the named " +
			"bucket succeeded and you already own it."},
		{"S2 somebody else's", a, "theirs", "api error BucketAlreadyExists: The requested bucket name is not available. " +
			"The bucket namespace is shared by all users of the system. Please select a different name and try again."},
	}
	require.NoError(t, a.Seed(context.Background(), "eu-west-1", s3.Bucket, "theirs",
		map[string]any{"ownerId": "210987654321"}))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, token := range []string{s3.Bucket, s3.LegacyBucket} {
				if token == s3.LegacyBucket && tt.err == "" {
					continue // the name is taken by now
				}
				_, _, err := tt.region.Create(token, "case", named(tt.bucket))
				if tt.err == "" {
					require.NoError(t, err)
					continue
				}
				require.ErrorContains(t, err, tt.err)
			}
		})
	}
}

func TestBucket(t *testing.T) {
	a := newAccount(t)
	id, state := a.Region("eu-west-1").MustCreate(s3.Bucket, "Static", model.Props{})
	require.Regexp(t, `^static-[0-9a-f]{7}$`, id, "names are in lower case")
	require.Equal(t, "arn:aws:s3:::"+id, state["arn"])
	require.Equal(t, id, state["bucket"])
	require.Equal(t, id+".s3.amazonaws.com", state["bucketDomainName"])
	require.Equal(t, id+".s3.eu-west-1.amazonaws.com", state["bucketRegionalDomainName"])
	require.Equal(t, "eu-west-1", state["region"])
	prefixed, _ := a.MustCreate(s3.Bucket, "logs", model.Props{"bucketPrefix": "logs-"})
	require.Regexp(t, `^logs-\d{18}`, prefixed)

	require.Contains(t, a.Check(s3.Bucket, "long", model.Props{"bucketPrefix": strings.Repeat("x", 38)})[0],
		"expected length of bucket_prefix to be in the range (0 - 37)", "S1")

	fixed, _ := a.MustCreate(s3.Bucket, "fixed", named("fixed"))
	for property, value := range map[string]any{"bucket": "other", "bucketPrefix": "x", "objectLockEnabled": true} {
		t.Run("S4 "+property, func(t *testing.T) {
			props := named("fixed")
			props[property] = value
			_, replaced, _, err := a.Diff(s3.Bucket, fixed, props)
			require.NoError(t, err)
			require.Equal(t, []string{property}, replaced)
		})
	}
	changed, replaced, _, err := a.Diff(s3.Bucket, fixed, model.Props{"bucket": "fixed", "forceDestroy": true})
	require.NoError(t, err)
	require.Equal(t, []string{"forceDestroy"}, changed)
	require.Empty(t, replaced)

	require.NoError(t, a.SetQuota(context.Background(), "buckets", 3))
	_, _, err = a.Region("us-west-2").Create(s3.LegacyBucket, "more", model.Props{})
	require.ErrorContains(t, err, "TooManyBuckets: You have attempted to create more buckets than allowed", "S13")
}

func TestBucketDelete(t *testing.T) {
	for _, bucketToken := range []string{s3.Bucket, s3.LegacyBucket} {
		for _, objectToken := range []string{s3.Object, s3.LegacyObject} {
			t.Run("S3 "+bucketToken+" "+objectToken, func(t *testing.T) {
				a := newAccount(t)
				bucket, _ := a.MustCreate(bucketToken, "data", named("data"))
				object, _ := a.MustCreate(objectToken, "hello", model.Props{"bucket": bucket, "key": "hello", "source": file(t,
					"x")})
				require.ErrorContains(t, a.Delete(bucketToken, bucket), "StatusCode: 409")
				require.ErrorContains(t, a.Delete(bucketToken, bucket), "api error BucketNotEmpty: The bucket you tried to "+
					"delete is not empty. You must delete all versions in the bucket.")
				_, err := a.Update(bucketToken, bucket, model.Props{"bucket": "data", "forceDestroy": true})
				require.NoError(t, err)
				require.NoError(t, a.Delete(bucketToken, bucket), "forceDestroy was applied")
				require.Nil(t, a.Read(objectToken, object))
			})
		}
	}
	t.Run("S3 empty", func(t *testing.T) {
		a := newAccount(t)
		bucket, _ := a.MustCreate(s3.Bucket, "data", named("data"))
		versioning, _ := a.MustCreate(s3.Versioning, "v", enabled("data"))
		require.NoError(t, a.Delete(s3.Bucket, bucket))
		left, err := a.Resources(context.Background())
		require.NoError(t, err)
		require.Empty(t, left, "the setting %s goes with its bucket", versioning)
	})
}

func TestObjects(t *testing.T) {
	a := newAccount(t)
	a.MustCreate(s3.Bucket, "data", named("data"))
	props := model.Props{"bucket": "data", "key": "a/b.txt", "source": file(t, "hello")}
	id, state := a.MustCreate(s3.Object, "text", props)
	require.Equal(t, "data/a/b.txt", id)
	require.Equal(t, "arn:aws:s3:::data/a/b.txt", state["arn"])
	require.Equal(t, state, a.Read(s3.Object, id), "a file is read back as it was")
	changed, _, _, err := a.Diff(s3.Object, id, props)
	require.NoError(t, err)
	require.Empty(t, changed)

	tagged := model.Props{"bucket": "data", "key": "a/b.txt", "source": file(t, "hello"), "cacheControl": "no-store"}
	updated, err := a.Update(s3.Object, id, tagged)
	require.NoError(t, err)
	require.Equal(t, state["etag"], updated["etag"], "the same file")
	tagged["source"] = file(t, "bye")
	updated, err = a.Update(s3.Object, id, tagged)
	require.NoError(t, err)
	require.NotEqual(t, state["etag"], updated["etag"], "another file")
	require.Len(t, a.Check(s3.Object, "all", model.Props{
		"bucket": "data", "key": "k", "source": file(t, "x"), "content": "x", "contentBase64": "eA==",
	}), 2, "a file, a text or its coding")
	_, _, err = a.Create(s3.Object, "lost", model.Props{"bucket": "none", "key": "x", "source": file(t, "x")})
	require.ErrorContains(t, err, "NoSuchBucket: The specified bucket does not exist")
}

func file(t *testing.T, text string) *asset.Asset {
	t.Helper()
	f, err := asset.FromText(text)
	require.NoError(t, err)
	return f
}

func TestGetBucketPolicy(t *testing.T) {
	a := newAccount(t)
	a.MustCreate(s3.Bucket, "data", named("data"))
	_, err := a.Invoke("aws:s3/getBucketPolicy:getBucketPolicy", named("data"))
	require.ErrorContains(t, err, "reading S3 Bucket (data) Policy: couldn't find resource")
	const policy = `{"Version":"2012-10-17","Statement":[]}`
	a.MustCreate(s3.Policy, "data", model.Props{"bucket": "data", "policy": policy})
	got, err := a.Invoke("aws:s3/getBucketPolicy:getBucketPolicy", named("data"))
	require.NoError(t, err)
	require.Equal(t, policy, got["policy"])
}

func TestGetBucket(t *testing.T) {
	a := newAccount(t)
	_, state := a.MustCreate(s3.Bucket, "data", named("data"))
	got, err := a.Invoke("aws:s3/getBucket:getBucket", named("data"))
	require.NoError(t, err)
	require.Equal(t, state["arn"], got["arn"])
	require.Equal(t, "data", got["id"])
	_, err = a.Invoke("aws:s3/getBucket:getBucket", named("none"))
	require.ErrorContains(t, err, "reading S3 Bucket (none): couldn't find resource")
}
