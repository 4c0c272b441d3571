package ecs_test

import (
	"fmt"
	"strings"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/tenfold-iac/tenfold/test/simulator/ecs"
	"github.com/tenfold-iac/tenfold/test/simulator/model"
	"github.com/tenfold-iac/tenfold/test/simulator/provider"
	"github.com/tenfold-iac/tenfold/test/simulator/simtest"
)

func TestTaskDefinitionRules(t *testing.T) {
	ec2 := model.Props{"requiresCompatibilities": []any{"EC2"}, "networkMode": nil, "cpu": nil, "memory": nil}
	pair := func(second map[string]any) string {
		return text(map[string]any{"name": "a", "image": "x", "essential": false}, second)
	}
	eleven := make([]map[string]any, 11)
	for i := range eleven {
		eleven[i] = map[string]any{"name": fmt.Sprint("c", i), "image": "x"}
	}
	logs := func(driver string) func(map[string]any) {
		return set("logConfiguration", map[string]any{"logDriver": driver})
	}
	noRole := model.Props{"executionRoleArn": nil}
	for name, c := range map[string]struct {
		props model.Props
		want  string
	}{
		"fits":        {task(nil), ""},
		"fits in GB":  {task(model.Props{"cpu": ".5 vCPU", "memory": "1GB"}), ""},
		"fits on EC2": {task(ec2), ""},
		"E1": {
			task(model.Props{"cpu": "1024", "memory": "1024"}),
			"ClientException: No Fargate configuration exists for given values: 1024 CPU, 1024 memory. See the Amazon ECS " +
				"documentation for the valid values.",
		},
		"E1 step": {
			task(model.Props{"cpu": "8192", "memory": "17408"}),
			"ClientException: No Fargate configuration exists for given values: 8192 CPU, 17408 memory.",
		},
		"E1 32 vCPU": {task(model.Props{"cpu": "32 vCPU", "memory": "244GB"}), ""},
		"E2 cpu": {
			task(model.Props{"cpu": nil}),
			"ClientException: Fargate requires that 'cpu' be defined at the task level.",
		},
		"E2 memory": {
			task(model.Props{"memory": nil}),
			"ClientException: Fargate requires that 'memory' be defined at the task level.",
		},
		"E3": {
			task(model.Props{"networkMode": "bridge"}),
			"ClientException: Fargate only supports network mode ‘awsvpc’.",
		},
		"E4 image": {
			task(noRole, set("image", "1.dkr.ecr.us-east-1.amazonaws.com/web")),
			"ClientException: Fargate requires task definition to have execution role ARN to support ECR images.",
		},
		"E4 logs": {
			task(noRole, logs("awslogs")),
			"ClientException: Fargate requires task definition to have execution role ARN to support log driver awslogs.",
		},
		"E4 secrets": {
			task(noRole, set("secrets", []any{map[string]any{"name": "A", "valueFrom": "b"}})),
			"ClientException: When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.",
		},
		"E5": {
			task(nil, logs("syslog")),
			"ClientException: Fargate compatible task definitions do not support logDriver 'syslog'.",
		},
		"E6 pid": {
			task(model.Props{"pidMode": "host"}),
			"ClientException: Tasks using the Fargate launch type do not support pidMode 'host'. The supported value for " +
				"pidMode is 'task'.",
		},
		"E6 ipc": {
			task(model.Props{"ipcMode": "task"}),
			"ClientException: Fargate compatible task definitions do not support ipcMode",
		},
		"E6 placement": {
			task(model.Props{"placementConstraints": []any{map[string]any{"type": "memberOf"}}}),
			"ClientException: Fargate compatible task definitions do not support placementConstraints",
		},
		"E6 host path": {
			task(model.Props{"volumes": []any{map[string]any{"name": "v", "hostPath": "/x"}}}),
			"ClientException: Fargate compatible task definitions do not support sourcePath",
		},
		"E6 privileged": {
			task(nil, set("privileged", true)),
			"ClientException: Fargate compatible task definitions do not support privileged",
		},
		"E6 ports": {
			task(nil, set("portMappings", []any{map[string]any{"containerPort": 80, "hostPort": 81}})),
			"ClientException: When networkMode=awsvpc, the host ports and container ports in port mappings must match.",
		},
		"E7 memory": {
			task(nil, set("memory", 513)),
			"ClientException: The 'memory' setting for container 'web' is greater than for the task.",
		},
		"E7 cpu": {
			task(nil, set("cpu", 257)),
			"ClientException: The 'cpu' settings of the containers add up to 257, which is greater than for the task.",
		},
		"E8 image": {task(nil, set("image", nil)), "ClientException: Container.image should not be null or empty."},
		"E8 name":  {task(nil, set("name", "")), "ClientException: Container.name should not be null or empty."},
		"E9": {
			task(ec2, set("memory", nil)),
			"ClientException: Invalid setting for container 'web'. At least one of 'memory' or 'memoryReservation' must be " +
				"specified.",
		},
		"E10": {
			task(nil, set("essential", false)),
			"ClientException: At least one container must be marked essential",
		},
		"E10 one is enough": {task(model.Props{"containerDefinitions": pair(map[string]any{"name": "b", "image": "x"})}), ""},
		"E10 none": {
			task(model.Props{"containerDefinitions": "[]"}),
			"ClientException: Container list cannot be empty.",
		},
		"E11": {
			task(model.Props{"containerDefinitions": `{"name":"web"}`}),
			"ECS Task Definition container_definitions is invalid: json: cannot unmarshal object",
		},
		"E12 length": {
			task(model.Props{"family": strings.Repeat("a", 256)}),
			"expected length of family to be in the range (1 - 255)",
		},
		"E12 charset": {
			task(model.Props{"family": "a.b"}),
			"invalid value for family (see " +
				"https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#family)",
		},
		"E14": {
			task(model.Props{"ephemeralStorage": map[string]any{"sizeInGib": 20}}),
			"expected ephemeral_storage.size_in_gib to be in the range (21 - 200), got 20",
		},
		"E15 containers": {
			task(model.Props{"containerDefinitions": text(eleven...)}),
			"ClientException: Too many containers",
		},
		"E15 size":    {task(nil, set("image", strings.Repeat("x", 65536))), "Max allowed length is '65536' bytes."},
		"I12":         {task(model.Props{"taskRoleArn": roleARN + "s"}), "ClientException: Role is not valid"},
		"I12 foreign": {task(model.Props{"taskRoleArn": "arn:aws:iam::999999999999:role/x"}), ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := world(t).Create(ecs.TaskDefinition, "web", c.props)
			if c.want == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, c.want)
			}
		})
	}
}

