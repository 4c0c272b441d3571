package config

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/tenfold-iac/tenfold/internal/nearest"
)

// Setting is a value of the aws provider's configuration, as the engine passes it to the default provider. Providers that
// the program makes itself do not see it.
type Setting struct {
	// Text is the value. A list or an object is JSON.
	Text string
	// Secret says that it is encrypted in the file, or that a part of it is.
	Secret bool
}

const awsNamespace = "aws:"

// providerKeys are the keys that the aws provider of go.mod knows, by the JSON type of their values.
// https://www.pulumi.com/registry/packages/aws/installation-configuration/
var providerKeys = map[string]string{
	"accessKey": "string", "allowedAccountIds": "list", "assumeRole": "object", "assumeRoleWithWebIdentity": "object",
	"customCaBundle": "string", "defaultTags": "object", "ec2MetadataServiceEndpoint": "string",
	"ec2MetadataServiceEndpointMode": "string", "endpoints": "list", "forbiddenAccountIds": "list", "httpProxy": "string",
	"httpsProxy": "string", "ignoreTags": "object", "insecure": "boolean", "maxRetries": "number", "noProxy": "string",
	"profile": "string", "region": "string", "retryMode": "string", "s3UsEast1RegionalEndpoint": "string",
	"s3UsePathStyle": "boolean", "secretKey": "string", "sharedConfigFiles": "list", "sharedCredentialsFiles": "list",
	"skipCredentialsValidation": "boolean", "skipMetadataApiCheck": "boolean", "skipRegionValidation": "boolean",
	"skipRequestingAccountId": "boolean", "stsRegion": "string", "token": "string",
	"tokenBucketRateLimiterCapacity": "number", "useDualstackEndpoint": "boolean", "useFipsEndpoint": "boolean",
}

// refusedSettings are keys that cannot work in an environment, with the reason.
var refusedSettings = map[string]string{
	"endpoints": "an endpoint is in one region, and CloudFront's certificate and firewall are in us-east-1",
	"skipRequestingAccountId": "the provider would not know the account: ARNs would lack it, and aws:allowedAccountIds would " +
		"reject every account",
	"version": "go.mod sets the version of the provider",
}

// providerSettings are the provider's settings that are set.
func (r *reader) providerSettings() map[string]Setting {
	settings := map[string]Setting{}
	for name := range providerKeys {
		if text, set := r.ctx.GetConfig(awsNamespace + name); set {
			settings[name] = Setting{Text: text, Secret: r.ctx.IsConfigSecret(awsNamespace + name)}
		}
	}
	return settings
}

// validateProvider checks the keys of the provider. It rejects those that a provider of the program could not have.
func (r *reader) validateProvider(c Config) {
	for _, key := range r.file.keys() {
		name, ours := strings.CutPrefix(key, awsNamespace)
		if ours && providerKeys[name] == "" && refusedSettings[name] == "" {
			r.problem(key, nearest.Unknown(name, slices.Sorted(maps.Keys(providerKeys))))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(refusedSettings)) {
		if _, set := r.ctx.GetConfig(awsNamespace + name); set {
			r.problem(awsNamespace+name, "is set; remove it: "+refusedSettings[name])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.Provider)) {
		r.validateSetting(name, c.Provider[name].Text)
	}
	if _, both := c.Provider["forbiddenAccountIds"]; both && len(c.AllowedAccountIDs) > 0 {
		r.problem("aws:forbiddenAccountIds", "is set with aws:allowedAccountIds; remove one of them")
	}
}

// validateSetting checks the type of a value. The schema checks those that are fields of Config.
func (r *reader) validateSetting(name, text string) {
	key, want := awsNamespace+name, providerKeys[name]
	if want != "string" && !r.rejected(key) && jsonType(text) != want {
		r.problem(key, "is "+toText(text)+"; want "+map[string]string{
			"list": "a list", "object": "an object", "boolean": "true or false", "number": "a number",
		}[want])
	}
	if slices.Contains([]string{"secretKey", "token"}, name) && r.file.plain(key) {
		r.problem(key, "is not encrypted; run pulumi config set --secret "+key+", or use aws:profile")
	}
}

func jsonType(text string) string {
	var value any
	if json.Unmarshal([]byte(text), &value) != nil {
		return ""
	}
	switch value.(type) {
	case []any:
		return "list"
	case map[string]any:
		return "object"
	case bool:
		return "boolean"
	case float64:
		return "number"
	default:
		return ""
	}
}
