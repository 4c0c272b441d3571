"""Logs on standard output: one JSON object per line if LOG_FORMAT is json."""
import os

JSON = {
    "()": "pythonjsonlogger.json.JsonFormatter",
    "format": "{asctime}{levelname}{name}{message}",
    "style": "{",
    "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
}
TEXT = {"format": "{asctime} {levelname} {name} {message}", "style": "{"}
FORMATTER = JSON if os.environ.get("LOG_FORMAT") == "json" else TEXT

# The loggers of gunicorn and Celery get no handlers of their own, so that each line is written once.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": FORMATTER},
    "handlers": {"stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"}},
    "root": {"level": "INFO", "handlers": ["stdout"]},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "gunicorn.error": {"level": "INFO", "handlers": [], "propagate": True},
        "gunicorn.access": {"level": "INFO", "handlers": [], "propagate": True},
    },
}
