package frameworks

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// bucket is the uploads bucket, which is encrypted with a KMS key: S3 takes signature version 4 only for it.
const bucket = "uploads-a1b2c3"

// hosts are where S3 has the bucket, by region. us-east-1 has the one without a region.
var hosts = map[string]string{
	"us-east-1":    bucket + ".s3.amazonaws.com",
	"eu-west-1":    bucket + ".s3.eu-west-1.amazonaws.com",
	"eu-central-1": bucket + ".s3.eu-central-1.amazonaws.com",
}

// presigned are the requests that an example signs.
type presigned struct {
	Get, Put string
	Post     struct {
		URL    string
		Fields map[string]string
	}
}

const signDjango = `
import django; django.setup()
import json
from django.core.files.storage import default_storage
from shop.uploads import upload_form
client = default_storage.connection.meta.client
print(json.dumps({
    "get": default_storage.url("products/1"),
    "put": client.generate_presigned_url("put_object", {"Bucket": default_storage.bucket_name, "Key": "products/1"}),
    "post": upload_form("image/png"),
}))
`

const signFastAPI = `
import json
from shop.settings import UPLOADS_BUCKET
from shop.uploads import client, download_url, upload_url
print(json.dumps({
    "get": download_url("products/1"),
    "put": upload_url("image/png")["url"],
    "post": client().generate_presigned_post(UPLOADS_BUCKET, "products/1"),
}))
`

// signDefault is a client of boto3 without the settings of docs/application.md.
const signDefault = `
import boto3, json
client, place = boto3.client("s3"), {"Bucket": "` + bucket + `", "Key": "products/1"}
print(json.dumps({
    "get": client.generate_presigned_url("get_object", place),
    "put": client.generate_presigned_url("put_object", place),
    "post": client.generate_presigned_post(*place.values()),
}))
`

// signed are the requests that code signs in a region.
func signed(t *testing.T, parts *servers.Parts, example, code, region string) presigned {
	t.Helper()
	i := buildImage(t, parts, example)
	env := append([]string{
		"AWS_REGION=" + region, "AWS_DEFAULT_REGION=" + region, "UPLOADS_BUCKET=" + bucket,
		"AWS_ACCESS_KEY_ID=key", "AWS_SECRET_ACCESS_KEY=secret", "AWS_SESSION_TOKEN=token",
		"DJANGO_SETTINGS_MODULE=shop.settings", "SECRET_KEY=unused", "CDN_DOMAIN=unused",
		"DATABASE_URL=postgresql:///", "DATABASE_READ_URL=postgresql:///", "CACHE_URL=unused", "BROKER_URL=unused",
		"CACHE_TTL_SESSION=1", "CACHE_TTL_PROFILE=1", "CACHE_TTL_PUBLIC=1", "CACHE_TTL_AGGREGATE=1",
	}, i.env...)
	out := parts.NewContainer(t, i.dir, i.user, env).MustRun(t, "python", "-c", code)
	var p presigned
	require.NoError(t, json.Unmarshal([]byte(out), &p), out)
	return p
}

// TestUploads: the examples sign as S3 wants it for a bucket with a KMS key, at the bucket's own host, in each region.
func TestUploads(t *testing.T) {
	parts := servers.Find(t)
	for example, code := range map[string]string{"django": signDjango, "fastapi": signFastAPI} {
		for region, host := range hosts {
			p := signed(t, parts, example, code, region)
			for _, text := range []string{p.Get, p.Put} {
				u, err := url.Parse(text)
				require.NoError(t, err)
				require.Equal(t, host, u.Host)
				require.Equal(t, "AWS4-HMAC-SHA256", u.Query().Get("X-Amz-Algorithm"), text)
				require.Contains(t, u.Query().Get("X-Amz-Credential"), "/"+region+"/s3/aws4_request")
				require.NotContains(t, text, "AWSAccessKeyId")
			}
			require.Equal(t, "https://"+host+"/", p.Post.URL)
			require.Equal(t, "AWS4-HMAC-SHA256", p.Post.Fields["x-amz-algorithm"])
			require.Contains(t, p.Post.Fields["x-amz-credential"], "/"+region+"/s3/aws4_request")
			require.NotContains(t, p.Post.Fields, "AWSAccessKeyId")
		}
	}
}

// TestUploadsNeedTheirSettings: what boto3 does by itself. When this fails, a newer boto3 may need fewer settings.
func TestUploadsNeedTheirSettings(t *testing.T) {
	parts := servers.Find(t)
	for _, region := range []string{"us-east-1", "eu-west-1"} {
		p := signed(t, parts, "fastapi", signDefault, region)
		for _, text := range []string{p.Get, p.Put} {
			require.Contains(t, text, "?AWSAccessKeyId=key&Signature=", "version 2, which S3 refuses for the bucket")
		}
		require.Contains(t, p.Post.Fields, "AWSAccessKeyId")
	}
	p := signed(t, parts, "fastapi", signDefault, "eu-central-1")
	require.Contains(t, p.Get, "X-Amz-Algorithm=AWS4-HMAC-SHA256")
	require.True(t, strings.HasPrefix(p.Get, "https://"+bucket+".s3.amazonaws.com/"), "the host that redirects: %s", p.Get)
}
