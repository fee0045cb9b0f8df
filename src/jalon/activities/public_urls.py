"""Addresses of the public calendar and catalogue."""

from django.urls import URLPattern

app_name = "agenda"
urlpatterns: list[URLPattern] = []
