# The requests of the tests, beside those of examples/django: gunicorn --threads=… django_probe:application
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")

from django.conf import settings

settings.ROOT_URLCONF = "django_probe"

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from django.core.cache import cache
from django.db import connections, transaction
from django.http import JsonResponse
from django.urls import path
from shop import urls
from shop.celery import app as celery
from shop.models import Product


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
    Product.objects.create(name=request.GET["name"])
    return JsonResponse({})


def notes(request):
    rows = Product.objects.order_by("id").iterator(chunk_size=2)
    return JsonResponse({"notes": [row.name for row in rows]})


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


urlpatterns = urls.urlpatterns + [
    path(name, failed(view))
    for name, view in [
        ("where", where), ("sum", add), ("sleep", sleep), ("write", write), ("notes", notes), ("cache", cached),
        ("send", send),
    ]
]
