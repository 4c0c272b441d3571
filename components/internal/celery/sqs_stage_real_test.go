package celery_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// maxReceives is how often a message is handed out, in all of these tests.
const maxReceives = 3

// sqsQueues are the queues of one test, on a server that it shares with others.
type sqsQueues struct {
	*servers.SQS
	prefix     string
	urls, dead map[string]string // by Celery's names
}

// newSQSStage is a stage whose workers get from the component what they get in AWS, but for where SQS is.
func newSQSStage(t *testing.T, parts *servers.Parts, server *servers.SQS, name string) *stage {
	t.Helper()
	s := newStage(t, parts, celery.SQS, "sqs://", server.Environment()...)
	s.sqs = &sqsQueues{
		SQS: server, prefix: strings.ReplaceAll(name, " ", "-") + "-", urls: map[string]string{}, dead: map[string]string{},
	}
	return s
}

// url is that of a queue, which has another name than Celery's. It is made, with its dead-letter queue, as a Broker
// makes them.
func (q *sqsQueues) url(t *testing.T, name string) string {
	t.Helper()
	if q.urls[name] == "" {
		q.dead[name] = q.CreateQueue(t, q.prefix+name+"-dlq", map[string]string{})
		q.urls[name] = q.CreateQueue(t, q.prefix+name, map[string]string{
			"VisibilityTimeout": "900", "ReceiveMessageWaitTimeSeconds": "20",
			"RedrivePolicy": fmt.Sprintf(`{"deadLetterTargetArn":%q,"maxReceiveCount":%d}`,
				q.ARN(t, q.dead[name]), maxReceives),
		})
	}
	return q.urls[name]
}

// predefined is what Connection.PredefinedQueues is.
func (q *sqsQueues) predefined(t *testing.T, names []string) string {
	t.Helper()
	all := map[string]any{}
	for _, name := range names {
		all[name] = map[string]any{"url": q.url(t, name)}
	}
	text, err := json.Marshal(all)
	require.NoError(t, err)
	return string(text)
}

// variables are what a worker gets from its component with SQS. Its visibility timeout is one of the queues.
func (q *sqsQueues) variables(t *testing.T, names []string, c container) []string {
	t.Helper()
	predefined := q.predefined(t, names)
	if w, ok := c.(celery.Worker); ok {
		for _, name := range names {
			q.SetAttributes(t, q.urls[name], map[string]string{"VisibilityTimeout": strconv.Itoa(w.VisibilityTimeout)})
		}
	}
	return []string{"BROKER_PREDEFINED_QUEUES=" + predefined}
}

// left is how many messages a queue has: visible, hidden, and in its dead-letter queue.
func (q *sqsQueues) left(t *testing.T, name string) [3]int {
	t.Helper()
	url := q.url(t, name)
	return [3]int{q.Visible(t, url), q.Hidden(t, url), q.Visible(t, q.dead[name])}
}

// awaitLeft waits until a queue has so many.
func (q *sqsQueues) awaitLeft(t *testing.T, name string, want [3]int) {
	t.Helper()
	servers.Within(t, 2*servers.Timeout, func() bool { return q.left(t, name) == want },
		"visible, hidden, dead: not %v but %s", want, servers.Lazy(func() string { return fmt.Sprint(q.left(t, name)) }))
}
