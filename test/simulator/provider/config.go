package provider

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"sort"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"github.com/tenfold-iac/tenfold/test/simulator/account"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/regions"
	"github.com/tenfold-iac/tenfold/test/simulator/schema"
)

// config is what a provider resource is configured with.
type config struct {
	region string
	// account is the ID of another account, in which the provider assumes a role.
	account     string
	defaultTags map[string]any
}

// configKeys are the keys of the real provider's configuration. Those about reaching AWS have no effect here.
var configKeys = []string{
	"accessKey", "allowedAccountIds", "assumeRole", "assumeRoleWithWebIdentity", "customCaBundle",
	"defaultTags", "ec2MetadataServiceEndpoint", "ec2MetadataServiceEndpointMode", "endpoints", "forbiddenAccountIds",
	"httpProxy", "httpsProxy", "ignoreTags", "insecure", "maxRetries", "noProxy", "profile", "region", "retryMode",
	"s3UsEast1RegionalEndpoint", "s3UsePathStyle", "secretKey", "sharedConfigFiles", "sharedCredentialsFiles",
	"skipCredentialsValidation", "skipMetadataApiCheck", "skipRegionValidation", "skipRequestingAccountId",
	"stsRegion", "token", "tokenBucketRateLimiterCapacity", "useDualstackEndpoint", "useFipsEndpoint", "version",
}

// CheckConfig rejects configuration that the real provider does not know.
func (p *Provider) CheckConfig(_ context.Context, r *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	inputs, err := fromStruct(r.GetNews())
	if err != nil {
		return nil, err
	}
	resp := &pulumirpc.CheckResponse{Inputs: r.GetNews()}
	for _, key := range sortedKeys(inputs) {
		if !slices.Contains(configKeys, string(key)) {
			resp.Failures = append(resp.Failures, &pulumirpc.CheckFailure{
				Property: string(key), Reason: fmt.Sprintf("could not validate provider configuration: "+
					"Invalid or unknown key. Check `pulumi config get aws:%s`.", key),
			})
		}
	}
	if set(inputs, "allowedAccountIds") && set(inputs, "forbiddenAccountIds") {
		resp.Failures = append(resp.Failures, &pulumirpc.CheckFailure{
			Property: "allowedAccountIds", Reason: "could not validate provider configuration: Conflicting configuration " +
				"arguments: \"allowed_account_ids\": conflicts with forbidden_account_ids. " +
				"Check `pulumi config get --path aws:allowedAccountIds`.",
		})
	}
	if _, err := parseConfig(plain(inputs)); err != nil {
		resp.Failures = append(resp.Failures, &pulumirpc.CheckFailure{Reason: err.Error()})
	}
	return resp, nil
}

// DiffConfig replaces the provider, and with it all its resources, when the region changes.
func (p *Provider) DiffConfig(_ context.Context, r *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	oldInputs, err := fromStruct(r.GetOlds())
	if err != nil {
		return nil, err
	}
	inputs, err := fromStruct(r.GetNews())
	if err != nil {
		return nil, err
	}
	resp := &pulumirpc.DiffResponse{Changes: pulumirpc.DiffResponse_DIFF_NONE}
	if !oldInputs.DeepEquals(inputs) {
		resp.Changes = pulumirpc.DiffResponse_DIFF_SOME
	}
	if a, b := oldInputs["region"], inputs["region"]; a.IsString() && b.IsString() && a.StringValue() != b.StringValue() {
		resp.Replaces = []string{"region"}
	}
	return resp, nil
}

// Configure sets region and default tags. The engine protects secrets; the account holds plain values, as AWS does.
func (p *Provider) Configure(ctx context.Context, r *pulumirpc.ConfigureRequest) (*pulumirpc.ConfigureResponse, error) {
	args, err := fromStruct(r.GetArgs())
	if err != nil {
		return nil, err
	}
	if p.config, err = parseConfig(plain(args)); err != nil {
		return nil, err
	}
	if p.config.account, err = p.assumeRole(ctx, plain(args)); err != nil {
		return nil, err
	}
	if err := allowAccount(plain(args), cmp.Or(p.config.account, account.ID)); err != nil {
		return nil, err
	}
	return &pulumirpc.ConfigureResponse{SupportsPreview: true, SupportsAutonamingConfiguration: true}, nil
}

// allowAccount rejects an account as the real provider rejects one that its configuration does not allow. Without
// skipRequestingAccountId it knows the account.
// https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/conns/config.go
func allowAccount(args model.Props, id string) error {
	if args.Bool("skipRequestingAccountId") || args.String("skipRequestingAccountId") == "true" {
		id = ""
	}
	allowed, err := parseList(args, "allowedAccountIds")
	if err != nil {
		return err
	}
	forbidden, err := parseList(args, "forbiddenAccountIds")
	if err != nil {
		return err
	}
	if slices.Contains(forbidden, any(id)) || len(allowed) > 0 && !slices.Contains(allowed, any(id)) {
		return fmt.Errorf("1 error occurred:\n\t* AWS account ID not allowed: %s\n\n", id)
	}
	return nil
}

// parseList reads a list (an explicit provider) or its JSON text (stack configuration).
func parseList(args model.Props, key string) ([]any, error) {
	text, ok := args[key].(string)
	if !ok {
		return args.List(key), nil
	}
	var list []any
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		return nil, fmt.Errorf("aws:%s is %q; want a list such as [\"123456789012\"]: %w", key, text, err)
	}
	return list, nil
}

func parseConfig(args model.Props) (config, error) {
	c := config{region: args.String("region")}
	if schema.IsUnknown(args["region"]) {
		return c, nil // a preview of a provider whose region another resource tells: the engine configures it later
	}
	for _, env := range []string{"AWS_REGION", "AWS_DEFAULT_REGION"} {
		if c.region == "" {
			c.region = os.Getenv(env)
		}
	}
	if c.region == "" {
		return c, fmt.Errorf("invalid AWS Region: no region is set; run `pulumi config set aws:region us-east-1`")
	}
	if len(regions.Zones(c.region)) == 0 {
		return c, fmt.Errorf("invalid AWS Region: %s; the simulated account has %s",
			c.region, strings.Join(regions.Names(), ", "))
	}
	tags, err := parseObject(args, "defaultTags", `{"tags":{"team":"web"}}`)
	c.defaultTags, _ = tags["tags"].(map[string]any)
	return c, err
}

// parseObject reads an object (an explicit provider) or its JSON text (stack configuration).
func parseObject(args model.Props, key, example string) (model.Props, error) {
	text, ok := args[key].(string)
	if !ok {
		object, _ := args[key].(map[string]any)
		return object, nil
	}
	var object map[string]any
	if err := json.Unmarshal([]byte(text), &object); err != nil {
		return nil, fmt.Errorf("aws:%s is %q; want an object such as %s: %w", key, text, example, err)
	}
	return object, nil
}

func sortedKeys(m resource.PropertyMap) []resource.PropertyKey {
	keys := m.StableKeys()
	sort.Slice(keys, func(i, j int) bool { return keys[i] < keys[j] })
	return keys
}
