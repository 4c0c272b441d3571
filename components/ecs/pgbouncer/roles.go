package pgbouncer

import (
	"fmt"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

// newRoles makes the execution role, which may read exactly two secrets, and a task role without permissions.
func (b *builder) newRoles() error {
	if err := b.NewTaskRole("What the tasks of " + b.Name + " may do: nothing"); err != nil {
		return err
	}
	return b.NewExecutionRole(b.executionPolicy())
}

// executionPolicy is known when its secrets are. It validates the ARN of the master user's secret, which may not have
// been known before.
func (b *builder) executionPolicy() pulumi.StringOutput {
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
	return pulumi.All(images, b.Logs.Arn, a.MasterSecretARN, b.users.Arn, keys, own).ApplyT(
		func(v []any) (string, error) {
			master := v[2].(string)
			var p component.Problems
			if !task.IsSecret(master) {
				p.Want("masterSecretArn", master, "the ARN of a Secrets Manager secret")
			}
			return bouncerPolicy(a.Region, v[0].([]string), v[1].(string), []string{master, v[3].(string)},
				slices.Concat(v[4].([]string), v[5].([]string))), p.Err("pgbouncer", b.Name)
		}).(pulumi.StringOutput)
}

// bouncerPolicy allows to pull the images, to write the log, and to read the secrets with their keys.
func bouncerPolicy(region string, images []string, logGroup string, secrets, keys []string) string {
	var statements []aws.Statement
	for i, image := range images {
		for _, one := range task.PullStatements(image) {
			one.Sid = fmt.Sprintf("%s%d", one.Sid, i)
			statements = append(statements, one)
		}
	}
	statements = append(statements, task.LogStatement(logGroup))
	statements = append(statements, task.SecretStatements(secrets)...)
	return aws.Document(append(statements, task.KeyStatements(region, keys, task.SecretsManager)...)...)
}
