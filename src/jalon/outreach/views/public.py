"""Public pages: where the bus is this week, its calendar, and what a relay's code opens."""

from datetime import date, datetime, timedelta

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.csrf import csrf_exempt

from jalon.base.actions.short_link import count_scan
from jalon.base.actions.throttle import allowed
from jalon.base.calendar import to_ics
from jalon.base.models import ShortLink
from jalon.base.visitor import same_site, visitor
from jalon.outreach import actions, queries
from jalon.outreach.choices import CircuitKind
from jalon.outreach.forms.public import NumberForm
from jalon.outreach.models import Relay

# A family or a waiting room may share one address; a machine sends far more.
_ANSWERS, _WINDOW_S = 30, 600
_THANKS = "relay-thanks"
_THANKS_AGE_S = 24 * 3600
# Weeks that one may leaf through, before and after this one.
_BACK, _AHEAD = 1, 12


def week(request: HttpRequest) -> HttpResponse:
    """By day: district, hours, what one finds there; a week before or some ahead with `?semaine=`.

    Without it one reads what is left of this week, or the next one when nothing is left.
    """
    this = queries.week_starting(timezone.localdate())
    monday = (
        _monday(request.GET.get("semaine", ""), this) if "semaine" in request.GET else queries.week_to_show()
    )
    kind = request.GET.get("quoi", "")
    kind = kind if kind in CircuitKind.values else ""
    context = {
        "days": queries.stands_this_week(monday, kind=kind, left="semaine" not in request.GET),
        "circuits": queries.public_circuits(),
        "kinds": CircuitKind.choices,
        "kind": kind,
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "is_this_week": monday == this,
        "today": timezone.localdate(),
        "now": timezone.now(),
        "before": monday - timedelta(days=7) if monday > this - timedelta(weeks=_BACK) else None,
        "after": monday + timedelta(days=7) if monday < this + timedelta(weeks=_AHEAD) else None,
    }
    return render(request, "rounds/week.html", context)


def _monday(text: str, this: date) -> date:
    """The Monday of the asked week, this week's for what is no date or too far."""
    try:
        asked = parse_date(text)
    except ValueError:
        asked = None
    monday = queries.week_starting(asked) if asked else this
    near = this - timedelta(weeks=_BACK) <= monday <= this + timedelta(weeks=_AHEAD)
    return monday if near else this


def calendar(request: HttpRequest, circuit_id: int) -> HttpResponse:
    """The stands of a circuit, for telephones that subscribe."""
    circuit = queries.public_circuit(circuit_id)
    if circuit is None:
        raise Http404("circuit")
    content = to_ics(queries.circuit_entries(circuit), circuit.name)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="tournee-{circuit.pk}.ics"'
    return response


@csrf_exempt  # no cookie is set; `same_site` refuses what comes from elsewhere
def relay(request: HttpRequest, code: str) -> HttpResponse:
    """Behind a relay's code: leave a first name and a number, be called back before an hour that is said."""
    found = queries.relay_of(code)
    if found is None:
        return render(request, "rounds/relay_gone.html", status=404)
    place, link = found
    if request.method != "POST":
        _count(request, link)
        return _relay(request, place, NumberForm())
    if not same_site(request):
        raise PermissionDenied
    form = NumberForm(request.POST)
    if not form.is_valid():
        return _relay(request, place, form)
    if not allowed(action="relay", who=visitor(request), limit=_ANSWERS, seconds=_WINDOW_S):
        return render(request, "rounds/relay_many.html", {"relay": place}, status=429)
    contact = actions.leave_number(relay=place, said=form.said)
    said = {"relay": place.pk, "promised": contact.promised_at.isoformat()}
    return redirect("rounds:thanks", signing.dumps(said, salt=_THANKS))


def _count(request: HttpRequest, link: ShortLink) -> None:
    """One more visit, and nothing about the visitor."""
    if request.method == "GET":
        count_scan(link=link)


def _relay(request: HttpRequest, place: Relay, form: NumberForm) -> HttpResponse:
    context = {"relay": place, "form": form, "promised_at": queries.promised_by(place.organisation)}
    return render(request, "rounds/relay.html", context, status=422 if form.errors else 200)


def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """Before when we call; the address knows the relay and the hour, and nobody."""
    try:
        said = signing.loads(token, salt=_THANKS, max_age=_THANKS_AGE_S)
    except signing.BadSignature as error:
        raise Http404("thanks") from error
    context = {
        "organisation": queries.caller_of(said["relay"]),
        "promised_at": datetime.fromisoformat(said["promised"]),
    }
    return render(request, "rounds/thanks.html", context)
