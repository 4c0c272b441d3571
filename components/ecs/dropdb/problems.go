package dropdb

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/pgbouncer"
	"github.com/tenfold-iac/tenfold/components/internal/runner"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

const (
	minTimeout = 30                          // seconds
	maxTimeout = runner.Wait - runner.Around // seconds that one invocation can wait for
)

func (a Args) problems(name string) component.Problems {
	var p component.Problems
	task.ValidateName(&p, name)
	for _, one := range []struct {
		field string
		set   bool
	}{
		{"clusterArn", a.ClusterARN != nil},
		{"vpcId", a.VPCID != nil},
		{"subnetIds", a.SubnetIDs != nil},
		{"region", a.Region != ""},
		{"image", a.Image != nil},
		{"writerEndpoint", a.WriterEndpoint != nil},
		{"databaseSecurityGroupId", a.DatabaseSecurityGroupID != nil},
		{"masterSecretArn", a.MasterSecretARN != nil},
		{"pgBouncerName", a.PgBouncerName != ""},
		{"databaseName", a.DatabaseName != ""},
		{"roleName", a.RoleName != ""},
	} {
		p.Required(one.field, one.set)
	}
	task.ValidateImage(&p, "image", a.Image)
	if arn, known := a.MasterSecretARN.(pulumi.String); known && !task.IsSecret(string(arn)) {
		p.Want("masterSecretArn", string(arn), "the ARN of a Secrets Manager secret")
	}
	p.Between("databasePort", a.DatabasePort, 1, task.MaxPort)
	if a.DatabaseName != "" && a.RoleName != "" {
		pgbouncer.ValidateNames(&p, a.DatabaseName, a.RoleName)
	}
	p.Between("timeout", a.Timeout, minTimeout, maxTimeout)
	p.LogRetention("logRetentionDays", a.LogRetentionDays)
	return p
}