func TestEveryFargateSize(t *testing.T) {
	a := simtest.New(t, ecs.Types(), nil)
	fits := 0
	for _, cpu := range []int{256, 512, 1024, 2048, 4096, 8192, 16384, 32768} {
		for memory := 512; memory <= 249856+4096; memory += 512 {
			_, _, err := a.Create(ecs.TaskDefinition, "x", task(model.Props{
				"cpu": fmt.Sprint(cpu), "memory": fmt.Sprint(memory), "executionRoleArn": nil,
			}, set("memory", nil)))
			if err == nil {
				fits++
			}
		}
	}
	require.Equal(t, 3+4+7+13+23+12+12+3, fits)
}

func TestRevisions(t *testing.T) {
	a := world(t)
	id, first := a.MustCreate(ecs.TaskDefinition, "web", task(nil))
	require.Equal(t, "web", id)
	require.Equal(t, arns+"task-definition/web:1", first.String("arn"))
	require.Equal(t, arns+"task-definition/web", first.String("arnWithoutRevision"))
	require.Equal(t, 1, first.Int("revision"))

	before, err := a.Invoke("aws:ecs/getTaskDefinition:getTaskDefinition", model.Props{"taskDefinition": "web"})
	require.NoError(t, err)
	require.Equal(t, first["arn"], before["arn"])

	require.NoError(t, a.Delete(ecs.TaskDefinition, id))
	require.Nil(t, a.Read(ecs.TaskDefinition, id))
	left, err := a.Resources(t.Context())
	require.NoError(t, err)
	require.Len(t, left, 1, "only the cluster")

	_, second := a.MustCreate(ecs.TaskDefinition, "web", task(nil))
	require.Equal(t, 2, second.Int("revision"), "a deregistered revision is not used again")
	_, err = a.Invoke("aws:ecs/getTaskDefinition:getTaskDefinition", model.Props{"taskDefinition": "web:1"})
	require.ErrorContains(t, err, "ClientException: TaskDefinition is inactive")
	_, err = a.Invoke("aws:ecs/getTaskDefinition:getTaskDefinition", model.Props{"taskDefinition": "web:7"})
	require.ErrorContains(t, err, "ClientException: TaskDefinition not found.")
}

