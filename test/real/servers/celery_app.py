"""Sends tasks and works on them, as a backend and its workers do. It fails with the broker's own error."""
import os

from celery import Celery, signals

TASKS = 6

app = Celery("app", broker=os.environ["BROKER_URL"])
app.conf.update(
    task_ignore_result=True,
    task_acks_late=True,
    task_default_queue="default",
    worker_redirect_stdouts=False,
    broker_connection_retry=False,
    broker_connection_retry_on_startup=False,
    broker_transport_options={"socket_timeout": 10},
    worker_cancel_long_running_tasks_on_connection_loss=True,
)
done = set()


@app.task(name="work")
def work(number):
    done.add(number)
    print(f"worked on {number}")


@signals.task_postrun.connect
def stop(**_):
    if len(done) == TASKS:
        raise SystemExit(0)


if __name__ == "__main__":
    for number in range(TASKS):
        work.apply_async([number], queue=["default", "mail"][number % 2], priority=number, retry=False)
    print(f"sent {TASKS}")
    app.worker_main(["worker", "--pool=solo", "--loglevel=INFO", "-Q", "default,mail", "-n", "test"])
