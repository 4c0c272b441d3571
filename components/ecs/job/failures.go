package job

import (
	"encoding/json"
	"fmt"
	"maps"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
)

// newFailureRule sends the event of every run that failed to the dead-letter queue.
func (b *builder) newFailureRule() (err error) {
	name := b.Name + "-failed"
	tasks := task.Family(b.Ctx.Stack(), b.Name)
	b.rule, err = cloudwatch.NewEventRule(b.Ctx, name, &cloudwatch.EventRuleArgs{
		Description: pulumi.String("Failed runs of the job " + b.Name),
		EventPattern: b.args.Task.ClusterARN.ToStringOutput().ApplyT(func(cluster string) string {
			return failurePattern(cluster, tasks, b.Name)
		}).(pulumi.StringOutput),
		Tags: component.Tags(name),
	}, b.Options()...)
	if err != nil {
		return fmt.Errorf("creating the rule for failed runs: %w", err)
	}
	access, err := b.newQueuePolicy()
	if err != nil {
		return err
	}
	target, err := cloudwatch.NewEventTarget(b.Ctx, name, &cloudwatch.EventTargetArgs{
		Rule: b.rule.Name, Arn: b.dead.Arn, TargetId: pulumi.String("dead-letters"),
	}, b.Options(component.After(access))...)
	if err != nil {
		return fmt.Errorf("creating the target of the rule for failed runs: %w", err)
	}
	b.Dependencies = append(b.Dependencies, access, target)
	return nil
}

// failurePattern matches the events of a family's tasks, of any revision, that have stopped and failed: their container
// ended with another exit code than 0, or none did because none ever ran or ran to its end, or the task did not start.
//
// Fields within the list of containers must come from one and the same container, and one that stopped before it ran
// has no exit code, which anything-but does not match. The container is named because there may be others: GuardDuty
// adds its own, and that may well fail. The alternatives repeat what they have in common, for not every version of
// EventBridge takes $or beside other fields.
func failurePattern(cluster, family, container string) string {
	stopped := map[string]any{
		"lastStatus": []string{"STOPPED"}, "clusterArn": []string{cluster},
		"taskDefinitionArn": []any{map[string]string{"prefix": task.FamilyARN(cluster, family) + ":"}},
	}
	text, err := json.Marshal(map[string]any{
		"source": []string{"aws.ecs"}, "detail-type": []string{"ECS Task State Change"},
		"detail": map[string]any{"$or": []any{
			with(stopped, "containers", map[string]any{
				"name": []string{container}, "exitCode": []any{map[string]int{"anything-but": 0}},
			}),
			with(stopped, "containers", map[string]any{"exitCode": []any{map[string]bool{"exists": false}}}),
			with(stopped, "stopCode", []string{"TaskFailedToStart"}),
		}},
	})
	if err != nil {
		panic(fmt.Sprintf("ecs: a pattern of strings is always JSON: %v", err))
	}
	return string(text)
}

// with is a copy of a pattern with one more field.
func with(pattern map[string]any, field string, value any) map[string]any {
	more := maps.Clone(pattern)
	more[field] = value
	return more
}
