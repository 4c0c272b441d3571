"""A project whose migration needs DATABASE_ADMIN_URL."""
import os

import dj_database_url

SECRET_KEY = "not secret"
INSTALLED_APPS = ["django.contrib.postgres", "shop"]
DATABASES = {"default": dj_database_url.parse(os.environ["DATABASE_URL"])}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
