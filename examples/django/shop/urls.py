from django.contrib import admin
from django.urls import path

from shop import views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("products", views.products),
    path("products/<int:product_id>", views.product),
    path("products/<int:product_id>/photo", views.photo),
    path("uploads", views.create_upload),
    path("orders", views.create_order),
    path("orders/<int:order_id>", views.order),
    path("summary", views.summary),
]
