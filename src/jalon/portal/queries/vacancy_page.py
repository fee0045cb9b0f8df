"""Everything the page of a vacancy says, from a code or from the list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString

from jalon.base.choices import Medium
from jalon.base.models import ShortLink
from jalon.base.queries import short_link
from jalon.directory import queries as directory
from jalon.directory.choices import Role
from jalon.directory.models import Organisation
from jalon.introductions.rules import FIRST_CALL_HOURS
from jalon.network import queries as network
from jalon.network.engine.journeys import ShiftJourney, bus_for_shift
from jalon.network.models import Line, Stop
from jalon.vacancies import queries as vacancies
from jalon.vacancies.job_posting import as_job_posting, as_script
from jalon.vacancies.models import Shift, Vacancy

OTHERS = 3


@dataclass(frozen=True)
class VacancyPage:
    """One vacancy as an inhabitant reads it."""

    vacancy: Vacancy
    link: ShortLink | None
    medium: str
    line: Line | None
    stop: Stop | None
    shifts: list[Shift]
    journeys: list[ShiftJourney]
    team: Organisation | None
    callers: list[str]
    promised_at: datetime | None

    @property
    def code(self) -> str:
        """The code to say on the telephone."""
        return self.link.code if self.link else ""

    @property
    def seats_left(self) -> int:
        """Seats still to fill."""
        return self.vacancy.seats - self.vacancy.hired

    @property
    def address(self) -> str:
        """Absolute address of the page."""
        path = f"/{self.code}" if self.code else f"/offres/{self.vacancy.pk}/"
        return f"{settings.PUBLIC_URL}{path}"


def for_link(link: ShortLink) -> VacancyPage | None:
    """The page behind a code; None when the code is closed or its vacancy may not be shown any more."""
    vacancy = vacancies.public_page(link.target_id) if link.closed_at is None else None
    if vacancy is None or not vacancies.is_showable(vacancy):
        return None
    place = network.first_network()
    line = network.line_by_key(place, link.line_key) if place and link.line_key else None
    stop = network.stop_by_key(place, link.stop_key) if place and link.stop_key else None
    return _page(vacancy, link=link, medium=link.medium, line=line, stop=stop)


def for_vacancy(vacancy_id: int) -> VacancyPage | None:
    """The page of a vacancy met on the site; None when it may not be shown."""
    vacancy = vacancies.public_page(vacancy_id)
    if vacancy is None or not vacancies.is_showable(vacancy):
        return None
    link = short_link.open_link_of("vacancy", vacancy.pk, Medium.WEB)
    return _page(vacancy, link=link, medium=Medium.WEB, line=None, stop=None)


def job_posting(found: VacancyPage) -> SafeString:
    """The vacancy as schema.org JobPosting, for search engines."""
    return as_script(as_job_posting(found.vacancy))


def after_closing(link: ShortLink) -> dict[str, Any]:
    """What a closed code still says: what it was, and three others on the line."""
    vacancy = vacancies.public_page(link.target_id)
    place = network.first_network()
    line = network.line_by_key(place, link.line_key) if place and link.line_key else None
    return {"code": link.code, "vacancy": vacancy, "line": line, "others": others_on(link.line_key, OTHERS)}


def others_on(line_key: str, most: int) -> list[Vacancy]:
    """Open vacancies shown on a line, soonest to end first; elsewhere when the line has none."""
    rows = vacancies.showable().order_by("valid_until", "pk")
    on_line = list(rows.filter(pk__in=targets_on(line_key))[:most]) if line_key else []
    return on_line or list(rows[:most])


def targets_on(line_key: str) -> list[int]:
    """Vacancies that have an open code on a line."""
    return short_link.targets_on_line("vacancy", line_key)


def _page(
    vacancy: Vacancy, *, link: ShortLink | None, medium: str, line: Line | None, stop: Stop | None
) -> VacancyPage:
    shifts = sorted(vacancy.shifts.all(), key=lambda shift: shift.starts)
    team = directory.host()
    return VacancyPage(
        vacancy=vacancy,
        link=link,
        medium=medium,
        line=line,
        stop=stop,
        shifts=shifts,
        journeys=_journeys(vacancy, shifts, line),
        team=team,
        callers=_callers(team),
        promised_at=directory.promise(team, start=timezone.now(), open_hours=FIRST_CALL_HOURS)
        if team
        else None,
    )


def _callers(team: Organisation | None) -> list[str]:
    """First names of who may call, at most two."""
    members = directory.team_members(team, Role.ADVISER) if team else []
    return [user.name.split()[0] for user in members[:2]]


def _journeys(vacancy: Vacancy, shifts: Iterable[Shift], line: Line | None) -> list[ShiftJourney]:
    """How to be there for each shift by bus, on its next working day; nothing where no place is exact."""
    place = network.first_network()
    if place is None or vacancy.lat is None or vacancy.lon is None:
        return []
    today = timezone.localdate()
    found = (
        bus_for_shift(
            place, (vacancy.lat, vacancy.lon), shift.starts, shift.ends, _next_working(shift, today)
        )
        for shift in list(shifts)[:3]
    )
    return [journey for journey in found if journey is not None]


def _next_working(shift: Shift, today: date) -> date:
    """Tomorrow or the first day after it on which the shift is worked."""
    days = (today + timedelta(days=n) for n in range(1, 8))
    return next((day for day in days if shift.weekdays[day.weekday()] == "1"), today + timedelta(days=1))
