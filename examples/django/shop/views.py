import json
import logging

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shop import tasks, uploads
from shop.models import Order, Product

log = logging.getLogger(__name__)

# The views take JSON and no cookie, so they need no token against forged requests. The admin site has one.


@csrf_exempt
@require_http_methods(["GET", "POST"])
def products(request: HttpRequest) -> HttpResponse:
    return create_product(request) if request.method == "POST" else search(request)


def search(request: HttpRequest) -> HttpResponse:
    """By any part of the name, which the trigram index finds. Reads from a replica."""
    found = Product.objects.filter(name__icontains=request.GET.get("q", "")).order_by("id")[:50]
    return JsonResponse({"products": [{"id": product.id, "name": product.name} for product in found]})


def create_product(request: HttpRequest) -> HttpResponse:
    body = json.loads(request.body)
    product = Product.objects.create(name=body["name"], photo=body.get("photo", ""))
    log.info("product created", extra={"product": product.id})
    return JsonResponse({"id": product.id}, status=201)


@require_GET
def product(request: HttpRequest, product_id: int) -> HttpResponse:
    key = f"product:{product_id}"
    found = cache.get(key)
    if found is None:
        row = get_object_or_404(Product, pk=product_id)
        found = {"id": row.id, "name": row.name, "photo": row.photo.name}
        cache.set(key, found)  # for CACHE_TTL_PUBLIC
    return JsonResponse(found)


@require_GET
def photo(request: HttpRequest, product_id: int) -> HttpResponse:
    row = get_object_or_404(Product.objects.exclude(photo=""), pk=product_id)
    return JsonResponse({"url": row.photo.url})


@csrf_exempt
@require_POST
def create_upload(request: HttpRequest) -> HttpResponse:
    return JsonResponse(uploads.upload_form(json.loads(request.body)["type"]), status=201)


@csrf_exempt
@require_POST
def create_order(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        order = Order.objects.create(product_id=json.loads(request.body)["product"])
        transaction.on_commit(lambda: tasks.confirm.delay(order.id))
    return JsonResponse({"id": order.id, "state": order.state}, status=202)


@require_GET
def order(request: HttpRequest, order_id: int) -> HttpResponse:
    row = get_object_or_404(Order, pk=order_id)
    return JsonResponse({"id": row.id, "state": row.state})


@require_GET
def summary(request: HttpRequest) -> HttpResponse:
    """What the task summarize has left in the cache."""
    return JsonResponse(cache.get("summary") or {}, status=200)
