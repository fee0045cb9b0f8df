"""Addresses of the public pages: where the bus is, its calendar, a relay's code."""

from django.urls import URLPattern, path

from jalon.outreach.views import public

app_name = "rounds"
urlpatterns: list[URLPattern] = [
    path("", public.week, name="week"),
    path("<int:circuit_id>.ics", public.calendar, name="calendar"),
    path("relais/<slug:code>/", public.relay, name="relay"),
    path("merci/<str:token>/", public.thanks, name="thanks"),
]
