"""Puts messages in, takes them out and holds them, with Celery and kombu themselves."""
import os
import sys
import time

from celery import Celery
from kombu import Connection, Consumer, Exchange, Queue

URL = os.environ["BROKER_URL"]
app = Celery("app", broker=URL)
app.conf.update(task_ignore_result=True, task_acks_late=True, worker_prefetch_multiplier=1,
                worker_redirect_stdouts=False, broker_connection_retry_on_startup=False)


@app.task(name="work")
def work(number):
    print(f"working {number}", flush=True)
    time.sleep(600)


def send(queue, count, priority="", header=""):
    """Sends count tasks with Celery."""
    more = {"priority": int(priority)} if priority else {}
    if header:
        more["headers"] = {"sent_at": float(header)}
    for number in range(int(count)):
        work.apply_async([number], queue=queue, **more)


def take(queue, count, then="ack"):
    """Takes count messages with kombu, and acknowledges them or holds them."""
    left = [int(count)]

    def received(_, message):
        left[0] -= 1
        if then == "ack":
            message.ack()

    with Connection(URL) as connection:
        channel = connection.channel()
        consumer = Consumer(channel, [Queue(queue)], callbacks=[received], prefetch_count=int(count), accept=["json"])
        with consumer:
            while left[0]:
                connection.drain_events(timeout=10)
            if then == "hold":
                print("holding", flush=True)
                time.sleep(600)


def exchange(kind, name, key, queue, routing_key):
    """Puts one message into a queue that is bound to an exchange of its own, and holds it."""
    with Connection(URL) as connection:
        channel = connection.channel()
        bound = Queue(queue, Exchange(name, kind), routing_key=key)(channel)
        bound.declare()
        connection.Producer(channel).publish({}, exchange=name, routing_key=routing_key)
        bound.get()
        print("holding", flush=True)
        time.sleep(600)


def worker(queue):
    """A Celery worker of two threads."""
    app.worker_main(["worker", "--pool=threads", "--concurrency=2", "--loglevel=WARNING", "-Q", queue, "-n", "test",
                     "--without-mingle", "--without-gossip"])


if __name__ == "__main__":
    {"send": send, "take": take, "exchange": exchange, "worker": worker}[sys.argv[1]](*sys.argv[2:])
