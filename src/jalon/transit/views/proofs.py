"""Proofs of play, shares of employers, and the trial of a loop without a bus."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import Http404, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin

from jalon.base import words
from jalon.directory.access import RoleRequest
from jalon.network import queries as network_queries
from jalon.network.models import Network
from jalon.transit import queries
from jalon.transit.engine import trial
from jalon.transit.engine.drawing import drawing_of, plates
from jalon.transit.engine.reading import Content, content_of
from jalon.transit.engine.serving import bundle_for
from jalon.transit.engine.sharing import shares
from jalon.transit.forms.desk import PeriodForm, PlaceForm
from jalon.transit.views.access import desk_page
from jalon.transit.views.screen import screen_response

HEAD = ["heure", "bus", "écran", "ligne", "arrêt", "code", "offre", "employeur", "passages", "secondes"]
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _period(request: RoleRequest, network: Network) -> tuple[date, date, PeriodForm]:
    """The asked days, else the last seven."""
    today = network_queries.service_date(network)
    first, last = today - timedelta(days=6), today
    form = PeriodForm(request.GET if "first" in request.GET else None, initial={"first": first, "last": last})
    if form.is_bound and form.is_valid():
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    return first, last, form


@desk_page()
def proofs(request: RoleRequest, network: Network) -> HttpResponse:
    """What was shown, by line, stop and offer; the same on the map."""
    first, last, form = _period(request, network)
    rows = queries.proofs(network, first, last)
    names = network_queries.names_of(network, {r["line_key"] for r in rows}, {r["stop_key"] for r in rows})
    page = {
        "network": network,
        "form": form,
        "first": first,
        "last": last,
        "rows": [
            {
                **row,
                "line": names["lines"].get(row["line_key"], row["line_key"]),
                "stop": names["stops"].get(row["stop_key"], row["stop_key"]),
            }
            for row in rows[:300]
        ],
        "total": sum(row["plays_total"] for row in rows),
        **_proofs_map(network, first, last),
    }
    return render(request, "transit/proofs.html", page)


def _proofs_map(network: Network, first: date, last: date) -> dict[str, Any]:
    """Circles at the stops to get off at, as large as the plays are many."""
    row = bundle_for(network, None)
    drawing = drawing_of(row.pk) if row is not None else None
    if drawing is None:
        return {"drawing": None, "circles": []}
    counts = queries.plays_by_stop(network, first, last)
    most = max(counts.values(), default=1)
    places = network_queries.stops_by_key(network, counts)
    marks = plates(drawing, [(str(counts[s.key]), s.lat, s.lon, False) for s in places])
    return {
        "drawing": drawing,
        "circles": [(m, 5 + round(17 * (int(m.text) / most) ** 0.5)) for m in marks],
    }


@desk_page()
def proofs_csv(request: RoleRequest, network: Network) -> StreamingHttpResponse:
    """One row per hour, screen, stretch and code."""
    first, last, _ = _period(request, network)
    answer = StreamingHttpResponse(_csv(network, first, last), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="diffusions-{first}-{last}.csv"'
    return answer


def _csv(network: Network, first: date, last: date) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    yield "\ufeff"
    writer.writerow(HEAD)
    for hour, *row in queries.hours_for_export(network, first, last):
        writer.writerow([timezone.localtime(hour).isoformat(timespec="minutes"), *map(_plain, row)])
        yield _drained(buffer)
    yield _drained(buffer)


def _plain(value: Any) -> Any:
    """A text that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _drained(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


@desk_page()
def share_page(request: RoleRequest, network: Network) -> HttpResponse:
    """What each employer receives: planned today, and counted."""
    first, last, form = _period(request, network)
    row = bundle_for(network, None)
    page = {
        "network": network,
        "form": form,
        "first": first,
        "last": last,
        "rows": shares(row.share if row else [], queries.measured_shares(network, first, last)),
        "unplayed": trial.unplayed_words(content_of(row.pk), row.unplayed) if row else [],
    }
    return render(request, "transit/shares.html", page)


@desk_page()
def place(request: RoleRequest, network: Network) -> HttpResponse:
    """Any screen at any place and hour: what it would show, why, and what it would refuse."""
    day = trial.day_content(network)
    if day is None:
        return render(request, "transit/place.html", {"network": network, "form": None, "trial": None})
    form, found = _trial(request, day)
    page = {
        "network": network,
        "form": form,
        "trial": found,
        "asked": request.GET.urlencode(),
        "at": words.clock(int(found.now - day[0].midnight)) if found else "",
        "tried": form.is_bound and form.is_valid(),
    }
    return render(request, "transit/place.html", page)


def _trial(request: RoleRequest, day: tuple[Content, list[str]]) -> tuple[PlaceForm, trial.Trial | None]:
    content, closed = day
    form = PlaceForm(request.GET if "way" in request.GET else None, ways=trial.ways(content))
    if not (form.is_bound and form.is_valid()):
        return form, None
    asked = form.cleaned_data
    pattern = content.patterns[asked["way"]]
    metres = pattern.metres[min(asked["stop"], len(pattern.metres) - 1)] + (asked["metres"] or 0.0)
    hour = asked["at"]
    second = hour.hour * 3600 + hour.minute * 60 if hour else trial.second_of(content, timezone.now())
    return form, trial.try_place(content, closed, asked["way"], metres, second)


@desk_page()
def place_data(request: RoleRequest, network: Network) -> JsonResponse:
    """The same for the screen's own page."""
    day = trial.day_content(network)
    found = _trial(request, day)[1] if day else None
    if day is None or found is None:
        raise Http404("trial")
    return JsonResponse(trial.preview(*day, found))


@csp_replace({"frame-ancestors": [SELF]})
@xframe_options_sameorigin
@desk_page()
def place_screen(request: RoleRequest, network: Network) -> HttpResponse:
    """The page of a screen, playing from that place on, alone."""
    return screen_response(f"../donnees?{request.GET.urlencode()}")
