"""Puts jobs into queues of RQ, and works on them, with RQ itself."""
import datetime
import os
import sys
import time

from redis import Redis
from rq import Queue, Retry, Worker
from rq.job import Job

connection = Redis.from_url(os.environ["BROKER_URL"])


def run(seconds):
    print("running", flush=True)
    time.sleep(float(seconds))


def fail():
    raise ValueError("as it must")


def send(queue, count, seconds="0"):
    """Enqueues count jobs."""
    Queue(queue, connection=connection).enqueue_many(
        [Queue.prepare_data("rq_jobs.run", [seconds], timeout=600) for _ in range(int(count))])


def later(queue, *seconds):
    """Schedules a job for each number of seconds from now, which may be less than 0."""
    for number in seconds:
        Queue(queue, connection=connection).enqueue_in(
            datetime.timedelta(seconds=float(number)), "rq_jobs.run", "0")


def failing(queue, interval="0"):
    """Enqueues a job that fails, and is tried again after interval."""
    retry = Retry(max=1, interval=int(interval)) if interval != "0" else None
    Queue(queue, connection=connection).enqueue("rq_jobs.fail", retry=retry)


class Slow(Job):
    """Comes to its worker so slowly that it is taken and not begun for long."""

    @classmethod
    def fetch(cls, *args, **kwargs):
        print("taken", flush=True)
        time.sleep(600)


def work(queue, *how):
    """Works until it is killed or, with burst, until nothing waits; with slow, each job comes slowly."""
    Worker([queue], connection=connection, job_class=Slow if "slow" in how else None).work(
        burst="burst" in how, logging_level="WARNING")


if __name__ == "__main__":
    # Several commands may stand in a row, with commas between.
    command = []
    for word in [*sys.argv[1:], ","]:
        if word != ",":
            command.append(word)
            continue
        {"send": send, "later": later, "failing": failing, "work": work}[command[0]](*command[1:])
        command = []