func TestReplacingATaskDefinition(t *testing.T) {
	a := world(t)
	_, first := a.MustCreate(ecs.TaskDefinition, "old", task(nil))
	id, second := a.MustCreate(ecs.TaskDefinition, "new", task(model.Props{"memory": "1024"}))
	for ref, revision := range map[string]int{"web:1": 1, "web": 2, arns + "task-definition/web:2": 2} {
		p, err := a.Invoke("aws:ecs/getTaskDefinition:getTaskDefinition", model.Props{"taskDefinition": ref})
		require.NoError(t, err)
		require.Equal(t, revision, p.Int("revision"), ref)
	}
	require.Equal(t, 2, second.Int("revision"))
	deleteOld(t, a, first)
	require.Equal(t, 2, a.Read(ecs.TaskDefinition, id).Int("revision"), "the family lives on in its new revision")
	require.NoError(t, a.Delete(ecs.TaskDefinition, id))
	require.Nil(t, a.Read(ecs.TaskDefinition, id))
}

// deleteOld deletes as the engine does after a replacement: the ID is that of the new resource, the state the old
// one's.
func deleteOld(t *testing.T, a *simtest.Account, old model.Props) {
	t.Helper()
	p := provider.New(a.Account, ecs.Types(), nil)
	config, err := structpb.NewStruct(map[string]any{"region": region})
	require.NoError(t, err)
	_, err = p.Configure(t.Context(), &pulumirpc.ConfigureRequest{Args: config})
	require.NoError(t, err)
	state, err := structpb.NewStruct(map[string]any{
		"arn": old.String("arn"), "family": "web", "skipDestroy": old.Bool("skipDestroy"),
	})
	require.NoError(t, err)
	_, err = p.Delete(t.Context(), &pulumirpc.DeleteRequest{
		Id: "web", Urn: "urn:pulumi:a::b::" + ecs.TaskDefinition + "::web", Properties: state,
	})
	require.NoError(t, err)
}

func TestSkipDestroyLeavesTheRevision(t *testing.T) {
	a := world(t)
	id, first := a.MustCreate(ecs.TaskDefinition, "web", task(model.Props{"skipDestroy": true}))
	_, second := a.MustCreate(ecs.TaskDefinition, "new", task(model.Props{"skipDestroy": true, "memory": "1024"}))
	deleteOld(t, a, first)
	require.Equal(t, 2, a.Read(ecs.TaskDefinition, id).Int("revision"), "the family is the new resource")
	deleteOld(t, a, second)
	require.Nil(t, a.Read(ecs.TaskDefinition, id), "nothing manages a revision any more")
	for _, ref := range []string{"web:1", "web:2"} {
		_, err := a.Invoke("aws:ecs/getTaskDefinition:getTaskDefinition", model.Props{"taskDefinition": ref})
		require.NoError(t, err, "it stays active")
	}
	_, third := a.MustCreate(ecs.TaskDefinition, "web", task(nil))
	require.Equal(t, 3, third.Int("revision"))
}

func TestTaskDefinitionDiff(t *testing.T) {
	a := world(t)
	env := func(names ...string) func(map[string]any) {
		list := []any{}
		for _, name := range names {
			list = append(list, map[string]any{"name": name, "value": "1"})
		}
		return set("environment", list)
	}
	id, state := a.MustCreate(ecs.TaskDefinition, "web", task(nil, env("B", "A")))
	require.Contains(t, state.String("containerDefinitions"), `"mountPoints":[]`)
	require.Contains(t, state.String("containerDefinitions"), `"hostPort":8000`)
	same := map[string]model.Props{
		"nothing": task(nil, env("B", "A")),
		"order":   task(nil, env("A", "B")),
		"defaults": task(nil, env("A", "B"), set("essential", nil), set("mountPoints", []any{}),
			set("portMappings", []any{map[string]any{"containerPort": 8000, "hostPort": 8000, "protocol": "tcp"}})),
		"format":    task(model.Props{"containerDefinitions": " " + task(nil, env("A", "B")).String("containerDefinitions")}),
		"as stored": task(model.Props{"containerDefinitions": state["containerDefinitions"]}),
	}
	for name, props := range same {
		changed, _, _, err := a.Diff(ecs.TaskDefinition, id, props)
		require.NoError(t, err)
		require.Empty(t, changed, name)
	}
	for property, props := range map[string]model.Props{
		"containerDefinitions": task(nil, env("A", "C")), "cpu": task(model.Props{"cpu": "512"}, env("A", "B")),
		"taskRoleArn": task(model.Props{"taskRoleArn": roleARN}, env("A", "B")),
	} {
		changed, replaced, deleteFirst, err := a.Diff(ecs.TaskDefinition, id, props)
		require.NoError(t, err)
		require.Equal(t, []string{property}, changed, "E13")
		require.Equal(t, []string{property}, replaced, "E13")
		require.False(t, deleteFirst)
	}
	changed, replaced, _, err := a.Diff(ecs.TaskDefinition, id, task(model.Props{"skipDestroy": true}, env("A", "B")))
	require.NoError(t, err)
	require.Equal(t, []string{"skipDestroy"}, changed)
	require.Empty(t, replaced)
}
