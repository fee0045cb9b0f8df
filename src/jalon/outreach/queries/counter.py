"""What the telephone at the stop keeps of each stand."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from jalon.base.words import day, hour, moment, phone
from jalon.directory.queries import promises
from jalon.outreach.models import Stand
from jalon.outreach.queries.circuit import counted_at
from jalon.outreach.rules import CALL_HOURS


def counter_rows(stands: Iterable[Stand], now: datetime) -> list[dict[str, Any]]:
    """Plain values for the page's script: names, hours in words and as milliseconds, the promise, the count.

    `counted` is what the server has: the telephone adds what it has not sent yet.
    """
    chosen = list(stands)
    counted = counted_at(stand.pk for stand in chosen)
    teams = {stand.outing.circuit.organisation for stand in chosen}
    since = now - timedelta(days=2)
    called = {team.pk: promises(team, since=since, open_hours=CALL_HOURS) for team in teams}
    return [_row(stand, counted, called) for stand in chosen]


def _row(
    stand: Stand, counted: dict[int, int], called: dict[int, Callable[[datetime], datetime]]
) -> dict[str, Any]:
    circuit, team = stand.outing.circuit, stand.outing.circuit.organisation
    return {
        "id": stand.pk,
        "halt": stand.halt.name,
        "place": stand.where,
        "circuit": circuit.name,
        "when": f"{day(stand.starts_at)}, {hour(stand.starts_at)} à {hour(stand.ends_at)}",
        "short": f"{_weekday(stand.starts_at)}, {hour(stand.starts_at)} · {stand.halt.name}",
        "starts": int(stand.starts_at.timestamp() * 1000),
        "ends": int(stand.ends_at.timestamp() * 1000),
        "counted": counted.get(stand.pk, 0),
        "team": team.name,
        "phone": phone(team.phone) if team.phone else "",
        "promise": moment(called[team.pk](stand.ends_at)),
    }


def _weekday(at: datetime) -> str:
    """« lundi 23 »: enough for a list of one week."""
    return date_format(timezone.localdate(at), "l j")
