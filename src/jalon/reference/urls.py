"""Addresses of the vocabulary: suggestions for forms."""

from django.urls import URLPattern, path

from jalon.reference import views

app_name = "reference"
urlpatterns: list[URLPattern] = [
    path("metiers", views.titles, name="titles"),
    path("competences", views.skills, name="skills"),
    path("communes", views.communes, name="communes"),
    path("communes/autour", views.around, name="around"),
]
