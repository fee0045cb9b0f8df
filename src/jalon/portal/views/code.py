"""From a code seen on a screen to the page of its vacancy."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from jalon.base.actions.short_link import count_scan
from jalon.base.queries import short_link
from jalon.portal import easy
from jalon.portal.queries import vacancy_page
from jalon.portal.views import vacancy as vacancy_views


def typed(request: HttpRequest) -> HttpResponse:
    """Where a code typed on the front page leads; an unknown one comes back with the field."""
    text = request.GET.get("code", "")
    link = short_link.resolve(text)
    if link is None:
        return easy.show(request, "portal/unknown_code.html", {"typed": text[:20]}, status=404)
    return easy.go(request, "code", link.code)


@csrf_exempt
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The vacancy of a code, with the line and the stop where it was seen; no account and no cookie.

    The form is exempt from the cookie-bound token because the page sets no cookie; `same_site` refuses what
    comes from another site.
    """
    link = short_link.resolve(code)
    if link is None:
        return easy.show(request, "portal/unknown_code.html", {"typed": code}, status=404)
    if link.kind != "vacancy":
        raise Http404(link.kind)
    if request.method == "GET":
        count_scan(link=link)
    found = vacancy_page.for_link(link)
    if found is None:
        return easy.show(request, "portal/closed_code.html", vacancy_page.after_closing(link), status=410)
    return vacancy_views.answer(request, found)
