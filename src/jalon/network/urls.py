"""Addresses of this room."""

from django.urls import URLPattern, path

from jalon.network import api, views

app_name = "network"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("api/positions", api.positions, name="positions"),
    path("nouveau/", views.open_network, name="new"),
    path("<slug:key>/", views.feeds, name="feeds"),
    path("<slug:key>/charger/", views.load, name="load"),
    path("<slug:key>/chargements/", views.loads, name="loads"),
    path("<slug:key>/jour/", views.day, name="day"),
    path("<slug:key>/horaires/<int:feed_id>/", views.feed, name="feed"),
    path("<slug:key>/positions/", views.sources, name="sources"),
    path("<slug:key>/positions/<int:source_id>/", views.source, name="source"),
    path("<slug:key>/positions/<int:source_id>/retirer/", views.remove_source, name="remove-source"),
    path("<slug:key>/vehicules/", views.vehicles, name="vehicles"),
    path("<slug:key>/vehicules/<int:vehicle_id>/jeton/", views.token, name="token"),
]
