"""The backend of a shop that uses RQ. It knows nothing of Tenfold but the name of BROKER_URL."""
import ctypes
import json
import os
import signal
import sys
import time

from redis import Redis
from rq import Callback, Queue, Retry
from rq.job import Job

PR_SET_PDEATHSIG = 1


def note(*words):
    with open(os.environ["JOURNAL"], "a") as journal:
        journal.write(" ".join(map(str, words)) + "\n")


def noted(word, number):
    with open(os.environ["JOURNAL"]) as journal:
        return any(line.split()[:2] == [word, str(number)] for line in journal)


def work(number, seconds):
    """Takes its time when it runs for the first time, and ends with its worker, as in a container."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    again = noted("start", number)
    note("start", number, os.getpid())
    time.sleep(0.1 if again else seconds)
    note("end", number, os.getpid())


def fail(number):
    note("start", number, os.getpid())
    raise ValueError("as it must")


def failed(job, *_):
    note("failed", job.args[0])


def die(number):
    note("start", number, os.getpid())
    os.kill(os.getpid(), signal.SIGKILL)


class Slow(Job):
    """Is taken, for the first time, long before it can begin."""

    @classmethod
    def fetch(cls, id, *args, **kwargs):
        number = id[len("job-"):]
        if not noted("taken", number):
            note("taken", number)
            time.sleep(30)
        return super().fetch(id, *args, **kwargs)


if __name__ == "__main__":
    connection = Redis.from_url(os.environ["BROKER_URL"])
    for name, arguments, options in json.load(sys.stdin):
        options = options or {}
        queue = Queue(options.pop("queue", "celery"), connection=connection)
        if "retry" in options:
            options["retry"] = Retry(**options["retry"])
        queue.enqueue(f"rq_shop.{name}", args=arguments, job_id=f"job-{arguments[0]}",
                      on_failure=Callback("rq_shop.failed"), **options)
