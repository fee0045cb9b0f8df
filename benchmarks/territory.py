"""A year of a territory: 50,000 people, 5,000 sessions, 200,000 bookings; pages timed inside the server.

    .venv/bin/python benchmarks/territory.py [--people 50000] [--keep] [--runs 15] [--json FILE]

The database is the embedded one, durable, in `var/bench`; with --keep a territory that is there already is
used again. Each page is asked for as somebody of the demonstration's kind would, through the whole of Django
but for the network; printed are the median and the slowest of the runs, and how many queries it took.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ["JALON_VAR"] = str(ROOT / "var" / "bench")
os.environ["DJANGO_SETTINGS_MODULE"] = "jalon.config.settings"
os.environ["JALON_ALLOWED_HOSTS"] = "testserver"

SESSIONS_PER_PERSON, BOOKINGS_PER_PERSON = 0.1, 4
PARTNERS, ADVISERS_EACH, SESSION_DAYS = 30, 10, 365
CHUNK = 5_000


@dataclass(frozen=True)
class Timing:
    """One page: milliseconds and queries."""

    page: str
    median_ms: float
    slowest_ms: float
    queries: int
    status: int


def generate(people: int) -> None:
    """Fill an empty database; rows are written in bulk, with the constraints of the real tables."""
    from jalon.demo.content import HOST  # noqa: PLC0415  Django is set up by then
    from jalon.directory.choices import OrganisationKind  # noqa: PLC0415
    from jalon.directory.models import Organisation  # noqa: PLC0415
    from jalon.reports.actions.figure import count_sessions  # noqa: PLC0415

    chance = Random(50_000)
    host = Organisation.objects.create(kind=OrganisationKind.HOST, name=HOST)
    partners = [host] + [
        Organisation.objects.create(kind=OrganisationKind.PARTNER, name=f"Partenaire {n}")
        for n in range(1, PARTNERS)
    ]
    advisers = _advisers(partners)
    persons = _people(people, partners, advisers, chance)
    sessions = _sessions(round(people * SESSIONS_PER_PERSON), partners, advisers, chance)
    _bookings(persons, sessions, chance)
    _steps(persons, partners, advisers, chance)
    count_sessions()


def _advisers(partners: list[Any]) -> dict[int, list[Any]]:
    from jalon.accounts.models import User  # noqa: PLC0415
    from jalon.directory.choices import Role  # noqa: PLC0415
    from jalon.directory.models import Membership  # noqa: PLC0415

    made: dict[int, list[Any]] = {}
    for number, partner in enumerate(partners):
        for place in range(ADVISERS_EACH):
            user = User.objects.create(email=f"a{number}-{place}@jalon.example", name=f"Conseillère {place}")
            Membership.objects.create(user=user, organisation=partner, role=Role.ADVISER)
            made.setdefault(partner.pk, []).append(user)
    return made


def _people(count: int, partners: list[Any], advisers: dict[int, list[Any]], chance: Random) -> list[Any]:
    from django.utils import timezone  # noqa: PLC0415

    from jalon.demo.inhabitants import FIRST_NAMES, LAST_NAMES  # noqa: PLC0415
    from jalon.people.choices import ContactKind, TeamRole  # noqa: PLC0415
    from jalon.people.models import ContactPoint, Milestone, Person, TeamMember  # noqa: PLC0415
    from jalon.people.names import fold  # noqa: PLC0415

    now, persons = timezone.now(), []
    for _ in range(count):
        first, last = chance.choice(FIRST_NAMES), chance.choice(LAST_NAMES)
        seen = now - timedelta(days=chance.randint(0, 300))
        persons.append(
            Person(
                first_name=first,
                last_name=last,
                folded_name=fold(f"{first} {last}"),
                birth_date=date(chance.randint(1960, 2008), chance.randint(1, 12), chance.randint(1, 28)),
                near_label="arrêt",
                near_lat=51.03 + chance.uniform(-0.05, 0.05),
                near_lon=2.2 + chance.uniform(-0.08, 0.08),
                last_activity_at=seen,
            )
        )
    Person.objects.bulk_create(persons, batch_size=CHUNK)
    numbers = [
        ContactPoint(person=one, kind=ContactKind.PHONE, value=f"+336{n:08}") for n, one in enumerate(persons)
    ]
    ContactPoint.objects.bulk_create(numbers, batch_size=CHUNK)
    team = []
    for one in persons:
        for place, partner in enumerate(chance.sample(partners, chance.choice((1, 2, 3)))):
            user = chance.choice([*advisers[partner.pk], None])
            role = TeamRole.LEAD if place == 0 and user else TeamRole.MEMBER
            team.append(TeamMember(person=one, organisation=partner, user=user, role=role))
    TeamMember.objects.bulk_create(team, batch_size=CHUNK)
    stories = [
        Milestone(person=one, kind="people.registered", organisation=chance.choice(partners))
        for one in persons
        for _ in range(5)
    ]
    Milestone.objects.bulk_create(stories, batch_size=CHUNK)
    return persons


def _sessions(count: int, partners: list[Any], advisers: dict[int, list[Any]], chance: Random) -> list[Any]:
    from django.utils import timezone  # noqa: PLC0415

    from jalon.activities.choices import ActivityState, SessionState  # noqa: PLC0415
    from jalon.activities.models import Activity, Session, SessionFacilitator, SessionPart  # noqa: PLC0415
    from jalon.demo.catalogue import CATALOGUE  # noqa: PLC0415

    activities = [
        Activity.objects.create(
            organisation=partners[number % len(partners)], kind=entry.kind, theme=entry.theme,
            title=entry.title,
            summary=entry.summary, minutes=entry.minutes, state=ActivityState.PUBLISHED,
            participants=entry.participants,
        )
        for number, entry in enumerate(CATALOGUE)
    ]  # fmt: skip
    now, sessions = timezone.localtime().replace(minute=0, second=0, microsecond=0), []
    for _ in range(count):
        activity = chance.choice(activities)
        # Eleven months are past, one is to come.
        begin = (now + timedelta(days=chance.randint(31 - SESSION_DAYS, 30))).replace(
            hour=chance.choice((9, 14))
        )
        state = SessionState.DONE if begin < now else SessionState.OPEN
        # Sheets are closed within days, as on a desk that is kept.
        end = begin + timedelta(hours=3)
        closed = end if begin < now - timedelta(days=5) else None
        sessions.append(
            Session(
                activity=activity, organisation=activity.organisation, starts_at=begin,
                ends_at=end, seats_max=60, state=state, place="Salle",
                lat=51.03 + chance.uniform(-0.05, 0.05), lon=2.2 + chance.uniform(-0.08, 0.08),
                sheet_closed_at=closed,
                sheet_closed_by=chance.choice(advisers[activity.organisation_id]) if closed else None,
            )
        )  # fmt: skip
    Session.objects.bulk_create(sessions, batch_size=CHUNK)
    parts = [SessionPart(session=one, starts_at=one.starts_at, ends_at=one.ends_at) for one in sessions]
    SessionPart.objects.bulk_create(parts, batch_size=CHUNK)
    leads = [
        SessionFacilitator(
            session=one,
            organisation_id=one.organisation_id,
            user=chance.choice(advisers[one.organisation_id]),
        )
        for one in sessions
    ]
    SessionFacilitator.objects.bulk_create(leads, batch_size=CHUNK)
    return sessions


def _bookings(persons: list[Any], sessions: list[Any], chance: Random) -> None:
    from django.db.models import Count  # noqa: PLC0415

    from jalon.activities import choices  # noqa: PLC0415
    from jalon.activities.models import Attendance, AttendanceMark, Booking, Session, SessionPart  # noqa: PLC0415

    each = round(len(persons) * BOOKINGS_PER_PERSON / len(sessions))
    rows = [
        Booking(
            session=one,
            person=person,
            state=choices.BookingState.BOOKED,
            medium="desk",
            door_code=f"{1000 + n}",
        )
        for one in sessions
        for n, person in enumerate(chance.sample(persons, each))
    ]
    Booking.objects.bulk_create(rows, batch_size=CHUNK)
    for one in Session.objects.annotate(held=Count("bookings")).order_by("pk"):
        one.seats_taken = one.held
        one.save(update_fields=["seats_taken"])
    part_of = dict(SessionPart.objects.values_list("session_id", "pk"))
    done = {one.pk: one for one in sessions if one.state == choices.SessionState.DONE}
    came = (choices.AttendanceStatus.PRESENT,) * 4 + (choices.AttendanceStatus.ABSENT,)
    marks = [
        AttendanceMark(
            uuid=UUID(int=chance.getrandbits(128), version=4), booking=row, part_id=part_of[row.session_id],
            status=chance.choice(came),
            means=choices.MarkMeans.TABLET, marked_at=done[row.session_id].starts_at,
        )
        for row in rows if row.session_id in done
    ]  # fmt: skip
    AttendanceMark.objects.bulk_create(marks, batch_size=CHUNK)
    held = [Attendance(booking_id=m.booking_id, part_id=m.part_id, mark=m, status=m.status) for m in marks]
    Attendance.objects.bulk_create(held, batch_size=CHUNK)


def _steps(persons: list[Any], partners: list[Any], advisers: dict[int, list[Any]], chance: Random) -> None:
    from jalon.casework.models import Step  # noqa: PLC0415

    rows = []
    for one in persons:
        partner = chance.choice(partners)
        due = date.today() + timedelta(days=chance.randint(-5, 60))  # noqa: DTZ011  a day, not an instant
        rows.append(
            Step(
                person=one,
                title="Refaire le CV",
                organisation=partner,
                due_date=due,
                owner=chance.choice(advisers[partner.pk]),
            )
        )
    Step.objects.bulk_create(rows, batch_size=CHUNK)


def pages() -> list[tuple[str, str]]:
    """Name and address of each page that is timed, for an adviser of the host."""
    from django.utils import timezone  # noqa: PLC0415

    from jalon.accounts.models import User  # noqa: PLC0415
    from jalon.activities.models import Session  # noqa: PLC0415
    from jalon.people.models import TeamMember  # noqa: PLC0415

    user = User.objects.get(email="a0-0@jalon.example")
    member = TeamMember.objects.filter(user=user).order_by("pk")[0]
    session = Session.objects.filter(organisation=member.organisation, starts_at__gt=timezone.now()).order_by(
        "pk"
    )[0]
    done = Session.objects.filter(organisation=member.organisation, starts_at__lt=timezone.now()).order_by(
        "pk"
    )[0]
    name = member.person.folded_name.split()[-1]
    return [
        ("bureau", "/bureau/"),
        ("chercher un nom", f"/personnes/?q={name}"),
        ("chercher prénom et nom", f"/personnes/?q={member.person.folded_name.replace(' ', '+')}"),
        ("chercher un téléphone", "/personnes/?q=0600001234"),
        ("chercher, personne", "/personnes/?q=zzzz"),
        ("une personne", f"/personnes/{member.person_id}/"),
        ("son parcours", f"/parcours/{member.person_id}/"),
        ("ses inscriptions", f"/seances/personnes/{member.person_id}/"),
        ("liste des séances", "/seances/"),
        ("une séance à venir", f"/seances/{session.pk}/"),
        ("aide à remplir", f"/seances/{session.pk}/inviter/"),
        ("la porte", f"/seances/{done.pk}/porte/"),
        ("agenda public", "/agenda/"),
        ("indicateurs", "/bilans/indicateurs/"),
    ]


def measure(runs: int) -> list[Timing]:
    """Time each page, after one visit that warms what a running server has warm."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from jalon.accounts.models import User  # noqa: PLC0415

    client = Client()
    client.force_login(User.objects.get(email="a0-0@jalon.example"))
    rows = []
    for name, address in pages():
        queries: list[str] = []
        with connection.execute_wrapper(partial(_count, queries)):
            status = client.get(address).status_code
        times = [_milliseconds(lambda address=address: client.get(address)) for _ in range(runs)]  # type: ignore[misc]
        rows.append(Timing(name, statistics.median(times), max(times), len(queries), status))
    return rows


