import logging
from datetime import timedelta

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from shop.models import Order

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Deletes orders that nothing has confirmed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=30)

    def handle(self, *args: object, days: int, **options: object) -> None:
        before = timezone.now() - timedelta(days=days)
        deleted, _ = Order.objects.filter(state=Order.State.NEW, created__lt=before).delete()
        log.info("purged", extra={"orders": deleted})
