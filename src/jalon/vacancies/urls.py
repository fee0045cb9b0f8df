"""Addresses of this room, below /gestion/offres/."""

from django.urls import URLPattern, path

from jalon.vacancies import api
from jalon.vacancies.views import desk, imports, write

app_name = "vacancies"
urlpatterns: list[URLPattern] = [
    path("", desk.index, name="index"),
    path("ecrire/", write.new, name="new"),
    path("export.csv", api.export_csv, name="export"),
    path("flux/offres.json", api.feed_json, name="feed_json"),
    path("flux/offres.atom", api.feed_atom, name="feed_atom"),
    path("imports/", imports.index, name="imports"),
    path("imports/<int:run_id>/", imports.detail, name="import"),
    path("imports/<int:run_id>/colonnes/", imports.columns, name="columns"),
    path("imports/<int:run_id>/refus", imports.rejected, name="rejected"),
    path("<int:vacancy_id>/", desk.detail, name="detail"),
    path("<int:vacancy_id>/modifier/", write.edit, name="edit"),
    path("<int:vacancy_id>/publier/", desk.act, {"verb": "publish"}, name="publish"),
    path("<int:vacancy_id>/pause/", desk.act, {"verb": "pause"}, name="pause"),
    path("<int:vacancy_id>/reprendre/", desk.act, {"verb": "resume"}, name="resume"),
    path("<int:vacancy_id>/place/", desk.act, {"verb": "add_seat"}, name="add_seat"),
    path("<int:vacancy_id>/lire/", desk.act, {"verb": "review"}, name="review"),
    path("<int:vacancy_id>/fermer/", desk.close, name="close"),
    path("<int:vacancy_id>/retirer/", desk.moderate, name="moderate"),
    path("<int:vacancy_id>/copier/", desk.duplicate, name="duplicate"),
]
