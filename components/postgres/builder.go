package postgres

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/rds"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// builder creates the children of one database, step by step. Each step uses what the steps before it have created.
type builder struct {
	component.Base
	args Args

	key           *kms.Key
	subnets       *rds.SubnetGroup
	group         *ec2.SecurityGroup
	rules         []pulumi.Output // the IDs of the rules of AllowFrom
	secret        *secretsmanager.Secret
	secretVersion *secretsmanager.SecretVersion
	parameters    *rds.ParameterGroup
	monitoring    *iam.Role
	monitored     pulumi.Resource // the role's permissions
	imported      *imported       // the instance to import, nil without one
	primary       *rds.Instance
	replicas      []*rds.Instance
	watched       pulumi.ResourceOption // warns of what waits for the maintenance window
	upgraded      pulumi.ResourceOption // refuses a major version that RDS would refuse
}

func (b *builder) build() error {
	return component.InOrder(
		b.findImport, b.newKey, b.newSubnetGroup, b.newSecurityGroup, b.newSecret, b.newParameterGroup, b.newMonitoringRole,
		b.newWaitingHook, b.newUpgradeHook, b.newPrimary, b.newReplicas, b.newBackupCopy,
	)
}

// newKey creates the key of the data, the logs and the final snapshot, which cannot be read without it.
func (b *builder) newKey() (err error) {
	b.key, err = aws.NewKey(b.KeepIf(!b.args.SkipFinalSnapshot), "key", aws.KeyArgs{
		Description: "Database " + b.Name + ": data, backups, logs, master password", Policy: aws.LogsKeyPolicy(b.Base),
	}, b.Protection())
	return err
}

// newSubnetGroup also creates the name of the database: see identifier. An imported instance keeps its own subnet
// group: to another one in the same VPC RDS does not move it.
func (b *builder) newSubnetGroup() (err error) {
	b.subnets, err = rds.NewSubnetGroup(b.Ctx, b.Name, &rds.SubnetGroupArgs{
		Description: pulumi.String("Subnets of the database " + b.Name),
		SubnetIds:   b.args.SubnetIDs,
		Tags:        component.Tags(b.Name),
	}, b.Protected()...)
	return component.Creating("subnet group", err)
}

// identifier is the primary's, known before the primary exists.
func (b *builder) identifier() pulumi.StringOutput {
	if b.imported != nil {
		return pulumi.String(b.args.ImportIdentifier).ToStringOutput()
	}
	return b.subnets.Name
}

const port = 5432

func (b *builder) newSecurityGroup() (err error) {
	b.group, err = aws.NewSecurityGroup(b.Base, "sg", "Database "+b.Name, b.args.VPCID)
	if err != nil {
		return err
	}
	for _, from := range b.args.AllowFrom {
		rule, err := aws.NewIngressRule(b.Base, "from-"+from.Name, aws.RuleArgs{
			Description: "From " + from.Name, Group: b.group.ID(), Port: port, PeerGroup: from.SecurityGroupID,
		})
		if err != nil {
			return err
		}
		b.rules = append(b.rules, rule.ID())
	}
	return nil
}

// newParameterGroup creates the group of all instances. Another major version has another family, and AWS replaces the
// group; its successor is there first, under another name.
func (b *builder) newParameterGroup() (err error) {
	name := b.Name + "-parameters"
	list := rds.ParameterGroupParameterArray{}
	for _, p := range b.args.parameters() {
		list = append(list, rds.ParameterGroupParameterArgs{
			Name: pulumi.String(p.name), Value: pulumi.String(p.value), ApplyMethod: pulumi.String(p.method),
		})
	}
	b.parameters, err = rds.NewParameterGroup(b.Ctx, name, &rds.ParameterGroupArgs{
		Family:      pulumi.String("postgres" + major(b.args.EngineVersion)),
		Description: pulumi.String("Parameters of the database " + b.Name),
		Parameters:  list,
		Tags:        component.Tags(name),
	}, b.Options()...)
	return component.Creating("parameter group", err)
}

func (b *builder) newMonitoringRole() (err error) {
	trust := aws.AccountID(b.Base).ApplyT(func(account string) string {
		return aws.Trust("", "monitoring.rds.amazonaws.com", aws.AssumeRole, aws.Condition{
			"StringEquals": {"aws:SourceAccount": aws.One(account)},
		})
	}).(pulumi.StringOutput)
	b.monitoring, b.monitored, err = b.newRole("monitoring", "service-role/AmazonRDSEnhancedMonitoringRole", trust)
	return err
}

// newRole creates a role with one of AWS's own policies.
func (b *builder) newRole(name, policy string, trust pulumi.StringInput) (*iam.Role, pulumi.Resource, error) {
	role, err := aws.NewRole(b.Base, name, aws.RoleArgs{Trust: trust})
	if err != nil {
		return nil, nil, err
	}
	attachment, err := aws.NewRolePolicyAttachment(b.Base, name, role.Name,
		pulumi.Sprintf("arn:%s:iam::aws:policy/%s", aws.Partition(b.Base), policy))
	return role, attachment, err
}

// logExports are the logs that RDS for PostgreSQL can write to CloudWatch.
var logExports = []string{"postgresql", "upgrade"}

// logGroupFormat is how RDS names the group of an instance's log.
const logGroupFormat = "/aws/rds/instance/%s/%s"

// newLogGroups creates the groups that an instance will write to, before the instance can create them itself. prefix is
// of their roles. Groups that an imported instance has written to are imported. They keep their names when
// ImportIdentifier goes, and the key that they have.
func (b *builder) newLogGroups(prefix string, identifier pulumi.StringOutput) ([]pulumi.Resource, error) {
	var groups []pulumi.Resource
	for _, log := range logExports {
		opts := []pulumi.ResourceOption{pulumi.IgnoreChanges([]string{"name", "kmsKeyId"})}
		if name := b.imported.logGroup(log); prefix == "" && name != "" {
			opts = append(opts, pulumi.Import(pulumi.ID(name)))
		}
		group, err := aws.NewLogGroup(b.Base, prefix+"log-"+log, aws.LogGroupArgs{
			Name:          pulumi.Sprintf(logGroupFormat, identifier, log),
			RetentionDays: b.args.LogRetentionDays, KMSKeyARN: b.key.Arn,
		}, opts...)
		if err != nil {
			return nil, err
		}
		groups = append(groups, group)
	}
	return groups, nil
}
