package postgres

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/rds"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// builder makes the children of one database, step by step. Each step uses what the steps before it have made.
type builder struct {
	component.Base
	args Args

	key           *kms.Key
	subnets       *rds.SubnetGroup
	group         *ec2.SecurityGroup
	rules         []pulumi.Resource
	secret        *secretsmanager.Secret
	secretVersion *secretsmanager.SecretVersion
	parameters    *rds.ParameterGroup
	monitoring    *iam.Role
	monitored     pulumi.Resource // the role's permissions
	primary       *rds.Instance
	replicas      []*rds.Instance
}

// newBuilder takes arguments that have no problems.
func newBuilder(ctx *pulumi.Context, name string, args Args, parent pulumi.Resource) *builder {
	base := component.Base{Ctx: ctx, Name: name, Parent: parent, AllowDestroy: args.AllowDestroy}
	return &builder{Base: base, args: args}
}

func (b *builder) build() error {
	return component.InOrder(
		b.makeKey, b.makeSubnetGroup, b.makeSecurityGroup, b.makeSecret, b.makeParameterGroup, b.makeMonitoringRole,
		b.makePrimary, b.makeReplicas, b.makeBackupCopy,
	)
}

// keyDeletionWindow is the longest that AWS allows, in days: the final snapshot is lost with the key.
const keyDeletionWindow = 30

func (b *builder) makeKey() (err error) {
	name := b.Name + "-key"
	b.key, err = kms.NewKey(b.Ctx, name, &kms.KeyArgs{
		Description:          pulumi.String("Database " + b.Name + ": data, backups, master password"),
		EnableKeyRotation:    pulumi.Bool(true),
		DeletionWindowInDays: pulumi.Int(keyDeletionWindow),
		Tags:                 component.Tags(name),
	}, b.Protected()...)
	return wrap("key", err)
}

// makeSubnetGroup also makes the name of the database: see identifier.
func (b *builder) makeSubnetGroup() (err error) {
	b.subnets, err = rds.NewSubnetGroup(b.Ctx, b.Name, &rds.SubnetGroupArgs{
		Description: pulumi.String("Subnets of the database " + b.Name),
		SubnetIds:   b.args.SubnetIDs,
		Tags:        component.Tags(b.Name),
	}, b.Protected()...)
	return wrap("subnet group", err)
}

// identifier is the primary's, known before the primary exists.
func (b *builder) identifier() pulumi.StringOutput { return b.subnets.Name }

const port = 5432

func (b *builder) makeSecurityGroup() (err error) {
	name := b.Name + "-sg"
	b.group, err = ec2.NewSecurityGroup(b.Ctx, name, &ec2.SecurityGroupArgs{
		Description: pulumi.String("Database " + b.Name),
		VpcId:       b.args.VPCID,
		Tags:        component.Tags(name),
	}, b.Options()...)
	if err != nil {
		return wrap("security group", err)
	}
	for _, from := range b.args.AllowFrom {
		if err := b.allow(from); err != nil {
			return wrap("rule for "+from.Name, err)
		}
	}
	return nil
}

func (b *builder) allow(from AllowFrom) error {
	name := b.Name + "-from-" + from.Name
	rule, err := vpc.NewSecurityGroupIngressRule(b.Ctx, name, &vpc.SecurityGroupIngressRuleArgs{
		Description:               pulumi.String("From " + from.Name),
		SecurityGroupId:           b.group.ID(),
		ReferencedSecurityGroupId: from.SecurityGroupID.ToStringOutput().ToStringPtrOutput(),
		IpProtocol:                pulumi.String("tcp"),
		FromPort:                  pulumi.Int(port),
		ToPort:                    pulumi.Int(port),
		Tags:                      component.Tags(name),
	}, b.Options()...)
	b.rules = append(b.rules, rule)
	return err
}

// makeParameterGroup makes the group of all instances. Another major version has another family, and AWS replaces the
// group; its successor is there first, under another name.
func (b *builder) makeParameterGroup() (err error) {
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
	return wrap("parameter group", err)
}

func (b *builder) makeMonitoringRole() (err error) {
	const policy = "service-role/AmazonRDSEnhancedMonitoringRole"
	caller := aws.GetCallerIdentityOutput(b.Ctx, aws.GetCallerIdentityOutputArgs{}, pulumi.Parent(b.Parent))
	b.monitoring, b.monitored, err = b.makeRole(
		b.Name+"-monitoring", "monitoring.rds.amazonaws.com", policy, caller.AccountId())
	return wrap("role of Enhanced Monitoring", err)
}

// makeRole makes a role that a service of AWS may use, with one of AWS's own policies. See trust for the account.
func (b *builder) makeRole(
	name, service, policy string, account pulumi.StringInput,
) (*iam.Role, pulumi.Resource, error) {
	partition := aws.GetPartitionOutput(b.Ctx, aws.GetPartitionOutputArgs{}, pulumi.Parent(b.Parent))
	role, err := iam.NewRole(b.Ctx, name, &iam.RoleArgs{
		AssumeRolePolicy: trust(service, account),
		Tags:             component.Tags(name),
	}, b.Options()...)
	if err != nil {
		return nil, nil, err
	}
	attachment, err := iam.NewRolePolicyAttachment(b.Ctx, name, &iam.RolePolicyAttachmentArgs{
		Role:      role.Name,
		PolicyArn: pulumi.Sprintf("arn:%s:iam::aws:policy/%s", partition.Partition(), policy),
	}, b.Options()...)
	return role, attachment, err
}

// trust lets a service use a role: with an account on behalf of that account alone, for services that say on whose
// behalf they come.
func trust(service string, account pulumi.StringInput) pulumi.StringOutput {
	statement := pulumi.Map{
		"Effect":    pulumi.String("Allow"),
		"Action":    pulumi.String("sts:AssumeRole"),
		"Principal": pulumi.Map{"Service": pulumi.String(service)},
	}
	if account != nil {
		statement["Condition"] = pulumi.Map{"StringEquals": pulumi.Map{"aws:SourceAccount": account}}
	}
	return pulumi.JSONMarshal(pulumi.Map{
		"Version":   pulumi.String("2012-10-17"),
		"Statement": pulumi.Array{statement},
	})
}

// logExports are the logs that RDS for PostgreSQL can write to CloudWatch.
var logExports = []string{"postgresql", "upgrade"}

// makeLogGroups makes the groups that an instance will write to, before it can make them itself.
func (b *builder) makeLogGroups(name string, identifier pulumi.StringOutput) ([]pulumi.Resource, error) {
	var groups []pulumi.Resource
	for _, log := range logExports {
		child := fmt.Sprintf("%s-log-%s", name, log)
		group, err := cloudwatch.NewLogGroup(b.Ctx, child, &cloudwatch.LogGroupArgs{
			Name:            pulumi.Sprintf("/aws/rds/instance/%s/%s", identifier, log),
			RetentionInDays: pulumi.Int(b.args.LogRetentionDays),
			Tags:            component.Tags(child),
		}, b.Options()...)
		if err != nil {
			return nil, wrap("log group "+child, err)
		}
		groups = append(groups, group)
	}
	return groups, nil
}
