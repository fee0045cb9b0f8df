"""Addresses of the rounds' desk and of the counter at the stop."""

from django.urls import URLPattern, path

from jalon.outreach import api
from jalon.outreach.views import circuit, contact, counter, figures, halt, relay, stand

app_name = "outreach"
urlpatterns: list[URLPattern] = [
    path("", circuit.index, name="index"),
    path("nouvelle/", circuit.new, name="circuit_new"),
    path("<int:circuit_id>/", circuit.show, name="circuit"),
    path("<int:circuit_id>/modifier/", circuit.change, name="circuit_change"),
    path("<int:circuit_id>/terminer/", circuit.retire, name="circuit_retire"),
    path("<int:circuit_id>/prevoir/", circuit.plan, name="plan"),
    path("<int:circuit_id>/affiche-a4.pdf", circuit.poster, {"size": "a4"}, name="poster_a4"),
    path("<int:circuit_id>/affiche-a3.pdf", circuit.poster, {"size": "a3"}, name="poster_a3"),
    path("<int:circuit_id>/arrets/nouveau/", halt.new, name="halt_new"),
    path("arrets/<int:halt_id>/", halt.change, name="halt"),
    path("arrets/<int:halt_id>/retirer/", halt.retire, name="halt_retire"),
    path("sorties/<int:outing_id>/", stand.outing, name="outing"),
    path("sorties/<int:outing_id>/equipage/", stand.crew, name="crew"),
    path("sorties/<int:outing_id>/retour/", stand.report, name="report"),
    path("passages/<int:stand_id>/", stand.show, name="stand"),
    path("passages/<int:stand_id>/deplacer/", stand.move, name="move"),
    path("passages/<int:stand_id>/annuler/", stand.cancel, name="cancel"),
    path("comptoir/", counter.counter, name="counter"),
    path("api/releve", api.receive, name="receive"),
    path("contacts/", contact.listing, name="contacts"),
    path("contacts/<int:contact_id>/", contact.show, name="contact"),
    path("contacts/<int:contact_id>/appel/", contact.call, name="call"),
    path("contacts/<int:contact_id>/offres/<int:vacancy_id>/", contact.interest, name="interest"),
    path("contacts/<int:contact_id>/seances/<int:session_id>/", contact.book, name="book"),
    path("contacts/<int:contact_id>/papier/", contact.slip, name="slip"),
    path("relais/", relay.listing, name="relays"),
    path("relais/nouveau/", relay.new, name="relay_new"),
    path("relais/<int:relay_id>/", relay.change, name="relay"),
    path("relais/<int:relay_id>/retirer/", relay.retire, name="relay_retire"),
    path("relais/<int:relay_id>/affiche.pdf", relay.poster, name="relay_poster"),
    path("quartiers/", figures.districts, name="districts"),
    path("resultats/", figures.show, name="figures"),
    path("resultats.csv", figures.download, name="figures_csv"),
]
