package cloudfront_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/test/simulator/cloudfront"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

func requestPolicy() model.Props {
	none := func(kind string) map[string]any { return map[string]any{kind: "none"} }
	return model.Props{
		"cookiesConfig": none("cookieBehavior"), "headersConfig": none("headerBehavior"),
		"queryStringsConfig": none("queryStringBehavior"),
	}
}

func TestOriginAccessControl(t *testing.T) {
	f := newFixture(t)
	long := strings.Repeat("x", 65)
	for name, c := range map[string]struct {
		changes model.Props
		want    string
	}{
		"CF9 fine": {model.Props{"name": long[:64]}, ""},
		"CF9 name": {model.Props{"name": long}, "expected length of name to be in the range (1 - 64), got " + long},
		"CF9 behavior": {
			model.Props{"signingBehavior": "sometimes"},
			`expected signing_behavior to be one of ["always" "never" "no-override"], got sometimes`,
		},
		"CF9 protocol": {
			model.Props{"signingProtocol": "sigv4a"},
			`expected signing_protocol to be one of ["sigv4"], got sigv4a`,
		},
		"CF9 type": {
			model.Props{"originAccessControlOriginType": "alb"},
			`expected origin_access_control_origin_type to be one of ["s3" "mediastore" "lambda" "mediapackagev2"], got alb`,
		},
	} {
		f.checks(t, cloudfront.OriginAccessControl, simtest.With(control(), c.changes), c.want, name)
	}
	id, state := f.MustCreate(cloudfront.OriginAccessControl, "a", simtest.With(control(), model.Props{"name": "a"}))
	require.Regexp(t, `^E[0-9A-Z]{13}$`, id)
	require.Equal(t, "Managed by Pulumi", state["description"])
	_, _, err := f.Create(cloudfront.OriginAccessControl, "b", simtest.With(control(), model.Props{"name": "a"}))
	require.ErrorContains(t, err, "creating CloudFront Origin Access Control (b): operation error CloudFront: "+
		"CreateOriginAccessControl, https response error StatusCode: 409, RequestID: ", "CF9")
	require.ErrorContains(t, err, ", OriginAccessControlAlreadyExists: An origin access control with the same parameters "+
		"already exists.", "CF9")
	_, err = f.Update(cloudfront.OriginAccessControl, id, simtest.With(control(), model.Props{"name": "a", "description": "mine"}))
	require.NoError(t, err, "CF9 its own name is not in its way")
}

// objects are what distributions use, apart from functions.
var objects = []struct {
	token, noun, exists, inUse string
	inputs                     func() model.Props
	place                      func(f *fixture, id string) model.Props
}{
	{
		cloudfront.OriginAccessControl, "Origin Access Control",
		"An origin access control with the same parameters already exists.",
		"Cannot delete the origin access control because it's in use by one or more distributions.", control,
		func(f *fixture, id string) model.Props {
			return model.Props{"origins": []any{application(nil), f.files(model.Props{"originAccessControlId": id})}}
		},
	},
	{
		cloudfront.CachePolicy, "Cache Policy", "A cache policy with this name already exists.",
		"Cannot delete the cache policy because it is attached to one or more cache behaviors.", cachePolicy,
		func(f *fixture, id string) model.Props {
			return model.Props{"orderedCacheBehaviors": []any{f.cached(model.Props{"cachePolicyId": id})}}
		},
	},
	{
		cloudfront.OriginRequestPolicy, "Origin Request Policy", "An origin request policy with this name already exists.",
		"Cannot delete the origin request policy because it is attached to one or more cache behaviors.", requestPolicy,
		func(f *fixture, id string) model.Props {
			return model.Props{"defaultCacheBehavior": f.dynamic(model.Props{"originRequestPolicyId": id})}
		},
	},
	{
		cloudfront.ResponseHeadersPolicy, "Response Headers Policy",
		"A response headers policy with this name already exists in this Amazon Web Services account.",
		"Cannot delete the response headers policy because it is attached to one or more cache behaviors in a CloudFront " +
			"distribution.", securityHeaders,
		func(f *fixture, id string) model.Props {
			return model.Props{"defaultCacheBehavior": f.dynamic(model.Props{"responseHeadersPolicyId": id})}
		},
	},
}

func TestObjects(t *testing.T) {
	for _, o := range objects {
		kind := o.token[strings.LastIndex(o.token, ":")+1:]
		t.Run("CF10 "+kind, func(t *testing.T) {
			f := newFixture(t)
			inputs := simtest.With(o.inputs(), model.Props{"name": "mine"})
			id, state := f.MustCreate(o.token, "mine", inputs)
			changed, _, _, err := f.Diff(o.token, id, inputs)
			require.NoError(t, err)
			require.Empty(t, changed, "a second up changes nothing")
			_, replaced, _, err := f.Diff(o.token, id, simtest.With(inputs, model.Props{"name": "yours"}))
			require.NoError(t, err)
			require.Empty(t, replaced, "a name changes in place")
			renamed, err := f.Update(o.token, id, simtest.With(inputs, model.Props{"name": "yours"}))
			require.NoError(t, err)
			require.NotEqual(t, state["etag"], renamed["etag"])
			_, _, err = f.Create(o.token, "again", simtest.With(inputs, model.Props{"name": "yours"}))
			require.ErrorContains(t, err, kind+"AlreadyExists: "+o.exists)

			cdn, _ := f.MustCreate(cloudfront.Distribution, "cdn", f.plain(o.place(f, id)))
			err = f.Delete(o.token, id)
			require.ErrorContains(t, err, "deleting CloudFront "+o.noun+" ("+id+"): operation error CloudFront: Delete"+kind+
				", https response error StatusCode: 409, RequestID: ")
			require.ErrorContains(t, err, ", "+kind+"InUse: "+o.inUse)
			require.NoError(t, f.Delete(cloudfront.Distribution, cdn))
			require.NoError(t, f.Delete(o.token, id))
		})
	}
}

