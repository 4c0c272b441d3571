# An application of Django: gunicorn --threads=… django_app:application
import json
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "django_settings")

import django

django.setup()

from celery import Celery
from django.core.cache import cache
from django.core.wsgi import get_wsgi_application
from django.db import connections, models, transaction
from django.http import HttpResponse, JsonResponse
from django.urls import path

celery = Celery()
celery.config_from_object("django.conf:settings", namespace="CELERY")
celery.conf.update(json.loads(os.environ.get("CELERY_SETTINGS", "{}")))


class Router:
    def db_for_read(self, model, **hints):
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"


def health(get_response):
    # The load balancer asks by a task's address, which is no allowed host.
    return lambda request: HttpResponse() if request.path == "/healthz" else get_response(request)


class Note(models.Model):
    name = models.TextField()

    class Meta:
        app_label = "shop"
        db_table = "notes"


def query(alias, sql, *values):
    with connections[alias].cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


def where(request):
    address = "SELECT host(inet_server_addr()) FROM pg_sleep(0.02)"
    return JsonResponse(
        {"scheme": request.scheme, "writer": query("default", address), "reader": query("replica", address)}
    )


def add(request):
    a, b = int(request.GET["a"]), int(request.GET["b"])
    return JsonResponse({"sum": query("default", "SELECT %s::int + %s FROM pg_sleep(0.002)", a, b)})


def sleep(request):
    with transaction.atomic():
        query("default", "SELECT pg_sleep(%s)", float(request.GET["seconds"]))
    return JsonResponse({})


def write(request):
    Note.objects.create(name=request.GET["name"])
    return JsonResponse({})


def notes(request):
    return JsonResponse({"notes": [note.name for note in Note.objects.order_by("id").iterator(chunk_size=2)]})


def cached(request):
    name = request.GET["name"]
    keys = [f"{name}:{i}" for i in range(20)]
    cache.set_many({key: key for key in keys})
    cache.add(f"{name}:count", 0)
    count = [cache.incr(f"{name}:count") for _ in range(3)][-1]
    return JsonResponse({"found": list(cache.get_many(keys).values()), "count": count, "ttl": cache.ttl(keys[0])})


def send(request):
    celery.send_task(request.GET["name"])
    return JsonResponse({"options": celery.conf.broker_transport_options})


def failed(view):
    def wrapped(request):
        try:
            return view(request)
        except Exception as error:
            return JsonResponse({"error": repr(error)}, status=500)

    return wrapped


urlpatterns = [
    path(name, failed(view))
    for name, view in [
        ("where", where), ("sum", add), ("sleep", sleep), ("write", write), ("notes", notes), ("cache", cached),
        ("send", send),
    ]
]
application = get_wsgi_application()
