from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Product(models.Model):
    name = models.CharField(max_length=200)
    photo = models.FileField(upload_to="products/", blank=True)

    class Meta:
        indexes = [GinIndex(name="product_name_trigrams", fields=["name"], opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.name


class Order(models.Model):
    class State(models.TextChoices):
        NEW = "new"
        CONFIRMED = "confirmed"

    product = models.ForeignKey(Product, on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    created = models.DateTimeField(auto_now_add=True)
