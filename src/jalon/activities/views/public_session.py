"""The public calendar: no account, no cookie, plain words."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jalon.activities.choices import SessionState
from jalon.activities.forms.public_session import PublicFilterForm
from jalon.activities.models import Session
from jalon.activities.queries import public_session as queries
from jalon.activities.queries.booking import free_seats
from jalon.activities.queries.calendar import entries
from jalon.activities.queries.travel import place_of, said_trip, trip_from_stop
from jalon.activities.rules.session import said_place
from jalon.base.actions.short_link import count_scan
from jalon.base.calendar import CONTENT_TYPE, to_ics
from jalon.base.queries.short_link import resolve


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """What one can come to, soonest first."""
    form = PublicFilterForm(request.GET, communes=queries.communes(), stops=queries.stops())
    page, lines = queries.page_of(queries.listed(form.wanted()), request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    asked = any(request.GET.get(name) for name in form.fields)
    context = {"form": form, "page": page, "lines": lines, "asked": asked, "query": query.urlencode()}
    return render(request, "activities/public/calendar.html", context)


def _found(session_id: int) -> Session:
    session = queries.find_public(session_id)
    if session is None:
        raise Http404("session")
    return session


@require_safe
def session(request: HttpRequest, session_id: int) -> HttpResponse:
    """One session: what, when, where, and how to come; one that is over or cancelled says so."""
    row = _found(session_id)
    coming = row.state == SessionState.OPEN and row.starts_at > timezone.now()
    stop = request.GET.get("stop", "")
    context = {
        "stop": stop,
        "stops": queries.stops() if coming and place_of(row) else [],
        "trip": said_trip(trip_from_stop(stop, row)) if stop and coming else "",
        "session": row,
        "place": said_place(row),
        "free": free_seats(row),
        "coming": coming,
        "others": queries.next_of(row),
    }
    return render(request, "activities/public/session.html", context, status=200 if coming else 410)


@require_safe
def download(request: HttpRequest, session_id: int) -> HttpResponse:
    """The session as a file for one's own calendar."""
    row = _found(session_id)
    response = HttpResponse(to_ics(entries(row, title=str(row)), str(row)), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="seance-{row.pk}.ics"'
    return response


@require_safe
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """From a code on a poster to its session."""
    link = resolve(code)
    if link is None or link.kind != "session":
        raise Http404("code")
    count_scan(link=link)
    return redirect("agenda:session", link.target_id)
