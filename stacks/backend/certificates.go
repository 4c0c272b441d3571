package backend

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/acm"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"

	"github.com/tenfold-iac/tenfold/stacks/backend/config"
)

// findCertificates checks in the preview what CloudFront and the load balancer want of the given certificates. Both must name what
// users see: the load balancer's is verified by the header Host.
func findCertificates(ctx *pulumi.Context, c config.Config, usEast1 pulumi.ProviderResource) error {
	given := c.Certificates
	if given == (config.Certificates{}) {
		return nil
	}
	caller, err := aws.GetCallerIdentity(ctx, nil)
	if err != nil {
		return fmt.Errorf("looking up the account: %w", err)
	}
	f := &finder{ctx: ctx, under: "tenfold:certificates."}
	f.certificate("cdn", given.CDN, caller.AccountId, c.Names(), pulumi.Provider(usEast1))
	f.certificate("alb", given.ALB, caller.AccountId, c.Names())
	return f.err()
}

// certificate reads a certificate as a resource, by its ARN, and does not own it: the provider's data source finds one by its
// domain only, and does not tell its names. Its logical name is the key, because the engine itself rejects one that is missing.
func (f *finder) certificate(key, arn, account string, names []string, opts ...pulumi.ResourceOption) {
	if !f.want(accountOf(arn) == account, key, "is %q; want a certificate of account %s", arn, account) {
		return
	}
	found, err := acm.GetCertificate(f.ctx, f.under+key, pulumi.ID(arn), nil, opts...)
	if !f.want(err == nil, key, "is %q; want an issued certificate: %s", arn, awsText(err)) {
		return
	}
	all, err := internals.UnsafeAwaitOutput(f.ctx.Context(), pulumi.All(found.Status, found.SubjectAlternativeNames))
	if !f.want(err == nil, key, "is %q; want an issued certificate: %s", arn, awsText(err)) || !all.Known {
		return
	}
	values := all.Value.([]any)
	status, covered := values[0].(string), values[1].([]string)
	f.want(status == "ISSUED", key, "is %q, whose status is %s; want ISSUED", arn, status)
	for _, name := range names {
		f.want(covers(covered, name), key, "is %q, which is for %s; want one that is for %s too", arn, strings.Join(covered, ", "), name)
	}
}

// covers reports whether a certificate for some names is one for a host name: a wildcard stands for one label.
func covers(names []string, host string) bool {
	_, parent, _ := strings.Cut(host, ".")
	return slices.Contains(names, host) || slices.Contains(names, "*."+parent)
}
