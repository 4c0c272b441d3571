package forwarded

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/storage"
	"github.com/tenfold-iac/tenfold/test/stacktest"
)

const (
	host   = "app.example.com"
	client = "203.0.113.7"
	edge   = "130.176.1.2"
	secret = "origin secret"
)

// front is CloudFront and the load balancer, with what the component of storage makes.
type front struct {
	withheld []string
	added    map[string]string
}

func recordFront(t *testing.T) front {
	t.Helper()
	rec := stacktest.Run(t, func(ctx *pulumi.Context) error {
		_, err := storage.New(ctx, "storage", storage.Args{
			OriginDomain: pulumi.String("alb.example.net"), OriginSecret: pulumi.String(secret),
		})
		return err
	})
	policy := rec.Named(t, "aws:cloudfront/originRequestPolicy:OriginRequestPolicy", "storage-requests")
	require.Equal(t, "allExcept", policy.Input("headersConfig.headerBehavior"))
	f := front{added: map[string]string{}}
	for _, name := range policy.Input("headersConfig.headers.items").([]any) {
		f.withheld = append(f.withheld, strings.ToLower(name.(string)))
	}
	distribution := rec.One(t, "aws:cloudfront/distribution:Distribution")
	for _, one := range distribution.Input("origins[0].customHeaders").([]any) {
		header := one.(map[string]any)
		f.added[header["name"].(string)] = header["value"].(string)
	}
	return f
}

// requestOf is what a task gets of a client's request. Sources: CloudFront developer guide, "Request and response behavior
// for custom origins" (it removes X-Forwarded-Proto and X-Real-IP, and appends to X-Forwarded-For); Application Load
// Balancers guide, "HTTP headers" (it sets X-Forwarded-Proto and X-Forwarded-Port, and appends to X-Forwarded-For), and
// routing.http.drop_invalid_header_fields (names with an underscore).
func (f front) requestOf(headers http.Header, hasDomain bool) http.Header {
	got := http.Header{}
	for name, values := range headers {
		lower := strings.ToLower(name)
		removed := slices.Contains(f.withheld, lower) || lower == "x-forwarded-proto" || lower == "x-real-ip"
		if !removed && !strings.Contains(name, "_") {
			got[name] = values
		}
	}
	for name, value := range f.added {
		got.Set(name, value)
	}
	got.Set("X-Forwarded-For", strings.Join(append(headers.Values("X-Forwarded-For"), client, edge), ", "))
	got.Set("X-Forwarded-Proto", "http")
	got.Set("X-Forwarded-Port", "80")
	if hasDomain {
		got.Set("X-Forwarded-Proto", "https")
		got.Set("X-Forwarded-Port", "443")
	}
	return got
}
