package postgres

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/backup"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/aws"
	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// localRetention is how long the snapshot stays in this region, in days: it is there to be copied, and RDS's own
// backups are beside it.
const localRetention = 7

// newBackupCopy creates a daily snapshot and has it copied.
func (b *builder) newBackupCopy() error {
	if b.args.BackupCopy == nil {
		return nil
	}
	name := b.Name + "-backup"
	vault, err := backup.NewVault(b.Ctx, name, &backup.VaultArgs{
		KmsKeyArn:    b.key.Arn,
		ForceDestroy: pulumi.Bool(b.args.AllowDestroy),
		Tags:         component.Tags(name),
	}, b.Protected()...)
	if err != nil {
		return component.Creating("backup vault", err)
	}
	plan, err := backup.NewPlan(b.Ctx, name, &backup.PlanArgs{
		Rules: backup.PlanRuleArray{copyRule(*b.args.BackupCopy, vault.Name)},
		Tags:  component.Tags(name),
	}, b.Options()...)
	if err != nil {
		return component.Creating("backup plan", err)
	}
	// AWS Backup does not name the account that it acts for. Other accounts cannot pass the role to it: that takes
	// iam:PassRole in this one.
	trust := pulumi.String(aws.Trust("", "backup.amazonaws.com", aws.AssumeRole, nil))
	role, permitted, err := b.newRole("backup", "service-role/AWSBackupServiceRolePolicyForBackup", trust)
	if err != nil {
		return err
	}
	_, err = backup.NewSelection(b.Ctx, name, &backup.SelectionArgs{
		PlanId:     plan.ID(),
		IamRoleArn: role.Arn,
		Resources:  pulumi.StringArray{b.primary.Arn},
	}, b.Options(pulumi.DependsOn([]pulumi.Resource{permitted}))...)
	return component.Creating("backup selection", err)
}

// copyRule takes a snapshot each day and copies it.
func copyRule(c BackupCopy, vault pulumi.StringInput) backup.PlanRuleArgs {
	return backup.PlanRuleArgs{
		RuleName:        pulumi.String("daily-copy"),
		TargetVaultName: vault,
		Schedule:        pulumi.String(dailySchedule(c.Start)),
		Lifecycle:       backup.PlanRuleLifecycleArgs{DeleteAfter: pulumi.Int(localRetention)},
		CopyActions: backup.PlanRuleCopyActionArray{backup.PlanRuleCopyActionArgs{
			DestinationVaultArn: c.VaultARN,
			Lifecycle:           backup.PlanRuleCopyActionLifecycleArgs{DeleteAfter: pulumi.Int(c.RetentionDays)},
		}},
	}
}

// dailySchedule writes a time of the day that has no problems as AWS's cron does.
func dailySchedule(start string) string {
	at, _ := component.ParseTime(start)
	return fmt.Sprintf("cron(%d %d * * ? *)", at%component.Hour, at/component.Hour)
}
