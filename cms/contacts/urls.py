"""Addresses of contacts, below the admin."""

from django.urls import path

from .views import CheckedView, ProseView

app_name = "contacts"
urlpatterns = [
    path("<int:pk>/checked/", CheckedView.as_view(), name="checked"),
    path("in-texts/", ProseView.as_view(), name="prose"),
]
