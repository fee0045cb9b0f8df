"""Dates that repeat (RRULE of RFC 5545), and those that are skipped."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from dateutil.rrule import rrulestr

from jalon.activities.rules.refusal import RefusedError
from jalon.base import words

# Two years and two hundred sessions: what is asked beyond was mistyped.
LONGEST = timedelta(days=731)
MOST = 200
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NAMES = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
NTH = {1: "premier", 2: "deuxième", 3: "troisième", 4: "quatrième", -1: "dernier"}
_DAY = "(?:MO|TU|WE|TH|FR|SA|SU)"
_WEEKLY = re.compile(rf"FREQ=WEEKLY;INTERVAL=([1-9]|[1-4]\d|5[0-2]);BYDAY=({_DAY}(?:,{_DAY})*)")
_MONTHLY = re.compile(r"FREQ=MONTHLY;INTERVAL=([1-9]|1[0-2]);BYDAY=(-1|[1-4])(MO|TU|WE|TH|FR|SA|SU)")


@dataclass(frozen=True)
class Skipped:
    """A date of the rule on which nothing is held, and why."""

    day: date
    reason: str


@dataclass(frozen=True)
class Dates:
    """What a rule comes to."""

    kept: list[date]
    skipped: list[Skipped]


def weekly(weekdays: Sequence[int], interval: int = 1) -> str:
    """The rule « every (other) week on these days », 0 is Monday."""
    days = ",".join(DAYS[day] for day in sorted(set(weekdays)))
    return f"FREQ=WEEKLY;INTERVAL={interval};BYDAY={days}"


def monthly(nth: int, weekday: int, interval: int = 1) -> str:
    """The rule « the nth such weekday of the month »; -1 is the last."""
    return f"FREQ=MONTHLY;INTERVAL={interval};BYDAY={nth}{DAYS[weekday]}"


def said(rule: str) -> str:
    """« chaque semaine, le lundi et le jeudi », « le premier mardi du mois »."""
    if match := _WEEKLY.fullmatch(rule):
        days = [f"le {_NAMES[DAYS.index(day)]}" for day in match[2].split(",")]
        every = "chaque semaine" if match[1] == "1" else f"toutes les {match[1]} semaines"
        return f"{every}, {' et '.join(days) if len(days) < 3 else ', '.join(days)}"
    if match := _MONTHLY.fullmatch(rule):
        every = "du mois" if match[1] == "1" else f"tous les {match[1]} mois"
        return f"le {NTH[int(match[2])]} {_NAMES[DAYS.index(match[3])]} {every}"
    return rule


def dates(
    rule: str,
    first: date,
    *,
    until: date | None = None,
    count: int | None = None,
    closed: Callable[[date], str] = lambda day: "",
) -> Dates:
    """The dates of the rule from `first` on, up to and with `until`, or `count` of them that are held.

    `closed` gives the reason why nothing is held on a day, empty when something may be. A skipped date does
    not count: « ten sessions » are ten.

    Raises:
        RefusedError: the rule, its end or its length cannot be.
    """
    _check(rule, first, until, count)
    kept: list[date] = []
    skipped: list[Skipped] = []
    midnight = datetime.combine(first, time())
    last = min(until or first + LONGEST, first + LONGEST)
    for each in islice(rrulestr(f"RRULE:{rule}", dtstart=midnight), 1000):
        day = each.date()
        if day > last or (count is not None and len(kept) == count):
            break
        if reason := closed(day):
            skipped.append(Skipped(day, reason))
        else:
            kept.append(day)
    _check_found(kept, skipped, count)
    return Dates(kept, skipped)


def _check(rule: str, first: date, until: date | None, count: int | None) -> None:
    if not (_WEEKLY.fullmatch(rule) or _MONTHLY.fullmatch(rule)):
        raise RefusedError("Choisissez les jours de la semaine, ou le jour du mois.")
    if (until is None) == (count is None):
        raise RefusedError("Dites jusqu’à quel jour, ou combien de séances : l’un des deux.")
    if until is not None and until < first:
        raise RefusedError(f"La série finit le {words.day(until)}, avant son premier jour.")
    if until is not None and until > first + LONGEST:
        raise RefusedError("Une série dure deux ans au plus.")
    if count is not None and not 1 <= count <= MOST:
        raise RefusedError(f"Une série compte de 1 à {MOST} séances.")


def _check_found(kept: list[date], skipped: list[Skipped], count: int | None) -> None:
    if not kept:
        why = f" : {skipped[0].reason} le {words.day(skipped[0].day)}" if skipped else ""
        raise RefusedError(f"Aucun jour ne convient{why}.")
    if len(kept) > MOST:
        raise RefusedError(f"Cela ferait {len(kept)} séances. Une série en compte {MOST} au plus.")
    if count is not None and len(kept) < count:
        raise RefusedError(f"En deux ans, cette règle ne donne que {len(kept)} séances sur {count}.")
