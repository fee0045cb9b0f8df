"""Addresses of the games: at the table, and at the facilitator's desk."""

from django.urls import URLPattern, path, re_path

from jalon.games.views import desk, table

app_name = "games"
urlpatterns: list[URLPattern] = [
    path("", desk.listing, name="list"),
    path("<slug:game>/ouvrir/", desk.open_play, name="open"),
    path("<slug:game>/<slug:name>.pdf", desk.document, name="document"),
    path("parties/<int:play_id>/", desk.play, name="play"),
    path("parties/<int:play_id>/grille/", desk.observe, name="observe"),
    path("parties/<int:play_id>/places/<int:player_id>/parcours/", desk.keep, name="keep"),
    path("parties/<int:play_id>/places/<int:player_id>/liberer/", desk.leave, name="leave"),
    path("parties/<int:play_id>/<slug:what>/", desk.lead, name="lead"),
    path("rejoindre/<slug:code>/", table.join, name="join"),
    path("table/<slug:secret>/", table.table, name="table"),
    re_path(r"^table/(?P<secret>[A-Z0-9]+)/(?P<kind>reponse|indice|avis)/$", table.move, name="move"),
]
