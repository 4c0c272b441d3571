package ecs

import (
	"fmt"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// roles makes the execution role, which may read exactly two secrets, and a task role that may do nothing.
func (b *pgBouncerBuilder) roles() error {
	if err := b.taskRole("What the tasks of " + b.name + " may do: nothing"); err != nil {
		return err
	}
	return b.executionRole(b.executionPolicy())
}

// executionPolicy waits for what it is about, and checks the master user's secret, which may not have been known
// before.
func (b *pgBouncerBuilder) executionPolicy() pulumi.StringOutput {
	a := b.args
	var keys pulumi.StringArrayInput = pulumi.StringArray{}
	if a.SecretKMSKeyARNs != nil {
		keys = a.SecretKMSKeyARNs
	}
	own := pulumi.StringArray{}
	if a.KMSKeyARN != nil {
		own = append(own, a.KMSKeyARN)
	}
	images := pulumi.StringArray{a.Image}
	if a.ExporterImage != nil {
		images = append(images, a.ExporterImage)
	}
	return pulumi.All(images, b.logs.Arn, a.MasterSecretARN, b.url.Arn, keys, own).ApplyT(
		func(v []any) (string, error) {
			master := v[2].(string)
			var p component.Problems
			if _, ok := secretAccess(master); !ok {
				p.Want("masterSecretArn", master, "the ARN of a Secrets Manager secret")
			}
			return bouncerPolicy(a.Region, v[0].([]string), v[1].(string), []string{master, v[3].(string)},
				slices.Concat(v[4].([]string), v[5].([]string))), p.Err("pgbouncer", b.name)
		}).(pulumi.StringOutput)
}

// bouncerPolicy allows to pull the images, to write the log, and to read the secrets with their keys.
func bouncerPolicy(region string, images []string, logGroup string, secrets, keys []string) string {
	var statements []statement
	for i, image := range images {
		for _, one := range pullStatements(image) {
			one.Sid = fmt.Sprintf("%s%d", one.Sid, i)
			statements = append(statements, one)
		}
	}
	statements = append(statements, allow("Log", []string{"logs:CreateLogStream", "logs:PutLogEvents"}, logGroup+":*"))
	statements = append(statements, secretStatements(secrets)...)
	if len(keys) > 0 {
		slices.Sort(keys)
		decrypt := allow("Keys", []string{"kms:Decrypt"}, slices.Compact(keys)...)
		decrypt.Condition = condition{"StringEquals": {"kms:ViaService": {secretsManager + "." + region + domain(region)}}}
		statements = append(statements, decrypt)
	}
	return policy(statements...)
}
