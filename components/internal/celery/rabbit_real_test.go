package celery_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// giveBack returns a message as often as a queue allows and once more, and counts the dead letters.
const giveBack = `
import os, time
import kombu

with kombu.Connection(os.environ["BROKER_URL"]) as connection:
    channel = connection.default_channel
    queue = kombu.Queue("celery", channel=channel)
    for n in range(21):
        message = None
        while message is None:
            message = queue.get()
        message.requeue()
    dead = kombu.Queue("celery.dead", channel=channel)
    for n in range(50):
        message = dead.get()
        if message:
            break
        time.sleep(0.2)
    print(message.headers["task"], message.headers["x-death"][0]["reason"], queue.get())
`

// testPoisonMessage: RabbitMQ drops a message that workers returned too often. It is kept beside its queue.
func testPoisonMessage(t *testing.T, s *stage) {
	running := s.launch(t, s.worker())
	running.awaitReady(t) // it declares the queues
	running.end(t, 14)
	s.send(t, work(0, 0, "celery"))
	require.Equal(t, "work delivery_limit None\n", s.parts.MustRun(t, s.variables, "/usr/bin/python3", "-c", giveBack))
}

// askWorkers asks for an answer from every worker, as Flower and "celery inspect" do.
const askWorkers = `
import tenfold_worker
print([list(answer.values()) for answer in tenfold_worker.app.control.ping(timeout=5)])
`

// testRemoteControl: the queues for commands and answers work where RabbitMQ refuses transient ones.
func testRemoteControl(t *testing.T, s *stage) {
	running := s.launch(t, s.worker())
	running.awaitReady(t)
	s.parts.Write(t, s.dir, "tenfold_worker.py", s.worker().Environment()["TENFOLD_MODULE"])
	out := s.parts.MustRun(t, append(s.variables, "TENFOLD_DIR=/tmp", "TENFOLD_WORKER="+s.worker().Environment()["TENFOLD_WORKER"],
		"CELERY_BROKER_URL="+s.variable("BROKER_URL")), "/usr/bin/python3", "-c", askWorkers)
	require.Equal(t, "[[{'ok': 'pong'}]]\n", out)
	running.end(t, 14)
}
