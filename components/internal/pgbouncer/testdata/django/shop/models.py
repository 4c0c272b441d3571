from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Product(models.Model):
    name = models.TextField()

    class Meta:
        indexes = [GinIndex(fields=["name"], name="product_name", opclasses=["gin_trgm_ops"])]