def _count(said: list[str], execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
    said.append(sql)
    return execute(sql, *rest)


def _milliseconds(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - begin)


def main() -> None:
    """Generate, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--keep", action="store_true", help="use the territory of the last run")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()

    import django  # noqa: PLC0415

    from jalon.config.embedded_postgres import EmbeddedPostgres  # noqa: PLC0415

    with EmbeddedPostgres(instance="bench") as server:
        os.environ["DATABASE_URL"] = server.url("territory")
        _prepare(server, given.keep)
        django.setup()
        _fill(given.people, given.keep)
        rows = measure(given.runs)
    for row in rows:
        print(
            f"{row.page:28} {row.median_ms:8.1f} ms  (au plus {row.slowest_ms:8.1f})"
            f"  {row.queries:3} requêtes  {row.status}"
        )
    if given.json:
        given.json.write_text(
            json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1), encoding="utf-8"
        )


def _prepare(server: Any, keep: bool) -> None:
    """An empty database, unless the last one is kept."""
    import psycopg  # noqa: PLC0415

    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        if not keep:
            connection.execute("DROP DATABASE IF EXISTS territory")
        there = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'territory'").fetchone()
    if not there:
        server.create_database("territory")


def _fill(people: int, keep: bool) -> None:
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from jalon.people.models import Person  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    if keep and Person.objects.exists():
        return
    begin = time.monotonic()
    generate(people)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{people} personnes en {time.monotonic() - begin:.0f} s")


if __name__ == "__main__":
    main()
