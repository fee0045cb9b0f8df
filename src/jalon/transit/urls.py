"""Addresses of screens and of the operator's desk."""

from django.urls import URLPattern, path

from jalon.transit import api
from jalon.transit.views import desk, proofs, screen, screens

app_name = "transit"
urlpatterns: list[URLPattern] = [
    path("ecran", screen.screen_page, name="screen"),
    path("ecran/api/appairage", api.ask_pairing, name="ask-pairing"),
    path("ecran/api/appairage/etat", api.poll_pairing, name="poll-pairing"),
    path("ecran/api/boucle", api.bundle, name="bundle"),
    path("ecran/api/etat", api.hear_state, name="state"),
    path("ecran/api/diffusions", api.receive, name="plays"),
    path("exploitation/", desk.index, name="index"),
    path("exploitation/<slug:key>/", desk.desk, name="desk"),
    path("exploitation/<slug:key>/maintenant", desk.now, name="now"),
    path("exploitation/<slug:key>/appairer/", desk.pair, name="pair"),
    path("exploitation/<slug:key>/offres/<int:vacancy_id>/", desk.ask_stop, name="ask-stop"),
    path("exploitation/<slug:key>/offres/<int:vacancy_id>/arreter", desk.stop_offer, name="stop-offer"),
    path("exploitation/<slug:key>/arrets/<int:stop_id>/lever", desk.lift_stop, name="lift-stop"),
    path("exploitation/<slug:key>/messages/", desk.message_list, name="messages"),
    path(
        "exploitation/<slug:key>/messages/<int:message_id>/retirer",
        desk.withdraw_message,
        name="withdraw-message",
    ),
    path("exploitation/<slug:key>/ecrans/<int:screen_id>/", screens.screen, name="screen-page"),
    path("exploitation/<slug:key>/ecrans/<int:screen_id>/commande", screens.command, name="command"),
    path("exploitation/<slug:key>/ecrans/<int:screen_id>/reglages", screens.settings, name="screen-settings"),
    path("exploitation/<slug:key>/ecrans/<int:screen_id>/message", screens.message, name="screen-message"),
    path("exploitation/<slug:key>/rejouer/", screens.replay, name="replay"),
    path("exploitation/<slug:key>/diffusions/", proofs.proofs, name="proofs"),
    path("exploitation/<slug:key>/diffusions.csv", proofs.proofs_csv, name="proofs-csv"),
    path("exploitation/<slug:key>/parts/", proofs.share_page, name="shares"),
    path("exploitation/<slug:key>/essai/", proofs.place, name="place"),
    path("exploitation/<slug:key>/essai/donnees", proofs.place_data, name="place-data"),
    path("exploitation/<slug:key>/essai/ecran/", proofs.place_screen, name="place-screen"),
]
