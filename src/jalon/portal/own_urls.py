"""Addresses of a person's own page: one for all languages, the page speaks the one the person gave."""

from django.urls import URLPattern, URLResolver, include, path

from jalon.portal.views import own, own_door, own_file

app_name = "own"
pages: list[URLPattern] = [
    path("", own.page, name="page"),
    path("arreter/", own.stop, name="stop"),
    path("revenir/", own.back, name="back"),
    path("seances/<int:booking_id>/", own.booking, name="booking"),
    path("calendrier/", own.calendar, name="calendar"),
    path("qui/", own.who, name="who"),
    path("qui/<int:organisation_id>/refuser/", own.refuse, name="refuse"),
    path("refus/<int:objection_id>/lever/", own.accept_again, name="accept_again"),
    path("accords/", own_file.consents, name="consents"),
    path("corriger/", own_file.correct, name="correct"),
    path("corriger/joindre/", own_file.add_reach, name="add_reach"),
    path("corriger/<int:contact_id>/oublier/", own_file.remove_reach, name="remove_reach"),
    path("effacer/", own.erase, name="erase"),
    path("garder/", own.keep, name="keep"),
    path("dossier.json", own_file.file_json, name="json"),
    path("dossier.pdf", own_file.file_pdf, name="pdf"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", own_door.enter, name="enter"),
    path("<slug:code>/", include(pages)),
]
