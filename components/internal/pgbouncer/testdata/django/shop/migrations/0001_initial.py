from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently, TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # an index cannot be built concurrently in a transaction
    initial = True
    operations = [
        migrations.RunSQL("SELECT pg_sleep(2)"),
        TrigramExtension(),
        migrations.CreateModel("Product", [
            ("id", models.BigAutoField(primary_key=True, serialize=False, auto_created=True, verbose_name="ID")),
            ("name", models.TextField()),
        ]),
        AddIndexConcurrently("Product", GinIndex(fields=["name"], name="product_name", opclasses=["gin_trgm_ops"])),
    ]
