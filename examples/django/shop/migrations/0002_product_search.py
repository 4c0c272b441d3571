from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently, TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    """Both need DATABASE_ADMIN_URL: an index is built for longer than the 30 s that a statement may take elsewhere."""

    atomic = False  # CREATE INDEX CONCURRENTLY cannot run in a transaction
    dependencies = [("shop", "0001_initial")]
    operations = [
        TrigramExtension(),
        # CONCURRENTLY waits for older transactions, for longer than the admin login's lock_timeout of 5 s.
        migrations.RunSQL("SET lock_timeout = '10min'", migrations.RunSQL.noop),
        # One that failed half-way leaves an index behind that is not valid.
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS product_name_trigrams", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "product",
            GinIndex(name="product_name_trigrams", fields=["name"], opclasses=["gin_trgm_ops"]),
        ),
        migrations.RunSQL("RESET lock_timeout", migrations.RunSQL.noop),
    ]
