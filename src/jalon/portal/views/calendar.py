"""Calendars behind secret addresses: a telephone or an office looks again every hour."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.base.actions.calendar import note_read
from jalon.base.actions.throttle import allowed
from jalon.base.calendar import CONTENT_TYPE, to_ics
from jalon.base.queries.calendar import entries_of, find_feed
from jalon.base.visitor import visitor

# A calendar looks a few times an hour; a service that reads for many people shares one address.
READS, WRONG, WINDOW_S = 60, 30, 3600


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar of this secret; revoked or unknown, there is none. Never kept by what lies between."""
    who = visitor(request)
    if not allowed(action="calendar-wrong", who=who, limit=WRONG - 1, seconds=WINDOW_S, count=False):
        return HttpResponse(status=429, headers={"Retry-After": str(WINDOW_S)})
    found = find_feed(secret)
    if found is None:
        allowed(action="calendar-wrong", who=who, limit=WRONG, seconds=WINDOW_S)
        raise Http404("calendar")
    if not allowed(action="calendar", who=secret, limit=READS, seconds=WINDOW_S):
        return HttpResponse(status=429, headers={"Retry-After": "600"})
    note_read(feed=found)
    response = HttpResponse(
        to_ics(entries_of(found.kind, found.target_id), _name(found.kind)), content_type=CONTENT_TYPE
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _name(kind: str) -> str:
    names = {
        "person": _("Mes rendez-vous"),
        "adviser": _("Mes séances"),
        "site": _("Ce qui a lieu ici"),
        "partner": _("Nos séances"),
    }
    return names.get(kind, "Jalon")
