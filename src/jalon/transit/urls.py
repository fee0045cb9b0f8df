"""Addresses of screens and of the operator's desk."""

from django.urls import URLPattern, path

from jalon.transit import api, views

app_name = "transit"
urlpatterns: list[URLPattern] = [
    path("ecran", views.screen_page, name="screen"),
    path("ecran/api/appairage", api.ask_pairing, name="ask-pairing"),
    path("ecran/api/appairage/etat", api.poll_pairing, name="poll-pairing"),
    path("ecran/api/boucle", api.bundle, name="bundle"),
    path("ecran/api/etat", api.hear_state, name="state"),
    path("ecran/api/diffusions", api.receive, name="plays"),
]
