"""Addresses of the public calendar and catalogue."""

from django.urls import URLPattern, path

from jalon.activities import catalogue_api
from jalon.activities.views import public_booking, public_catalogue, public_session

app_name = "agenda"
urlpatterns: list[URLPattern] = [
    path("", public_session.calendar, name="calendar"),
    path("<int:session_id>/", public_session.session, name="session"),
    path("<int:session_id>/inscription/", public_booking.book, name="book"),
    path("<int:session_id>/seance.ics", public_session.download, name="session_ics"),
    path("code/<slug:code>/", public_session.by_code, name="code"),
    path("activites/", public_catalogue.activities, name="activities"),
    path("activites/<int:activity_id>/", public_catalogue.activity, name="activity"),
    path("data-inclusion.json", catalogue_api.data_inclusion, name="data_inclusion"),
]
