package backend

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/stacks/backend/config"
)

const existingKey = "tenfold:existing."

// finder looks up what exists already, and collects what is wrong with it by the key that names it.
type finder struct {
	ctx *pulumi.Context
	// under is what all keys begin with, such as tenfold:existing.
	under string
	// base is the environment whose parts these are: then its key stands for all of theirs.
	base     string
	problems []error
}

// find begins to look up what the environment's file names, or what its base has.
func find(ctx *pulumi.Context, c config.Config) finder {
	return finder{ctx: ctx, under: existingKey, base: c.Base}
}

// named is the key of the file, and how to name what has it.
func (f *finder) named(key string) (inFile, text string) {
	if f.base != "" {
		return baseKey, fmt.Sprintf("%s is %q, whose %s", baseKey, f.base, key)
	}
	return f.under + key, f.under + key
}

// want records a problem unless valid is true, and returns valid. The format continues the key: "is x; want y".
func (f *finder) want(valid bool, key, format string, args ...any) bool {
	if !valid {
		key, text := f.named(key)
		f.problems = append(f.problems, config.Problem(f.ctx, key, text+" "+fmt.Sprintf(format, args...)))
	}
	return valid
}

// found records that a lookup failed, with AWS's own text, and returns whether it did not.
func (f *finder) found(err error, key, value, what string) bool {
	return f.want(err == nil, key, "is %q; want %s of this account and region: %s", value, what, awsText(err))
}

// awsText is AWS's or the provider's own text in the error of a lookup, without the lists and names around it.
func awsText(err error) string {
	if err == nil {
		return ""
	}
	text := strings.Join(strings.Fields(err.Error()), " ")
	if _, own, listed := strings.Cut(text, "occurred: * "); listed {
		return own
	}
	return text
}

func (f *finder) err() error { return errors.Join(f.problems...) }

// secretKey checks that a secret exists and returns the ARN of the key that encrypts it, "" when something is wrong.
func (f *finder) secretKey(key, arn string) string {
	secret, err := secretsmanager.LookupSecret(f.ctx, &secretsmanager.LookupSecretArgs{Arn: &arn})
	if !f.found(err, key, arn, "a secret") {
		return ""
	}
	if strings.HasPrefix(secret.KmsKeyId, "arn:") && strings.Contains(secret.KmsKeyId, ":key/") {
		return secret.KmsKeyId
	}
	ref := secret.KmsKeyId
	if ref == "" {
		ref = "alias/aws/secretsmanager"
	}
	found, err := kms.LookupKey(f.ctx, &kms.LookupKeyArgs{KeyId: ref})
	if !f.found(err, key, arn, "a secret with a key") {
		return ""
	}
	return found.Arn
}

// inNetwork checks that something is in the VPC of the network, unless that was not found.
func (f *finder) inNetwork(key, value, vpcID string, net Network) bool {
	return f.want(net.existingID == "" || vpcID == net.existingID, key, "is %q, which is in %s; want one in the VPC of the network, %s", value, vpcID,
		net.existingID)
}

// groupOf is the security group that rules are added to: the only one, or that of the file.
func (f *finder) groupOf(part, named string, groups []string) string {
	key, listed := part+".securityGroupId", strings.Join(groups, ", ")
	switch {
	case named == "" && len(groups) == 1:
		return groups[0]
	case named == "":
		f.want(false, key, "is required: the %s has the security groups %s; name the one that gets a rule for each part", part, listed)
	default:
		f.want(slices.Contains(groups, named), key, "is %q; want one of its security groups: %s", named, listed)
	}
	return named
}

// distinct reports whether no text stands twice.
func distinct(texts []string) bool {
	sorted := slices.Sorted(slices.Values(texts))
	return len(slices.Compact(sorted)) == len(texts)
}
