package backend

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/stacktest"
)

// environment is a small valid environment, with more configuration.
func environment(more map[string]string) stacktest.Option {
	all := map[string]string{
		"aws:region": "eu-central-1", "tenfold:tier": "10k", "tenfold:healthCheckPath": "/healthz",
		"tenfold:image":           "registry.example.com/backend:1.2.3",
		"tenfold:pgbouncerImage":  "registry.example.com/pgbouncer:1.24",
		"tenfold:queueDepthImage": "registry.example.com/queuedepth:1.0.0",
		"tenfold:celeryApp":       "backend.celery",
	}
	maps.Copy(all, more)
	return stacktest.Config(all)
}

func TestTheProviderOfUSEast1HasTheSettingsOfTheDefaultOne(t *testing.T) {
	settings := map[string]string{
		"aws:profile": "prod", "aws:allowedAccountIds": `["123456789012"]`, "aws:defaultTags": `{"tags":{"team":"web"}}`,
		"aws:assumeRole": `{"roleArn":"arn:aws:iam::123456789012:role/deploy","externalId":"x"}`, "aws:accessKey": "AKIA",
		"aws:sharedConfigFiles": `["/etc/aws"]`, "aws:maxRetries": "5", "aws:ignoreTags": `{"keys":["scanned"]}`,
		"tenfold:domain": "app.example.com", "tenfold:zone": "example.com",
	}
	rec := stacktest.Run(t, Program, stacktest.Stack("dev"), environment(settings),
		stacktest.Secrets("aws:accessKey", "aws:assumeRole"))
	provider := rec.One(t, "pulumi:providers:aws")
	for key, want := range map[string]string{
		"region": "us-east-1", "profile": "prod", "allowedAccountIds": `["123456789012"]`,
		"defaultTags": `{"tags":{"team":"web"}}`, "accessKey": "AKIA", "sharedConfigFiles": `["/etc/aws"]`, "maxRetries": "5",
		"assumeRole": settings["aws:assumeRole"], "ignoreTags": `{"keys":["scanned"]}`,
	} {
		require.Equal(t, want, provider.Input(key), key)
		require.Equal(t, key == "accessKey" || key == "assumeRole", provider.IsSecret(key), key)
	}
	require.Len(t, provider.Inputs, 9)
}

// The zone's provider has one role and one account. Everything in the zone is made by it, and nothing else.
func TestAZoneInAnotherAccount(t *testing.T) {
	rec := stacktest.Run(t, Program, stacktest.Stack("dev"), environment(map[string]string{
		"tenfold:domain": "app.example.com", "tenfold:zone": "example.com",
		"tenfold:zoneRole": "arn:aws:iam::210987654321:role/dns", "aws:profile": "prod", "aws:token": "x",
		"aws:forbiddenAccountIds": `["210987654321"]`, "aws:assumeRole": `{"roleArn":"arn:aws:iam::123456789012:role/deploy"}`,
		"aws:defaultTags": `{"tags":{"team":"web"}}`,
	}), stacktest.Secrets("aws:token"))
	zone := rec.Named(t, "pulumi:providers:aws", "zone")
	for key, want := range map[string]string{
		"region": "eu-central-1", "profile": "prod", "allowedAccountIds": `["210987654321"]`, "token": "x",
		"assumeRole": `{"roleArn":"arn:aws:iam::210987654321:role/dns"}`, "defaultTags": `{"tags":{"team":"web"}}`,
	} {
		require.Equal(t, want, zone.Input(key), key)
	}
	require.True(t, zone.IsSecret("token"))
	require.Len(t, zone.Inputs, 6)
	for _, res := range rec.All() {
		require.Equal(t, res.Type == recordType, strings.HasPrefix(res.Provider, zone.URN+"::"), res.Name)
	}
	lookups := rec.Calls("aws:route53/getZone:getZone")
	require.Len(t, lookups, 1)
	require.Contains(t, lookups[0].Provider, zone.URN+"::")
}

const (
	distributionType = "aws:cloudfront/distribution:Distribution"
	certificateType  = "aws:acm/certificate:Certificate"
	recordType       = "aws:route53/record:Record"
)

