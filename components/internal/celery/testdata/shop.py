"""The backend of a shop. It knows nothing of Tenfold but the one line with CELERY_SETTINGS, and sets otherwise what
Tenfold sets."""
import json
import os
import signal
import sys
import time

from celery import Celery

app = Celery("shop")
app.conf.update(
    task_acks_late=False, worker_prefetch_multiplier=4, worker_soft_shutdown_timeout=0, task_time_limit=3600)
if os.environ["BROKER_URL"].startswith("redis"):
    app.conf.broker_transport_options = {"visibility_timeout": 3600, "health_check_interval": 11}
app.conf.update(json.loads(os.environ.get("CELERY_SETTINGS", "{}")))


def note(*words):
    with open(os.environ["JOURNAL"], "a") as journal:
        journal.write(" ".join(map(str, words)) + "\n")


@app.task(name="work")
def work(number, seconds):
    """Takes its time when it runs for the first time."""
    with open(os.environ["JOURNAL"]) as journal:
        again = any(line.startswith(f"start {number} ") for line in journal)
    note("start", number, os.getpid())
    time.sleep(0.1 if again else seconds)
    note("end", number, os.getpid())


@app.task(name="greedy", time_limit=500)
def greedy(number, seconds):
    work(number, seconds)


@app.task(name="retry", bind=True, max_retries=None)
def retry(self, number, countdown):
    note("start", number, os.getpid())
    raise self.retry(countdown=countdown)


@app.task(name="modest", max_retries=1)
def modest():
    pass


@app.task(name="careful", acks_late=False)
def careful():
    pass


@app.task(name="die")
def die(number):
    note("start", number, os.getpid())
    os.kill(os.getpid(), signal.SIGKILL)


@app.task(name="settings")
def settings(keys):
    report = {key: app.conf[key] for key in keys}
    for name in ["work", "retry", "modest", "careful", "celery.chord_unlock"]:
        task = app.tasks[name]
        report[name] = [task.acks_late, task.max_retries]
    report["queues"] = {
        name: [queue.exchange.type, queue.queue_arguments] for name, queue in app.amqp.queues.items()}
    note("settings", json.dumps(report))


# As Celery's documentation has it: the task takes its settings over while the module is still being read.
@app.on_after_configure.connect
def periodically(sender, **_):
    sender.add_periodic_task(3600, work.s(-1, 0))


app.conf.timezone  # reads all settings
app.conf.worker_prefetch_multiplier = 8

if __name__ == "__main__":
    for name, args, options in json.load(sys.stdin):
        app.send_task(name, args, **options)
