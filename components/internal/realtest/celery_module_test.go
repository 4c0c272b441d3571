package realtest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/test/realparts"
)

// giveBack takes the module as a worker of SQS does, and gives a message back. What stands in for kombu's transport
// has the two methods of it that the module uses.
const giveBack = `
import json, sys, types

class Client:
    def __init__(self, queue):
        self.queue = queue
    def change_message_visibility(self, **arguments):
        print(self.queue, json.dumps(arguments))

class Channel:
    def canonical_queue_name(self, name):
        return "canonical-" + name
    def sqs(self, queue=None):
        return Client(queue)

sys.modules["kombu.transport.SQS"] = types.SimpleNamespace(Channel=Channel)
import tenfold_worker
Channel()._restore(types.SimpleNamespace(delivery_info={
    "routing_key": "bulk", "sqs_queue": "https://sqs/1/bulk", "sqs_message": {"ReceiptHandle": "handle", "Body": "…"}}))
conf = tenfold_worker.app.conf
for option in sorted(conf.broker_transport_options.items()):
    print(*option)
print(conf.worker_enable_remote_control, conf.worker_send_task_events)
`

// TestWorkerOfSQS: a message goes back by its visibility, and not as a copy; and the queues are those of the variable.
func TestWorkerOfSQS(t *testing.T) {
	require.Equal(t, `canonical-bulk {"QueueUrl": "https://sqs/1/bulk", "ReceiptHandle": "handle", "VisibilityTimeout": 0}
predefined_queues {'bulk': {'url': 'https://sqs/1/bulk'}}
region eu-west-1
visibility_timeout 900
wait_time_seconds 20
False False
`, runModule(t, celery.SQS, giveBack))
}

// leaveLoops are the two loops of Celery: a hub, which runs what it was asked for in no order, here backwards; and a
// list, from whose end the loop takes what comes next.
const leaveLoops = `
import os, types
import tenfold_worker

def exit(code):
    raise SystemExit(code)

os._exit = exit

class Consumer:
    def __init__(self, hub):
        self.hub, self.asked = hub, []
        self.connection = types.SimpleNamespace(close=lambda: print("closed"))
    def call_soon(self, call, *args):
        self.asked.append((call, args))
    def perform_pending_operations(self):
        while not self.hub and self.asked:
            call, args = self.asked.pop()
            call(*args)
    def turn(self):
        asked, self.asked = self.asked, []
        for call, args in reversed(asked):
            call(*args)

for consumer in [Consumer(hub=True), Consumer(hub=None)]:
    consumer.call_soon(print, "acknowledged")
    consumer.call_soon(tenfold_worker.leave, consumer)
    try:
        while consumer.asked:
            consumer.turn() if consumer.hub else consumer.perform_pending_operations()
    except SystemExit as exc:
        print("exit", exc.code)
`

// TestLeaveAcknowledgesFirst: what has ended does not go back to the broker.
func TestLeaveAcknowledgesFirst(t *testing.T) {
	const want = "acknowledged\nclosed\nexit 0\n"
	require.Equal(t, want+want, runModule(t, celery.Redis, leaveLoops))
}

// runModule runs a script beside the module, as a worker of the broker has it.
func runModule(t *testing.T, kind, script string) string {
	t.Helper()
	parts := realparts.Find(t)
	s := newStage(t, parts, kind, kind+"://")
	environment := s.worker().Environment()
	parts.Write(t, s.dir, "tenfold_worker.py", environment["TENFOLD_MODULE"])
	return parts.MustRun(t, append(s.variables, "TENFOLD_DIR=/tmp", "TENFOLD_WORKER="+environment["TENFOLD_WORKER"],
		"AWS_REGION=eu-west-1", `BROKER_PREDEFINED_QUEUES={"bulk":{"url":"https://sqs/1/bulk"}}`),
		"/usr/bin/python3", "-c", script)
}
