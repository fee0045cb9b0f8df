"""A timetable in the words of working hours, when they are clear."""

import re
from datetime import time
from itertools import pairwise

from jalon.vacancies.readers.text import folded
from jalon.vacancies.rules.content import ShiftRow

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_HOUR = r"(\d{1,2}) ?(?:h|:|heures?) ?([0-5]\d)?(?!\d)"
_SHIFT = re.compile(rf"(?:de )?\b{_HOUR} ?(?:a|-|/|–|jusqu'a) ?{_HOUR}")
_SPAN = re.compile(rf"(?:du )?\b({'|'.join(_DAYS)})s? (?:a|au|-) ?({'|'.join(_DAYS)})\b")
_DAY = re.compile(rf"(?:le |les )?\b({'|'.join(_DAYS)})s?\b")
# What may stand around the hours without changing them.
_FILLER = re.compile(
    r"\b(?:\d{2} ?h(?:eures)?(?: ?/ ?| par )semaine|35 ?h(?:eures)?|une semaine|la suivante|semaine sur deux"
    r"|tous les jours|et|ou|puis|de|en|a|le|les|la|horaires?|postee?|equipes?|alternance|alternee?s?"
    r"|travail|matin|apres-midi|nuit|journee|2x8|3x8)\b|[-–/,;:.()+|]"
)
WEEK = "1111100"
MOST_SHIFTS = 6


def parse_hours(text: str) -> tuple[ShiftRow, ...]:
    """« 5 h-13 h / 13 h-21 h », « du lundi au samedi 8h30-16h »; nothing when other words are there."""
    words = folded(text)
    shifts = list(_SHIFT.finditer(words))
    if not 1 <= len(shifts) <= MOST_SHIFTS or _DAY.search(words, shifts[0].end(), shifts[-1].start()):
        return ()
    rest = _SHIFT.sub(" ", words)
    weekdays, rest = _weekdays(rest)
    if _FILLER.sub(" ", rest).strip():
        return ()
    rows = [_row(match, weekdays) for match in shifts]
    known = tuple(row for row in rows if row)
    return () if len(known) < len(rows) or _split_day(known) else known


def _split_day(rows: tuple[ShiftRow, ...]) -> bool:
    """Morning and afternoon of one day with a break between: not two shifts, and the break is not ours."""
    return any(row.ends < after.starts for row, after in pairwise(rows))


def _weekdays(text: str) -> tuple[str, str]:
    """Days named in the text, Monday to Friday when none is, and the text without them."""
    days = [False] * 7
    for first, last in _SPAN.findall(text):
        start, end = _DAYS.index(first), _DAYS.index(last)
        for day in range(start, end + 1 if end >= start else end + 8):
            days[day % 7] = True
    text = _SPAN.sub(" ", text)
    for day_name in _DAY.findall(text):
        days[_DAYS.index(day_name)] = True
    text = _DAY.sub(" ", text)
    return ("".join("01"[day] for day in days) if any(days) else WEEK), text


def _row(match: re.Match[str], weekdays: str) -> ShiftRow | None:
    starts, ends = _time(match[1], match[2]), _time(match[3], match[4])
    if starts is None or ends is None or starts == ends:
        return None
    return ShiftRow(starts, ends, weekdays)


def _time(hour: str, minute: str | None) -> time | None:
    value = int(hour)
    if value > 24 or (value == 24 and minute and int(minute)):
        return None
    return time(value % 24, int(minute or 0))
