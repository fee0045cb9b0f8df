"""Addresses of the public site and of what joins rooms. Codes of four characters stand at the root."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from jalon.base.codes import ALPHABET
from jalon.portal import easy
from jalon.portal.views import calendar, code, figures, site, vacancy

app_name = "portal"


class CodeConverter:
    """Four characters of the alphabet of short codes, as typed."""

    regex = f"[{ALPHABET}{ALPHABET.lower()}]{{4}}"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value


register_converter(CodeConverter, "code")

# What an inhabitant meets, twice: as it is, and easy to read.
inhabitant: list[URLPattern] = [
    path("", site.home, name="home"),
    path("code/", code.typed, name="typed_code"),
    path("offres/", vacancy.listing, name="vacancies"),
    path("offres/<int:vacancy_id>/", vacancy.page, name="vacancy"),
    path("merci/<str:token>/", vacancy.thanks, name="thanks"),
    path("<code:code>", code.page, name="code"),
    path("<code:code>/", code.page),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("facile/", include((inhabitant, easy.SPACE))),
    path("debut/", site.start, name="start"),
    path("chercher/", site.search, name="search"),
    path("secteurs/", site.sectors, name="sectors"),
    path("qui-fait-quoi/", site.who, name="who"),
    path("a-propos/<slug:name>/", site.text, name="page"),
    path("agenda.ics/<slug:secret>", calendar.feed, name="calendar_feed"),
    path("chiffres/", figures.page, name="figures"),
    path("chiffres.csv", figures.as_csv, name="figures_csv"),
    *inhabitant,
]
