"""Addresses of the whole house. Short codes come last: four characters at the root."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("moi/", include("jalon.accounts.urls")),
    path("compte/", include("jalon.accounts.sign_in_urls")),
    path("", include("jalon.transit.urls")),
    path("reseau/", include("jalon.network.urls")),
    path("referentiel/", include("jalon.reference.urls")),
    path("organisations/", include("jalon.directory.urls")),
    path("personnes/", include("jalon.people.urls")),
    path("parcours/", include("jalon.casework.urls")),
    path("seances/", include("jalon.activities.urls")),
    path("tournees/", include("jalon.outreach.urls")),
    path("jeux/", include("jalon.games.urls")),
    path("bilans/", include("jalon.reports.urls")),
    path("bureau/", include("jalon.portal.desk_urls")),
    path("", include("jalon.introductions.urls")),
    path("suivi/", include("jalon.portal.own_urls")),
    path("gestion/offres/", include("jalon.vacancies.urls")),
    *i18n_patterns(path("agenda/", include("jalon.activities.public_urls")), prefix_default_language=False),
    *i18n_patterns(path("tournee/", include("jalon.outreach.public_urls")), prefix_default_language=False),
    *i18n_patterns(path("", include("jalon.portal.urls")), prefix_default_language=False),
]

handler404 = "jalon.portal.views.errors.not_found"
handler500 = "jalon.portal.views.errors.server_error"
