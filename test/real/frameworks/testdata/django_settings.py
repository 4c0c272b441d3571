# The settings of docs/application.md in Django.
import os

import dj_database_url


def database(url):
    return {
        **dj_database_url.parse(url, conn_max_age=60),
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }


DATABASES = {
    "default": database(os.environ["DATABASE_URL"]),
    "replica": database(os.environ["DATABASE_READ_URL"]),
}
DATABASE_ROUTERS = ["django_app.Router"]

CACHES = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": os.environ["CACHE_URL"],
        "TIMEOUT": int(os.environ["CACHE_TTL_PUBLIC"]),
        "OPTIONS": {"CONNECTION_FACTORY": "django_cluster.Factory"},
    }
}

CELERY_BROKER_URL = os.environ["BROKER_URL"]

MIDDLEWARE = ["django_app.health", "django.middleware.common.CommonMiddleware"]
ALLOWED_HOSTS = [os.environ["CDN_DOMAIN"]]

ROOT_URLCONF = "django_app"
SECRET_KEY = "of the test"
