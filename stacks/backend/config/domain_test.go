package config

import (
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	cdnCertificate = "arn:aws:acm:us-east-1:123456789012:certificate/1"
	albCertificate = "arn:aws:acm:us-east-1:123456789012:certificate/2"
	zoneRole       = "arn:aws:iam::210987654321:role/dns"
)

func TestDomains(t *testing.T) {
	for name, c := range map[string]struct {
		values         map[string]string
		names, origins []string
	}{
		"none": {nil, nil, nil},
		"an apex, www and a wildcard": {
			map[string]string{
				"tenfold:domain": "example.com", "tenfold:zone": "example.com",
				"tenfold:alternativeNames": `["www.example.com","*.example.com"]`, "tenfold:dns": "takeover",
			},
			[]string{"example.com", "www.example.com", "*.example.com"},
			[]string{"origin.example.com", "origin.www.example.com"},
		},
		"DNS elsewhere": {
			map[string]string{
				"tenfold:domain": "app.example.com", "tenfold:dns": "none", "tenfold:alternativeNames": `["www.example.org"]`,
				"tenfold:certificates": `{"cdn": "` + cdnCertificate + `", "alb": "` + albCertificate + `"}`,
			},
			[]string{"app.example.com", "www.example.org"},
			[]string{"app.example.com", "www.example.org"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := load(t, c.values)
			require.NoError(t, err)
			require.Equal(t, c.names, got.Names())
			require.Equal(t, c.origins, got.OriginNames())
		})
	}
}

func TestBadDomains(t *testing.T) {
	inZone := map[string]string{"tenfold:domain": "app.example.com", "tenfold:zone": "example.com"}
	takenOver := map[string]string{"tenfold:domain": "app.example.com", "tenfold:zone": "example.com", "tenfold:dns": "takeover"}
	elsewhere := map[string]string{
		"tenfold:domain": "app.example.com", "tenfold:dns": "none",
		"tenfold:certificates": `{"cdn": "` + cdnCertificate + `", "alb": "` + albCertificate + `"}`,
	}
	long := strings.Repeat("a", 46) + ".example.com"
	for _, tc := range []struct {
		base       map[string]string
		key, value string
		want       string
	}{
		{nil, "tenfold:dns", "none", "tenfold:domain is required with tenfold:dns"},
		{nil, "tenfold:alternativeNames", "[]", "tenfold:domain is required with tenfold:alternativeNames"},
		{nil, "tenfold:certificates", elsewhere["tenfold:certificates"], "tenfold:domain is required with tenfold:certificates"},
		{inZone, "tenfold:domain", "App.example.com", `tenfold:domain is "App.example.com"; want app.example.com, ` +
			"the host name alone in lower case"},
		{inZone, "tenfold:domain", long, `tenfold:domain is "` + long + `"; want at most 57 characters: the load balancer's certificate ` +
			"is for origin." + long + ", and its name has at most 64"},
		{inZone, "tenfold:dns", "off", `tenfold:dns is "off"; want "create", "none" or "takeover"`},
		{inZone, "tenfold:alternativeNames", `["www.example.org"]`, `tenfold:alternativeNames[0] is "www.example.org"; want a ` +
			"name in the zone example.com"},
		{inZone, "tenfold:alternativeNames", `["www_.example.com"]`, `tenfold:alternativeNames[0] is "www_.example.com"; want a ` +
			"host name such as app.example.com"},
		{inZone, "tenfold:alternativeNames", `["app.example.com"]`, `tenfold:alternativeNames[0] is "app.example.com" again; ` +
			"want every name once"},
		{inZone, "tenfold:alternativeNames", `["a` + strings.Join(strings.Split("0123456789", ""), `.example.com","a`) +
			`.example.com"]`, "tenfold:alternativeNames names 10; want at most 9"},
		{nil, "tenfold:dnsWeight", "0", "tenfold:domain is required with tenfold:dnsWeight"},
		{inZone, "tenfold:dnsWeight", "256", "tenfold:dnsWeight is 256; want at most 255"},
		{inZone, "tenfold:dnsWeight", "some", `tenfold:dnsWeight is "some"; want a whole number, such as 10`},
		{takenOver, "tenfold:dnsWeight", "0", `tenfold:dns is "takeover"; want "create" with tenfold:dnsWeight: a weighted record ` +
			"overwrites none"},
		{nil, "tenfold:zoneRole", zoneRole, "tenfold:domain is required with tenfold:zoneRole"},
		{elsewhere, "tenfold:zoneRole", zoneRole, "tenfold:zone is required with tenfold:zoneRole"},
		{map[string]string{"tenfold:domain": "app.example.com"}, "tenfold:zoneRole", zoneRole, "tenfold:zone is required with tenfold:zoneRole"},
		{inZone, "tenfold:zoneRole", "dns", `tenfold:zoneRole is "dns"; want the ARN of an IAM role, such as ` +
			"arn:aws:iam::210987654321:role/dns"},
		{elsewhere, "tenfold:dns", "create", `tenfold:dns is "create"; want "none" without tenfold:zone`},
		{elsewhere, "tenfold:certificates", `{"cdn": "` + cdnCertificate + `"}`, "tenfold:certificates.alb is required; for " +
			"example arn:aws:acm:eu-central-1:123456789012:certificate/2"},
		{elsewhere, "tenfold:certificates", `{"cdn": "arn:aws:acm:eu-west-1:123456789012:certificate/1", "alb": "` +
			albCertificate + `"}`, `tenfold:certificates.cdn is "arn:aws:acm:eu-west-1:123456789012:certificate/1"; want the ARN ` +
			"of an ACM certificate in us-east-1"},
		{elsewhere, "aws:region", "eu-west-1", `tenfold:certificates.alb is "` + albCertificate + `"; want a certificate in ` +
			"eu-west-1, the region of the load balancer"},
	} {
		t.Run(tc.key+" "+tc.value, func(t *testing.T) {
			values := map[string]string{}
			maps.Copy(values, tc.base)
			values[tc.key] = tc.value
			_, err := load(t, values)
			require.EqualError(t, err, `environment "dev": `+tc.want)
		})
	}
}
