"""From a code seen on a screen, a poster or a slip to the page behind it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt

from jalon.base.actions.short_link import count_scan
from jalon.base.codes import clean_code, is_code
from jalon.base.models import ShortLink
from jalon.base.queries import short_link
from jalon.base.registry import registry
from jalon.people.actions.key import SLIP_LENGTH
from jalon.portal import easy
from jalon.portal.queries import vacancy_page
from jalon.portal.views import vacancy as vacancy_views


def typed(request: HttpRequest) -> HttpResponse:
    """Where a code typed on the front page leads; an unknown one comes back with the field."""
    text = request.GET.get("code", "")
    if is_slip(text):
        return redirect(registry.link_target("own", clean_code(text)))
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
        return _elsewhere(link)
    if request.method == "GET":
        count_scan(link=link)
    found = vacancy_page.for_link(link)
    if found is None:
        return easy.show(request, "portal/closed_code.html", vacancy_page.after_closing(link), status=410)
    return vacancy_views.answer(request, found)


def is_slip(text: str) -> bool:
    """Whether somebody typed the long code of their own slip where a short one was asked."""
    return is_code(clean_code(text), SLIP_LENGTH)


def _elsewhere(link: ShortLink) -> HttpResponse:
    """Where the room that gave this code says that it leads; that page counts the visit."""
    if link.kind not in registry.link_targets:
        raise Http404(link.kind)
    return redirect(registry.link_target(link.kind, link.code))
