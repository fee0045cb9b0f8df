"""Addresses of one's own account."""

from django.urls import URLPattern, path

from jalon.accounts import views

app_name = "accounts"
urlpatterns: list[URLPattern] = [
    path("", views.me, name="me"),
    path("papier", views.slip, name="slip"),
    path("mot-de-passe", views.password, name="password"),
]
