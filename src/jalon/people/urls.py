"""Addresses of people's files."""

from django.urls import URLPattern, path

from jalon.people import api
from jalon.people.views import duplicates, file, imports, search

app_name = "people"
urlpatterns: list[URLPattern] = [
    path("", search.search, name="search"),
    path("nouvelle/", search.new, name="new"),
    path("importer/", imports.index, name="imports"),
    path("importer/<int:run_id>/", imports.detail, name="import"),
    path("importer/<int:run_id>/colonnes/", imports.columns, name="import_columns"),
    path("importer/<int:run_id>/oublier/", imports.drop, name="import_drop"),
    path("importer/<int:run_id>/a-revoir.csv", imports.refused, name="import_refused"),
    path("doublons/", duplicates.listing, name="duplicates"),
    path("doublons/<int:one_id>/<int:other_id>/", duplicates.compare, name="compare"),
    path("<int:person_id>/", file.person, name="person"),
    path("<int:person_id>/modifier/", file.change, name="change"),
    path("<int:person_id>/joindre/", file.add_contact, name="add_contact"),
    path("<int:person_id>/ne-plus-joindre/<int:contact_id>/", file.remove_contact, name="remove_contact"),
    path("<int:person_id>/lieu/", file.place, name="place"),
    path("<int:person_id>/situation/", file.situations, name="situations"),
    path("<int:person_id>/partager/", file.share, name="share"),
    path("<int:person_id>/accord/", file.consent, name="consent"),
    path("<int:person_id>/accord/<int:consent_id>/reprendre/", file.take_back, name="take_back"),
    path("<int:person_id>/reprendre-messages/<int:contact_id>/", file.resume, name="resume"),
    path("<int:person_id>/separer/<int:duplicate_id>/", file.separate, name="separate"),
    path("<int:person_id>/papier/", file.slip, name="slip"),
    path("<int:person_id>/dossier.json", file.export, name="export"),
    path("<int:person_id>/effacer/", file.erase, name="erase"),
    path("sms/<slug:provider>/<str:secret>/", api.incoming_sms, name="incoming_sms"),
]
