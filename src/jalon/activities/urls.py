"""Addresses of this room."""

from django.urls import URLPattern, path

from jalon.activities import api
from jalon.activities.views import calendars, catalogue, digital, door, session, session_move, session_write, sheet

app_name = "activities"
urlpatterns: list[URLPattern] = [
    path("activites/", catalogue.catalogue, name="catalogue"),
    path("activites/ecrire/", catalogue.new, name="activity_new"),
    path("activites/<int:activity_id>/", catalogue.activity, name="activity"),
    path("activites/<int:activity_id>/modifier/", catalogue.change, name="activity_change"),
    path("activites/<int:activity_id>/publier/", catalogue.act, {"verb": "publish"}, name="activity_publish"),
    path("activites/<int:activity_id>/retirer/", catalogue.act, {"verb": "retire"}, name="activity_retire"),
    path("", session.sessions, name="sessions"),
    path("nouvelle/", session_write.new, name="session_new"),
    path("agendas/", calendars.calendars, name="calendars"),
    path("<int:session_id>/", session.session, name="session"),
    path("<int:session_id>/modifier/", session_write.change, name="session_change"),
    path("<int:session_id>/deplacer/", session_move.move, name="session_move"),
    path("<int:session_id>/annuler/", session_move.cancel, name="session_cancel"),
    path("<int:session_id>/ouvrir/", session.act, {"verb": "open"}, name="session_open"),
    path("<int:session_id>/ouvrir-la-serie/", session.open_series, name="series_open"),
    path("<int:session_id>/terminer/", session.act, {"verb": "finish"}, name="session_finish"),
    path("feuilles/", sheet.listing, name="sheets"),
    path("<int:session_id>/porte/", door.door, name="door"),
    path("<int:session_id>/porte.json", api.door, name="door_data"),
    path("<int:session_id>/porte/place.json", api.chair, name="door_chair"),
    path("<int:session_id>/emargement.pdf", sheet.pdf, name="sheet"),
    path("<int:session_id>/feuille/", sheet.show, name="sheet_page"),
    path("<int:session_id>/feuille/papier/", sheet.paper, name="sheet_paper"),
    path("<int:session_id>/feuille/fermer/", sheet.close, name="sheet_close"),
    path("<int:session_id>/feuille/rouvrir/", sheet.reopen, name="sheet_reopen"),
    path("<int:session_id>/feuille/choisir/<int:attendance_id>/", sheet.settle, name="sheet_settle"),
    path("<int:session_id>/feuille/place/<int:arrival_id>/", sheet.chair, name="sheet_chair"),
    path("numerique/<int:person_id>/", digital.check, name="digital"),
    path("numerique/<int:person_id>/<int:check_id>/", digital.result, name="digital_result"),
    path("numerique/<int:person_id>/<int:check_id>/inscrire/", digital.book, name="digital_book"),
    path("numerique/<int:person_id>/<int:check_id>.pdf", digital.pdf, name="digital_pdf"),
]
