package elb_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/elb"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/s3"
)

// lets is a bucket policy that allows a principal to write under a resource.
func lets(principal, resource string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":` + principal +
		`,"Action":["s3:PutObject"],"Resource":"arn:aws:s3:::` + resource + `"}]}`
}

func TestAccessLogs(t *testing.T) {
	const service = `{"Service":"logdelivery.elasticloadbalancing.amazonaws.com"}`
	tests := []struct {
		name, policy, bucket string
		ok                   bool
	}{
		{"L15 service", lets(service, "logs-1/web/AWSLogs/123456789012/*"), "logs-1", true},
		{"L15 account", lets(`{"AWS":"arn:aws:iam::127311923021:root"}`, "logs-1/*"), "logs-1", true},
		{"L15 other prefix", lets(service, "logs-1/api/*"), "logs-1", false},
		{"L15 other service", lets(`{"Service":"delivery.logs.amazonaws.com"}`, "logs-1/*"), "logs-1", false},
		{"L15 other region's account", lets(`{"AWS":"arn:aws:iam::033677994240:root"}`, "logs-1/*"), "logs-1", false},
		{"L15 no policy", "", "logs-1", false},
		{"L15 no bucket", lets(service, "logs-1/*"), "logs-2", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFixture(t)
			f.MustCreate(s3.Bucket, "logs", model.Props{"bucket": "logs-1"})
			if tt.policy != "" {
				f.MustCreate(s3.Policy, "logs", model.Props{"bucket": "logs-1", "policy": tt.policy})
			}
			_, _, err := f.Create(elb.LoadBalancer, "web", f.alb(model.Props{
				"accessLogs": map[string]any{"bucket": tt.bucket, "enabled": true, "prefix": "web"},
			}))
			if tt.ok {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, "InvalidConfigurationRequest: Access Denied for bucket: "+tt.bucket+
				". Please check S3bucket permission")
		})
	}
}

func TestAccessLogsFillTheBucket(t *testing.T) {
	f := newFixture(t)
	bucket, _ := f.MustCreate(s3.Bucket, "logs", model.Props{"bucket": "logs-1"})
	f.MustCreate(s3.Policy, "logs", model.Props{"bucket": "logs-1", "policy": lets(
		`{"Service":"logdelivery.elasticloadbalancing.amazonaws.com"}`, "logs-1/*")})
	id := f.mustALB("web")
	on := f.alb(model.Props{"accessLogs": map[string]any{"bucket": "logs-1", "enabled": true}})
	_, err := f.Update(elb.LoadBalancer, id, on)
	require.NoError(t, err)
	require.NoError(t, f.Delete(elb.LoadBalancer, id))
	require.ErrorContains(t, f.Delete(s3.Bucket, bucket), "BucketNotEmpty", "the test file stays")
	_, err = f.Update(s3.Bucket, bucket, model.Props{"bucket": "logs-1", "forceDestroy": true})
	require.NoError(t, err)
	require.NoError(t, f.Delete(s3.Bucket, bucket))
}

func TestNetworkLogs(t *testing.T) {
	f := newFixture(t)
	f.MustCreate(s3.Bucket, "logs", model.Props{"bucket": "logs-1"})
	f.MustCreate(s3.Policy, "logs", model.Props{"bucket": "logs-1", "policy": lets(
		`{"Service":"delivery.logs.amazonaws.com"}`, "logs-1/*")})
	f.MustCreate(elb.LoadBalancer, "net", f.nlb(model.Props{
		"accessLogs": map[string]any{"bucket": "logs-1", "enabled": true},
	}))
}
