"""Which language a page speaks."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from jalon.accounts.adapter import remember_language

# Pages that are translated and have one address. Professionals choose the language there once and keep it;
# who types the code of a slip chooses it for that page: the own page speaks the language the person gave.
KEPT = ("/compte/", "/moi/", "/organisations/inscription")
ASKED = ("/suivi/",)
PARAMETER = "langue"


class PageLanguage(LocaleMiddleware):
    """The address says the language (`/en/…`), but on pages where one chooses it. Desks are in French.

    An inhabitant's page never sets a cookie.
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if request.path_info.startswith(KEPT + ASKED):
            language = asked(request) or kept(request) or settings.LANGUAGE_CODE
            translation.activate(language)
            request.LANGUAGE_CODE = language

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path_info.startswith(KEPT) and (language := asked(request)):
            remember_language(response, language)
        answer: HttpResponseBase = super().process_response(request, response)
        return answer


def asked(request: HttpRequest) -> str:
    """The language that the address asks for, when the site speaks it."""
    return _known(request.GET.get(PARAMETER, ""))


def kept(request: HttpRequest) -> str:
    """The language that a professional chose in this browser."""
    if not request.path_info.startswith(KEPT):
        return ""
    return _known(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))


def _known(language: str) -> str:
    return language if language in dict(settings.LANGUAGES) else ""
