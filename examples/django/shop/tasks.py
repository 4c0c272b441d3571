"""Tasks. Delivery is at least once, so each of them may run twice."""
import logging

from celery import shared_task
from django.conf import settings
from django.core.cache import cache

from shop.models import Order

log = logging.getLogger(__name__)


@shared_task
def confirm(order_id: int) -> None:
    changed = Order.objects.filter(pk=order_id, state=Order.State.NEW).update(state=Order.State.CONFIRMED)
    log.info("order confirmed" if changed else "order was confirmed before", extra={"order": order_id})


@shared_task
def summarize() -> None:
    summary = {"orders": Order.objects.count()}
    cache.set("summary", summary, settings.AGGREGATE_SECONDS)
    log.info("summarized", extra=summary)
