"""A backend with Django, in one file: the settings of Django, and the application of Celery."""
import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "django_shop")
SECRET_KEY = "no secret"
INSTALLED_APPS = ["django_celery_beat"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["JOURNAL"] + ".db"}}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
USE_TZ = True

app = Celery("django_shop")
app.config_from_object("django.conf:settings", namespace="CELERY")
