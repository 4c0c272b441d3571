package task_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/components/internal/component"
	"github.com/tenfold-iac/tenfold/components/internal/task"
	"github.com/tenfold-iac/tenfold/components/internal/tasktest"
)

func TestAConnectionIsTakenAsItIs(t *testing.T) {
	for name, take := range map[string]func(*celery.Connection){
		"secret": func(c *celery.Connection) { c.URLSecret = pulumi.StringOutput{} },
		"key":    func(c *celery.Connection) { c.KMSKeyARN = pulumi.StringOutput{} },
		"group":  func(c *celery.Connection) { c.SecurityGroupID = pulumi.StringOutput{} },
		"port":   func(c *celery.Connection) { c.Port = 0 },
	} {
		for _, kind := range []string{celery.Redis, celery.RabbitMQ} {
			var p component.Problems
			c := tasktest.Connection(kind)
			task.ValidateConnection(&p, c)
			require.Empty(t, p)
			take(&c)
			task.ValidateConnection(&p, c)
			require.Len(t, p, 1, "%s of %s", name, kind)
		}
	}
	var p component.Problems
	task.ValidateConnection(&p, tasktest.Connection(celery.SQS))
	require.Empty(t, p, "SQS is reached without")
}
