"""The programme of a month: what stands in it, and that it prints."""

import json
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
import typst
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from jalon.accounts.models import User
from jalon.activities import brochure
from jalon.activities.choices import ParticipantKind, SessionState, Theme
from jalon.activities.models import Session, SessionFacilitator
from jalon.activities.queries.programme import Wanted, lines_of, programme
from jalon.activities.rules.clock import at_clock
from jalon.base.actions.short_link import open_link
from jalon.base.paper import typeset
from jalon.directory.models import Organisation
from tests.factories.activities import make_activity, make_session
from tests.fixtures.people import make_organisation, signed_in

pytestmark = pytest.mark.django_db

HOME = "/seances/programme/"
MARCH = date(2027, 3, 1)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    now = at_clock(date(2027, 2, 25), time(8))
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def plie(db: None) -> Organisation:
    return make_organisation("PLIE des Dunes", "partner")


def on(day: int, organisation: Organisation, *, month: int = 3, **values: Any) -> Session:
    """A session at 9 h of a day of March 2027."""
    activity = values.pop("activity", None) or make_activity(organisation)
    starts = at_clock(date(2027, month, day), time(9))
    return make_session(activity, starts_at=starts, **values)


def shown(wanted: Wanted) -> list[Session]:
    return [line.session for line in lines_of(programme(wanted))]


def test_it_holds_open_public_sessions_of_the_month_by_week_and_day(host: Organisation) -> None:
    late, early = on(31, host), on(1, host)
    same_week = on(3, host)
    on(28, host, month=2)
    on(1, host, month=4)
    on(2, host, state=SessionState.DRAFT)
    on(2, host, state=SessionState.CANCELLED)
    on(2, host, public=False)

    weeks = programme(Wanted(MARCH))

    assert [[day.date.day for day in week.days] for week in weeks] == [[1, 3], [31]]
    assert shown(Wanted(MARCH)) == [early, same_week, late]
    assert weeks[0].first == MARCH


def test_a_group_made_to_measure_stands_in_its_partners_programme_only(
    host: Organisation, plie: Organisation
) -> None:
    everybody, group = on(1, host), on(2, host, public=False, made_for=plie)
    theirs = on(3, plie)
    helped = on(4, host)
    SessionFacilitator.objects.create(session=helped, organisation=plie, name="Inès")

    assert shown(Wanted(MARCH)) == [everybody, theirs, helped]
    assert shown(Wanted(MARCH, plie)) == [group, theirs, helped]
    assert shown(Wanted(MARCH, host)) == [everybody, helped]


def test_what_is_for_professionals_stands_under_its_theme(host: Organisation) -> None:
    people = on(1, host)
    meeting = make_activity(
        host, theme=Theme.PROFESSIONALS, participants=ParticipantKind.PROFESSIONAL, title="Réseau"
    )
    between = on(2, host, activity=meeting)

    assert shown(Wanted(MARCH)) == [people]
    assert shown(Wanted(MARCH, theme="professionals")) == [between]
    assert shown(Wanted(MARCH, theme="digital")) == []


def test_each_public_session_carries_its_code(host: Organisation) -> None:
    session = on(1, host)
    link = open_link(kind="session", target_id=session.pk, medium="poster")

    assert [line.code for line in lines_of(programme(Wanted(MARCH)))] == [link.code]


@pytest.mark.parametrize("page", ["programme/", "programme.pdf", "programme-affiche.pdf"])
def test_a_stranger_signs_in_and_an_employer_is_refused(client: Client, recruiter: User, page: str) -> None:
    assert client.get(f"/seances/{page}")["Location"].startswith("/compte/")
    assert signed_in(recruiter).get(f"/seances/{page}").status_code == 403


@pytest.mark.parametrize(
    "asked", [{}, {"month": "2027-03"}, {"month": "1999-99", "partner": "x", "theme": "?"}, {"partner": "0"}]
)
def test_whatever_is_asked_the_page_and_both_papers_answer(
    adviser: User, host: Organisation, asked: dict[str, str]
) -> None:
    on(1, host, title="# $Titre_\\ @piège* <b>«»")
    desk = signed_in(adviser)

    assert desk.get(HOME, asked).status_code == 200
    for paper in ("programme.pdf", "programme-affiche.pdf"):
        response = desk.get(f"/seances/{paper}", asked)
        assert response["Content-Type"] == "application/pdf"
        assert response.content.startswith(b"%PDF")


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_as_many_queries_for_one_as_for_three(
    adviser: User, host: Organisation, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for day in range(count):
        open_link(kind="session", target_id=on(day + 1, host).pk, medium="poster")
    desk = signed_in(adviser)

    with django_assert_num_queries(8):
        assert "Atelier CV" in desk.get(HOME, {"month": "2027-03"}).content.decode()


@pytest.mark.parametrize("count", [0, 1, 5, 12, 13, 24, 36, 45])
def test_the_poster_is_one_page_whatever_the_month_holds(
    host: Organisation, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    taken: dict[str, Any] = {}

    def capture(template: str, data: dict[str, Any]) -> bytes:
        taken[template] = data
        return typeset(template, data)

    monkeypatch.setattr(brochure, "typeset", capture)
    long = make_activity(host, title="Dans le casque : la soudure et la chaudronnerie, pour commencer")
    for number in range(count):
        on(1 + number % 28, host, activity=long, place="Salle immersive, 14 quai aux Bois, porte B, 2ᵉ étage")

    brochure.poster(Wanted(MARCH), programme(Wanted(MARCH)), host)

    assert pages_of("programme_poster", taken["programme_poster"]) == 1
    assert taken["programme_poster"]["more"] == max(0, count - brochure.MOST_ON_POSTER)


def pages_of(template: str, data: dict[str, Any]) -> int:
    """How many pages the typesetter makes of it."""
    folder = Path(brochure.__file__).parents[1] / "base" / "paper"
    made = typst.compile(
        str(folder / f"{template}.typ"),
        root=str(folder),
        ignore_system_fonts=True,
        format="svg",
        sys_inputs={"data": json.dumps(data)},
    )
    return len(made) if isinstance(made, list) else 1
