import json
import logging.config
import os

from celery import Celery, signals

from shop.logs import LOGGING

# Before Celery starts, so that its warnings are lines of the log as well.
logging.config.dictConfig(LOGGING)
logging.captureWarnings(True)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")

app = Celery("shop")
app.config_from_object("django.conf:settings", namespace="CELERY")
# What producers must share with the workers.
app.conf.update(json.loads(os.environ.get("CELERY_SETTINGS", "{}")))
app.autodiscover_tasks()


@signals.setup_logging.connect
def keep_logging(**_: object) -> None:
    """Celery configures no logging of its own while somebody listens to this signal."""
