package celery_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenfold-iac/tenfold/components/internal/celery"
	"github.com/tenfold-iac/tenfold/test/real/servers"
)

// sqsModule takes the module as a worker of SQS does. A task may say in several ways when it is due.
const sqsModule = `
import datetime, os, sys
import tenfold_worker, tenfold_sqs
from kombu.transport import SQS

sys.stdout.reconfigure(line_buffering=True)  # before there are two processes
conf = tenfold_worker.app.conf
for option in sorted(conf.broker_transport_options.items()):
    print(*option)
print(conf.worker_enable_remote_control, conf.worker_send_task_events)

due = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)
east = due.astimezone(datetime.timezone(datetime.timedelta(hours=5)))
for eta in [due.isoformat(), east.isoformat(), due.replace(tzinfo=None).isoformat(), None]:
    headers = {"eta": eta} if eta else None
    print(round(tenfold_worker.until({"headers": headers}), -1))

SQS.Channel._predefined_queue_clients["bulk"] = "a client"
tenfold_sqs.polls["bulk"] = 1
if os.fork() == 0:
    print("child", SQS.Channel._predefined_queue_clients, tenfold_sqs.polls)
    os._exit(0)
os.wait()
print("parent", SQS.Channel._predefined_queue_clients, tenfold_sqs.polls)
`

// TestModuleOfSQS: the queues are those of the variable, and a process that the pool makes later has no connection of
// the worker, which both would write to.
func TestModuleOfSQS(t *testing.T) {
	require.Equal(t, `predefined_queues {'bulk': {'url': 'https://sqs/1/bulk'}}
region eu-west-1
visibility_timeout 900
wait_time_seconds 4
False False
3600.0
3600.0
3600.0
0
child {} {}
parent {'bulk': 'a client'} {'bulk': 1}
`, runModule(t, celery.SQS, sqsModule))
}

// pollsOfSQS has workers of several sizes take from queues that answer by chance, and their tasks end by chance. A
// worker that has nothing to do asks every queue, and what a worker has and may get is never more than Check counts on.
const pollsOfSQS = `
import random, types
import tenfold_worker, tenfold_sqs

tenfold_sqs.threading = types.SimpleNamespace(
    Thread=lambda target, args, daemon: types.SimpleNamespace(start=lambda: target(*args)))

class Channel(tenfold_sqs.Channel):
    wait_time_seconds = 20
    qos = None
    def __init__(self, room, queues):
        self.busy, self.held, self.asked = set(), 0, {}
        self._active_queues = [str(n) for n in range(queues)]
        self.qos = types.SimpleNamespace(
            can_consume=lambda: self.held < room, can_consume_max_estimate=lambda: max(room - self.held, 0))
    def sqs(self, queue):
        pass
    def canonical_queue_name(self, name):
        return name
    def wait(self, client, name, count, seconds):
        self.asked[name] = count, seconds
    def answer(self, name):
        count = tenfold_sqs.polls.pop((self, name))
        got = random.choice([0, random.randint(1, count)])
        assert self.asked[name] in [(1, 20), (count, 1)] or len(self._active_queues) == 1, "it keeps room for long"
        (self.busy.add if got else self.busy.discard)(name)
        self.held += got

random.seed(1)
for room in range(1, 6):
    for queues in range(1, 6):
        channel, most = Channel(room, queues), 0
        for step in range(200):
            channel.poll()
            asked = sum(tenfold_sqs.polls.values())
            most = max(most, channel.held + asked)
            assert channel.held or len(tenfold_sqs.polls) == queues
            if channel.held and random.random() < 0.5:
                channel.held -= 1
            elif tenfold_sqs.polls:
                channel.answer(random.choice(list(tenfold_sqs.polls))[1])
        assert most == room + queues - 1, (room, queues, most)
        tenfold_sqs.polls.clear()
print("done")
`

func TestPollsOfSQS(t *testing.T) {
	require.Equal(t, "done\n", runModule(t, celery.SQS, pollsOfSQS))
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
	parts := servers.Find(t)
	s := newStage(t, parts, kind, kind+"://")
	environment := s.worker().Environment()
	parts.Write(t, s.dir, "tenfold_worker.py", environment["TENFOLD_MODULE"])
	parts.Write(t, s.dir, "tenfold_sqs.py", environment["TENFOLD_SQS"])
	parts.Write(t, s.dir, "tenfold_redis.py", environment["TENFOLD_REDIS"])
	return parts.MustRun(t, append(s.variables, "TENFOLD_DIR=/tmp", "TENFOLD_WORKER="+environment["TENFOLD_WORKER"],
		"AWS_REGION=eu-west-1", `BROKER_PREDEFINED_QUEUES={"bulk":{"url":"https://sqs/1/bulk"}}`),
		"/usr/bin/python3", "-c", script)
}
