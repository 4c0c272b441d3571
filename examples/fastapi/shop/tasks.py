"""Tasks. Delivery is at least once, so each of them may run twice."""
import json
import logging
from functools import cache

from redis.cluster import RedisCluster
from sqlalchemy import func, select, update

from shop import settings
from shop.celery import app
from shop.database import tasks_engine
from shop.models import CONFIRMED, NEW, Order

log = logging.getLogger(__name__)


@cache
def shared_cache() -> RedisCluster:
    return RedisCluster.from_url(settings.CACHE_URL)


@app.task
def confirm(order_id: int) -> None:
    change = update(Order).where(Order.id == order_id, Order.state == NEW).values(state=CONFIRMED)
    with tasks_engine().begin() as connection:
        changed = connection.execute(change).rowcount
    log.info("order confirmed" if changed else "order was confirmed before", extra={"order": order_id})


@app.task
def summarize() -> None:
    with tasks_engine().connect() as connection:
        summary = {"orders": connection.scalar(select(func.count()).select_from(Order))}
    shared_cache().set("summary", json.dumps(summary), ex=settings.CACHE_TTL_AGGREGATE)
    log.info("summarized", extra=summary)
