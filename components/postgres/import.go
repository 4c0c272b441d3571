package postgres

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/rds"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
)

// imported is an instance that exists already.
type imported struct {
	identifier string
	resourceID string // stays the same when the instance is renamed
	vpcID      string
	groups     []string // its security groups
	logGroups  []string // their names
}

// findImport looks the instance up in each run, and refuses one that cannot be imported before anything is created. Once
// the instance is in the state, the engine ignores that it is to be imported.
func (b *builder) findImport() error {
	identifier, parent := b.args.ImportIdentifier, pulumi.Parent(b.Parent)
	if identifier == "" {
		return nil
	}
	found, err := rds.LookupInstance(b.Ctx, &rds.LookupInstanceArgs{DbInstanceIdentifier: &identifier}, parent)
	if err != nil {
		var p component.Problems
		p.Want(importField, identifier, "an RDS instance of this account and region",
			strings.Join(strings.Fields(err.Error()), " "))
		return p.Err("postgres", b.Name)
	}
	if err := b.args.importProblems(found).Err("postgres", b.Name); err != nil {
		return err
	}
	subnets, err := rds.LookupSubnetGroup(b.Ctx, &rds.LookupSubnetGroupArgs{Name: found.DbSubnetGroup}, parent)
	if err != nil {
		return fmt.Errorf("postgres %q: looking up the subnet group of %s: %w", b.Name, identifier, err)
	}
	prefix := fmt.Sprintf(logGroupFormat, identifier, "")
	logs, err := cloudwatch.GetLogGroups(b.Ctx, &cloudwatch.GetLogGroupsArgs{LogGroupNamePrefix: &prefix}, parent)
	if err != nil {
		return fmt.Errorf("postgres %q: looking up the log groups of %s: %w", b.Name, identifier, err)
	}
	b.Keep = true // AWS keeps what somebody else has created, and what it needs, until ImportIdentifier goes
	b.imported = &imported{identifier, found.ResourceId, subnets.VpcId, found.VpcSecurityGroups, logs.LogGroupNames}
	if vpcID, known := b.args.VPCID.(pulumi.String); known {
		return b.imported.placementProblems(string(vpcID), nil).Err("postgres", b.Name)
	}
	return nil
}

// logGroup is the name of the group of a log, "" if there is none.
func (i *imported) logGroup(log string) string {
	if i == nil {
		return ""
	}
	name := fmt.Sprintf(logGroupFormat, i.identifier, log)
	if slices.Contains(i.logGroups, name) {
		return name
	}
	return ""
}

// primaryGroups are the security groups of the primary. An imported instance keeps those that it has, because its
// clients of today are in them.
func (b *builder) primaryGroups() pulumi.StringArrayInput {
	if b.imported == nil {
		return pulumi.StringArray{b.group.ID()}
	}
	// A database that was created here is called after the subnet group. The engine would delete it after the import.
	created := rds.GetInstancesOutput(b.Ctx, rds.GetInstancesOutputArgs{Filters: rds.GetInstancesFilterArray{
		rds.GetInstancesFilterArgs{Name: pulumi.String("db-instance-id"), Values: pulumi.StringArray{b.subnets.Name}},
	}}, pulumi.Parent(b.Parent))
	return pulumi.All(b.group.ID(), b.args.VPCID, created.InstanceIdentifiers()).ApplyT(func(v []any) ([]string, error) {
		group, vpcID, created := string(v[0].(pulumi.ID)), v[1].(string), v[2].([]string)
		if err := b.imported.placementProblems(vpcID, created).Err("postgres", b.Name); err != nil {
			return nil, err
		}
		return b.imported.groupsWith(group), nil
	}).(pulumi.StringArrayOutput)
}

// groupsWith are a group and those that the instance has.
func (i *imported) groupsWith(group string) []string {
	others := slices.DeleteFunc(slices.Clone(i.groups), func(other string) bool { return other == group })
	slices.Sort(others)
	return append([]string{group}, others...)
}
