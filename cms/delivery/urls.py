"""Addresses for whatever watches the site."""

from django.urls import path

from .health import alive, ready

urlpatterns = [
    path("healthz", alive, name="healthz"),
    path("readyz", ready, name="readyz"),
]
