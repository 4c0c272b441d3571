import json
import os

from celery import Celery, signals

from shop import logs, settings

# Before Celery starts, so that its warnings are lines of the log as well.
logs.configure()
app = Celery("shop", broker=os.environ["BROKER_URL"], include=["shop.tasks"])
app.conf.task_ignore_result = True
app.conf.task_routes = {"shop.tasks.summarize": {"queue": "bulk"}}
app.conf.beat_schedule = {
    # Twice as often as what it refreshes expires.
    "summarize": {"task": "shop.tasks.summarize", "schedule": settings.CACHE_TTL_AGGREGATE / 2},
}
# What producers must share with the workers.
app.conf.update(json.loads(os.environ.get("CELERY_SETTINGS", "{}")))


@signals.setup_logging.connect
def keep_logging(**_: object) -> None:
    """Celery configures no logging of its own while somebody listens to this signal."""
