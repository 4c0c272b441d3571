"""Deletes orders that nothing has confirmed: python -m shop.purge [DAYS]"""
import logging
import sys
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete

from shop import logs
from shop.database import tasks_engine
from shop.models import NEW, Order

log = logging.getLogger("shop.purge")


def purge(days: int) -> int:
    before = datetime.now(UTC) - timedelta(days=days)
    with tasks_engine().begin() as connection:
        return connection.execute(delete(Order).where(Order.state == NEW, Order.created < before)).rowcount


if __name__ == "__main__":
    logs.configure()
    log.info("purged", extra={"orders": purge(int(sys.argv[1]) if len(sys.argv) > 1 else 30)})
