"""Addresses of people's files."""

from django.urls import URLPattern, path

from jalon.people import api, views

app_name = "people"
urlpatterns: list[URLPattern] = [
    path("", views.search, name="search"),
    path("<int:person_id>/", views.person, name="person"),
    path("<int:person_id>/modifier/", views.change, name="change"),
    path("<int:person_id>/joindre/", views.add_contact, name="add_contact"),
    path("<int:person_id>/partager/", views.share, name="share"),
    path("<int:person_id>/accord/<int:consent_id>/reprendre/", views.take_back, name="take_back"),
    path("<int:person_id>/reprendre-messages/<int:contact_id>/", views.resume, name="resume"),
    path("<int:person_id>/separer/<int:duplicate_id>/", views.separate, name="separate"),
    path("<int:person_id>/papier/", views.slip, name="slip"),
    path("<int:person_id>/dossier.json", views.export, name="export"),
    path("<int:person_id>/effacer/", views.erase, name="erase"),
    path("sms/<slug:provider>/<str:secret>/", api.incoming_sms, name="incoming_sms"),
]
