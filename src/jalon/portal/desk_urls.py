"""Addresses of the adviser's desk: one language, whatever the public pages speak."""

from django.urls import URLPattern, path

from jalon.portal.views import desk

app_name = "desk"
urlpatterns: list[URLPattern] = [
    path("", desk.desk, name="desk"),
    path("journee/", desk.day, name="day"),
    path("personnes/", desk.people, name="people"),
    path("semaine/", desk.week, name="week"),
]
