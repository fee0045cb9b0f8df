"""Posters and slips: what is printed of the rounds."""

import io
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import segno
from django.conf import settings
from django.utils import timezone

from jalon.base.paper import typeset
from jalon.base.words import day, hour, moment, phone
from jalon.outreach.actions import open_code
from jalon.outreach.models import Circuit, FirstContact, Halt, HaltHours, Relay, Stand
from jalon.outreach.queries import halts_of, outings_of

_WEEKS = timedelta(weeks=5)
# Dates below the week's hours on one page: each pair of halts takes the room of two.
_MOST_DATES, _LEAST_DATES = 18, 3


def circuit_poster(circuit: Circuit, size: str) -> bytes:
    """One page, A4 or A3: the hours of the week, then the next days, with a QR code to the public page."""
    today = timezone.localdate()
    outings = outings_of(circuit, today, today + _WEEKS)
    stands = [one for outing in outings for one in outing.day_stands if not one.is_cancelled]  # type: ignore[attr-defined]
    halts = halts_of(circuit)
    team = circuit.organisation
    address = f"{settings.PUBLIC_URL}/tournee/"
    return typeset(
        "outreach",
        {
            "size": size,
            "title": circuit.name,
            "kind": str(circuit.get_kind_display()).capitalize(),
            "summary": circuit.summary,
            "sender": team.name,
            "phone": phone(team.phone) if team.phone else "",
            "week": [_week_row(halt) for halt in halts],
            "dates": _dates(stands, max(_MOST_DATES - len(halts), _LEAST_DATES)),
            "address": address.partition("://")[2].rstrip("/"),
            "qr": qr(address),
            "printed": day(today),
        },
    )


def _week_row(halt: Halt) -> dict[str, str]:
    return {
        "name": halt.name,
        "place": halt.place if halt.place != halt.name else "",
        "access": halt.accessibility,
        "hours": said_week(halt.week),  # type: ignore[attr-defined]
    }


def said_week(rows: Sequence[HaltHours]) -> str:
    """« mardi de 9 h à 12 h, jeudi de 14 h à 17 h (semaines paires) »."""
    said = [
        f"{row.get_weekday_display()} de {hour(row.starts_at)} à {hour(row.ends_at)}"
        + (f" ({row.get_rhythm_display()})" if row.rhythm != "every" else "")
        for row in rows
    ]
    return ", ".join(said)


def _dates(stands: Sequence[Stand], most: int) -> list[dict[str, str]]:
    return [
        {
            "day": day(stand.starts_at),
            "hours": f"{hour(stand.starts_at)} à {hour(stand.ends_at)}",
            "name": stand.halt.name,
            "place": stand.place,
        }
        for stand in stands[:most]
    ]


def relay_poster(relay: Relay) -> bytes:
    """The relay's code, large, as letters and as QR; what happens when one uses it."""
    code = open_code(relay=relay).code
    team = relay.organisation
    return typeset(
        "outreach_relay",
        {
            "sender": team.name,
            "phone": phone(team.phone) if team.phone else "",
            "association": relay.association,
            "code": code,
            "address": settings.PUBLIC_URL.partition("://")[2],
            "qr": qr(f"{settings.PUBLIC_URL}/{code}"),
        },
    )


def slip_data(contact: FirstContact, code: str) -> dict[str, Any]:
    """What a slip says: the code, what happens next and before when, whom to call."""
    team = contact.organisation
    address = f"{settings.PUBLIC_URL}/suivi/{code}/"
    return {
        "sender": team.name,
        "phone": phone(team.phone) if team.phone else "",
        "first_name": contact.person.first_name,
        "promise": "" if contact.settled_at else moment(contact.promised_at),
        "code": f"{code[:5]} {code[5:]}",
        "address": f"{settings.PUBLIC_URL.partition('://')[2]}/suivi",
        "qr": qr(address),
        "picture": segno.make(address, error="m", micro=False).svg_data_uri(scale=4, border=0),
    }


def slip(contact: FirstContact, code: str, width_mm: int) -> bytes:
    """A slip as PDF for a thermal printer of 58 or 80 mm."""
    return typeset("outreach_slip", {**slip_data(contact, code), "width": width_mm})


def qr(address: str) -> str:
    """A QR code as SVG text, without margin."""
    buffer = io.BytesIO()
    segno.make(address, error="m", micro=False).save(buffer, kind="svg", border=0, xmldecl=False, svgns=True)
    return buffer.getvalue().decode()
