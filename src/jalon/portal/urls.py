"""Addresses of the public site and of what joins rooms."""

from django.urls import URLPattern, path

from jalon.portal import views

app_name = "portal"
urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("chercher/", views.search, name="search"),
    path("a-propos/<slug:name>/", views.page, name="page"),
]