// recordNames are the logical names of all records.
func recordNames(rec *stacktest.Recording) []string {
	var names []string
	for _, record := range rec.OfType(recordType) {
		names = append(names, record.Name)
	}
	slices.Sort(names)
	return names
}

func TestAlternativeNames(t *testing.T) {
	rec := stacktest.Run(t, Program, stacktest.Stack("dev"), environment(map[string]string{
		"tenfold:domain": "example.com", "tenfold:zone": "example.com", "tenfold:alternativeNames": `["www.example.com"]`,
		"tenfold:dns": "takeover",
	}))
	distribution := rec.One(t, distributionType)
	require.Equal(t, []any{"example.com", "www.example.com"}, distribution.Input("aliases"))
	require.Equal(t, "origin.example.com", distribution.Input("origins[0].domainName"))
	require.Equal(t, []any{"origin.example.com", "origin.www.example.com"},
		rec.Named(t, certificateType, "alb-certificate").Input("subjectAlternativeNames"),
		"so that the names can change places")
	require.Equal(t, []string{
		"alb-alias-origin.example.com", "alb-alias-origin.www.example.com",
		"alb-validation-origin.example.com", "alb-validation-origin.www.example.com",
		"storage-alias-example.com", "storage-alias-www.example.com",
		"storage-alias6-example.com", "storage-alias6-www.example.com",
		"storage-validation-example.com", "storage-validation-www.example.com",
	}, recordNames(rec))
	require.Equal(t, true, rec.Named(t, recordType, "storage-alias-example.com").Input("allowOverwrite"))
	require.Nil(t, rec.Named(t, recordType, "alb-alias-origin.example.com").Input("allowOverwrite"))
}

func TestNoRecordOfTheDomain(t *testing.T) {
	rec := stacktest.Run(t, Program, stacktest.Stack("dev"), environment(map[string]string{
		"tenfold:domain": "app.example.com", "tenfold:zone": "example.com", "tenfold:dns": "none",
	}))
	require.Equal(t, []string{
		"alb-alias-origin.app.example.com", "alb-validation-origin.app.example.com", "storage-validation-app.example.com",
	}, recordNames(rec))
	require.Equal(t, []any{"app.example.com"}, rec.One(t, distributionType).Input("aliases"))
}

// With DNS elsewhere there is no record at all. CloudFront finds the load balancer by its own name, and verifies the
// certificate by the header Host.
func TestGivenCertificates(t *testing.T) {
	const cdn, alb = "arn:aws:acm:us-east-1:123456789012:certificate/1", "arn:aws:acm:eu-central-1:123456789012:certificate/2"
	rec := stacktest.Run(t, Program, stacktest.Stack("dev"), environment(map[string]string{
		"tenfold:domain": "app.example.com", "tenfold:dns": "none",
		"tenfold:certificates": `{"cdn": "` + cdn + `", "alb": "` + alb + `"}`,
	}), stacktest.Outputs(certificateType, func(stacktest.Resource) resource.PropertyMap {
		return resource.NewPropertyMapFromMap(map[string]any{"status": "ISSUED", "subjectAlternativeNames": []any{"*.example.com"}})
	}))
	for _, c := range rec.OfType(certificateType) {
		require.True(t, c.Read, "it is looked at, and not created")
	}
	require.Equal(t, 2, rec.Count(certificateType))
	require.Zero(t, rec.Count(recordType))
	distribution := rec.One(t, distributionType)
	require.Equal(t, cdn, distribution.Input("viewerCertificate.acmCertificateArn"))
	require.Equal(t, []any{"app.example.com"}, distribution.Input("aliases"))
	require.Equal(t, "alb.us-east-1.elb.amazonaws.com", distribution.Input("origins[0].domainName"))
	require.Equal(t, "https-only", distribution.Input("origins[0].customOriginConfig.originProtocolPolicy"))
	stacktest.RequireInputs(t, rec.Named(t, "aws:lb/listener:Listener", "alb-https"), map[string]any{
		"certificateArn": alb, "protocol": "HTTPS", "port": 443,
	})
}
