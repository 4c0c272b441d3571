from django.db.models import Model

# Only what may be read a moment late. Orders, sessions and beat's schedule stay on the primary.
REPLICA = {"shop.product"}


class Router:
    def db_for_read(self, model: type[Model], **_: object) -> str:
        return "replica" if model._meta.label_lower in REPLICA else "default"

    def db_for_write(self, model: type[Model], **_: object) -> str:
        return "default"

    def allow_relation(self, *_: object, **__: object) -> bool:
        return True  # both are one database
