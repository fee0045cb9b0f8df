"""The programme as the typesetter wants it: plain words, plain lists."""

from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import formats, translation

from jalon.activities.choices import Theme, Way
from jalon.activities.queries.programme import Day, Line, Wanted, Week, lines_of
from jalon.base import words
from jalon.base.paper import typeset
from jalon.directory.models import Organisation

# One page of A3 holds so many; what is more is on the site, and the poster says so.
MOST_ON_POSTER = 36


def brochure(wanted: Wanted, weeks: list[Week], host: Organisation | None) -> bytes:
    """A4 pages, by week, day and hour, with the code of each session."""
    with translation.override("fr"):
        return typeset("programme", _head(wanted, host) | {"weeks": [_week(week) for week in weeks]})


def poster(wanted: Wanted, weeks: list[Week], host: Organisation | None) -> bytes:
    """One page of A3; what does not fit is counted."""
    with translation.override("fr"):
        lines = lines_of(weeks)
        shown = [_row(line, dated=True) for line in lines[:MOST_ON_POSTER]]
        more = max(0, len(lines) - MOST_ON_POSTER)
        return typeset("programme_poster", _head(wanted, host) | {"rows": shown, "more": more})


def _head(wanted: Wanted, host: Organisation | None) -> dict[str, Any]:
    address = f"{settings.PUBLIC_URL}{reverse('agenda:activities')}"
    who = wanted.partner or host
    theme = str(Theme(wanted.theme).label) if wanted.theme else ""
    number = who.phone if who and who.phone else host.phone if host else ""
    return {
        "month": formats.date_format(wanted.month, "F Y"),
        "partner": wanted.partner.name if wanted.partner else "",
        "sender": host.name if host else "Jalon",
        "theme": theme[:1].upper() + theme[1:],
        "phone": words.phone(number) if number else "",
        "site": settings.PUBLIC_URL.partition("://")[2],
        "address": address.partition("://")[2],
        "qr": _qr(address),
        "language": "fr",
    }


def _week(week: Week) -> dict[str, Any]:
    return {
        "title": f"Du {words.day(week.first)} au {words.day(week.last)}",
        "days": [_day(day) for day in week.days],
    }


def _day(day: Day) -> dict[str, Any]:
    return {
        "weekday": formats.date_format(day.date, "l"),
        "number": str(day.date.day),
        "ordinal": "er" if day.date.day == 1 else "",
        "month": formats.date_format(day.date, "F"),
        "rows": [_row(line) for line in day.lines],
    }


def _row(line: Line, *, dated: bool = False) -> dict[str, Any]:
    session, activity = line.session, line.session.activity
    return {
        "day": words.day(session.starts_at) if dated else "",
        "from": words.hour(session.starts_at),
        "until": words.hour(session.ends_at),
        "title": str(session),
        "summary": activity.summary,
        "place": _place(line),
        "partner": session.organisation.name,
        "access": activity.accessibility,
        "bring": session.what_to_bring,
        "group": session.made_for.name if session.made_for else "",
        "code": line.code,
        "qr": _qr(f"{settings.PUBLIC_URL}/{line.code}") if line.code else "",
    }


def _place(line: Line) -> str:
    session = line.session
    if session.way != Way.ON_SITE:
        return str(session.get_way_display()).capitalize()
    if session.site is None:
        return session.place
    said = [session.site.name, session.place or session.site.address]
    return ", ".join(part for part in said if part)


def _qr(address: str) -> str:
    """The code as an SVG without its quiet border: the page is white around it."""
    return str(segno.make(address, error="m", micro=False).svg_inline(border=0, dark="#0B2239"))
