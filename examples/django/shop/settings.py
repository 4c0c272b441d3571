"""The settings of docs/application.md in Django."""
import os
from pathlib import Path

import dj_database_url

from shop.logs import LOGGING  # noqa: F401  Django reads it here

BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = os.environ["SECRET_KEY"]
DEBUG = False
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "shop.urls"
WSGI_APPLICATION = "shop.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_celery_beat",
    "shop",
]
MIDDLEWARE = [
    "shop.health.health",  # first: the load balancer asks by a task's address, which is no allowed host
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# HTTPS ends before this process. CloudFront says so in a header that no client can set.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_SCHEME", "https")
DOMAIN = os.environ.get("DOMAIN", "")  # of tenfold:variables; the value of tenfold:domain, if there is one
ALLOWED_HOSTS = [host for host in [DOMAIN, os.environ["CDN_DOMAIN"]] if host]
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = True


def database(url: str) -> dict[str, object]:
    return {
        **dj_database_url.parse(url, conn_max_age=60),
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }


# Only the release command and jobs have DATABASE_ADMIN_URL. They work on the primary alone: a migration must not read
# from a replica what it has just written.
ADMIN_URL = os.environ.get("DATABASE_ADMIN_URL", "")
DATABASES = {
    "default": database(ADMIN_URL or os.environ["DATABASE_URL"]),
    "replica": database(os.environ["DATABASE_READ_URL"]),
}
DATABASE_ROUTERS = [] if ADMIN_URL else ["shop.router.Router"]

CACHES = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": os.environ["CACHE_URL"],
        "TIMEOUT": int(os.environ["CACHE_TTL_PUBLIC"]),
        "OPTIONS": {"CONNECTION_FACTORY": "shop.cluster.Factory"},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cache"
SESSION_COOKIE_AGE = int(os.environ["CACHE_TTL_SESSION"])
PROFILE_SECONDS = int(os.environ["CACHE_TTL_PROFILE"])
AGGREGATE_SECONDS = int(os.environ["CACHE_TTL_AGGREGATE"])

# Uploads are in a bucket with a KMS key, which takes signature version 4 only, at the bucket's own regional host.
STORAGES = {
    "default": {"BACKEND": "storages.backends.s3.S3Storage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
AWS_STORAGE_BUCKET_NAME = os.environ["UPLOADS_BUCKET"]
AWS_S3_REGION_NAME = os.environ["AWS_REGION"]
AWS_S3_SIGNATURE_VERSION = "s3v4"
AWS_S3_ADDRESSING_STYLE = "virtual"
AWS_S3_FILE_OVERWRITE = False
AWS_QUERYSTRING_EXPIRE = 300  # seconds

# CloudFront serves static files from STATIC_BUCKET; see README.
STATIC_URL = "/static/"
STATIC_ROOT = os.environ.get("STATIC_ROOT", "/tmp/static")

CELERY_BROKER_URL = os.environ["BROKER_URL"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ROUTES = {"shop.tasks.summarize": {"queue": "bulk"}}
CELERY_BEAT_SCHEDULE = {
    # Twice as often as what it refreshes expires.
    "summarize": {"task": "shop.tasks.summarize", "schedule": AGGREGATE_SECONDS / 2},
}