func TestPoliciesAreFound(t *testing.T) {
	f := newFixture(t)
	id, _ := f.MustCreate(cloudfront.CachePolicy, "mine", simtest.With(cachePolicy(), model.Props{"name": "mine"}))
	for name, c := range map[string]struct {
		function   string
		args, want model.Props
	}{
		"managed by name": {
			"getCachePolicy",
			model.Props{"name": "Managed-CachingOptimized"},
			model.Props{"id": cachingOptimized, "name": "Managed-CachingOptimized"},
		},
		"managed by ID": {
			"getOriginRequestPolicy",
			model.Props{"id": allViewer},
			model.Props{"id": allViewer, "name": "Managed-AllViewer"},
		},
		"headers": {
			"getResponseHeadersPolicy",
			model.Props{"name": "Managed-SimpleCORS"},
			model.Props{"id": "60669652-455b-4ae9-85a4-c4c02393f86c", "name": "Managed-SimpleCORS"},
		},
		"own by name": {
			"getCachePolicy",
			model.Props{"name": "mine"},
			model.Props{"id": id, "name": "mine", "maxTtl": 31536000.0},
		},
		"own by ID": {
			"getCachePolicy",
			model.Props{"id": id},
			model.Props{"id": id, "name": "mine", "defaultTtl": 86400.0},
		},
	} {
		found, err := f.Invoke("aws:cloudfront/"+c.function+":"+c.function, c.args)
		require.NoError(t, err, name)
		for property, want := range c.want {
			require.Equal(t, want, found[property], "%s: %s", name, property)
		}
	}
	_, err := f.Invoke("aws:cloudfront/getCachePolicy:getCachePolicy", model.Props{"name": "none"})
	require.ErrorContains(t, err, `no matching CloudFront policy: id "", name "none"`)
}

func TestOriginRequestPolicyHeaders(t *testing.T) {
	f := newFixture(t)
	headers := func(n int) map[string]any {
		list := []any{}
		for i := range n {
			list = append(list, fmt.Sprintf("X-Header-%d", i))
		}
		return map[string]any{"items": list}
	}
	for name, c := range map[string]struct {
		config map[string]any
		want   string
	}{
		"CF20 all but ten": {map[string]any{"headerBehavior": "allExcept", "headers": headers(10)}, ""},
		"CF20 all":         {map[string]any{"headerBehavior": "allViewer"}, ""},
		"CF20 eleven": {
			map[string]any{"headerBehavior": "allExcept", "headers": headers(11)},
			"TooManyHeadersInOriginRequestPolicy: The number of headers in the origin request policy exceeds the maximum.",
		},
		"CF20 none named": {
			map[string]any{"headerBehavior": "allExcept"},
			"InvalidArgument: The parameter Headers is invalid for the header behavior allExcept.",
		},
		"CF20 named for nothing": {
			map[string]any{"headerBehavior": "allViewer", "headers": headers(1)},
			"InvalidArgument: The parameter Headers is invalid for the header behavior allViewer.",
		},
	} {
		props := simtest.With(requestPolicy(), model.Props{"name": flat(name), "headersConfig": c.config})
		_, _, err := f.Create(cloudfront.OriginRequestPolicy, flat(name), props)
		if c.want == "" {
			require.NoError(t, err, name)
		} else {
			require.ErrorContains(t, err, c.want, name)
		}
	}
	f.checks(t, cloudfront.OriginRequestPolicy,
		simtest.With(requestPolicy(), model.Props{"headersConfig": map[string]any{"headerBehavior": "some"}}),
		`expected headers_config.header_behavior to be one of ["none" "whitelist" "allViewer" `+
			`"allViewerAndWhitelistCloudFront" "allExcept"], got some`, "CF20 behavior")
}

func flat(name string) string { return strings.ReplaceAll(name, " ", "-") }

// CloudFront adds its own headers, and refuses those that it sets itself.
func TestCustomHeaders(t *testing.T) {
	for name, want := range map[string]string{
		"X-Forwarded-Scheme": "",
		"Host":               "InvalidArgument: The parameter HeaderName contains Host that is not allowed.",
		"X-Amz-Date":         "InvalidArgument: The parameter HeaderName contains X-Amz-Date that is not allowed.",
	} {
		t.Run("CF21 "+name, func(t *testing.T) {
			f := newFixture(t)
			headers := []any{map[string]any{"name": name, "value": "https"}}
			_, _, err := f.Create(cloudfront.Distribution, "cdn", f.distribution(model.Props{
				"origins": []any{application(model.Props{"customHeaders": headers}), f.files(nil)},
			}))
			if want == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, want)
			}
		})
	}
}
