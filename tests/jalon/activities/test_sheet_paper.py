"""The sheet on paper: what is printed before and after, names of the whole world, lists over pages."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.accounts.models import User
from jalon.activities import actions
from jalon.activities.attendance_paper import length, paper, sheet_pdf
from jalon.activities.models import Booking, Session, SessionFacilitator
from jalon.activities.queries.sheet import sheet_of
from jalon.base.paper import typeset
from jalon.directory.models import Organisation
from tests.factories.activities import make_activity
from tests.fixtures.people import signed_in
from tests.jalon.activities.door import ended, gesture, make_workshop, number, somebody

pytestmark = pytest.mark.django_db
NBSP = "\u00a0"
WORLD = ["محمد الفاسي", "דוד כהן", "Олена Шевченко", "小明 王", "Chloé 🦄 Vercruysse",
         "Œdipe-Noël d’Ŵrzeszcz", "\u202eAwa D", "#panic() $x$ *y* \\ <a>"]  # fmt: skip


@pytest.fixture
def workshop(host: Organisation, adviser: User) -> Session:
    session = make_workshop(host, activity=make_activity(host, axis="Axe 2"))
    SessionFacilitator.objects.create(session=session, organisation=host, user=adviser)
    return session


def printed(session: Session, **values: Any) -> dict[str, Any]:
    return paper(sheet_of(session), **{"operation": "", "filled": True, **values})


def pages(pdf: bytes) -> int:
    return max(map(int, re.findall(rb"/Count (\d+)", pdf)))


def test_before_there_are_boxes_and_spare_lines(workshop: Session) -> None:
    gesture(somebody(workshop), signature="M1 1L60 60")

    data = printed(workshop, filled=False)

    (group,) = data["groups"]
    assert group["columns"] == ["Arrivée, signature", "Départ, signature"]
    assert [line["last"] for line in group["lines"]] == ["Diarra", *[""] * 6]
    assert {cell["signature"] for line in group["lines"] for cell in line["cells"]} == {""}
    assert (data["operation"], data["state"]) == ("Axe 2", "À signer")
    assert data["facilitators"][0]["name"] == "Claire Deswarte"


def test_after_there_are_signatures_statuses_and_hours(workshop: Session, adviser: User) -> None:
    awa, oumar, paul = (somebody(workshop, name) for name in ("Awa Diarra", "Oumar Sow", "Paul Vit"))
    gesture(awa, signature="M1 1L60 60", uuid=number("1"))
    gesture(awa, "left_early", knew=number("1"), marked_at=workshop.ends_at)
    gesture(oumar, "excused", reason="A prévenu")
    actions.mark(uuid=number("p"), booking=paul, part=workshop.parts.get(), status="present", means="paper")
    ended(workshop)
    actions.close_sheet(session=workshop, by=adviser)
    workshop.refresh_from_db()

    data = printed(workshop, operation="FSE+ n° 2026-114")

    (group,) = data["groups"]
    signed, excused, on_paper = [line["cells"][0] for line in group["lines"]]
    assert signed == {"signature": "M1 1L60 60", "said": "partie ou parti avant la fin"}
    assert excused == {"signature": "", "said": "excusé, excusée : A prévenu"}
    assert on_paper["said"] == "présent, présente, signé sur papier"
    assert [line["hours"] for line in group["lines"]] == [f"3{NBSP}h", "", f"3{NBSP}h"]
    assert data["total"] == f"2 personnes présentes sur 3, 6{NBSP}h en tout."
    assert (data["operation"], data["state"][:6]) == ("FSE+ n° 2026-114", "Fermée")


def test_many_half_days_and_people_go_over_pages(host: Organisation) -> None:
    session = make_workshop(host, parts=7, seats_max=60)
    for place in range(30):
        somebody(session, f"Personne Numéro{place:02}")

    data = printed(session)

    assert data["wide"]
    assert [len(group["columns"]) for group in data["groups"]] == [5, 2]
    assert pages(sheet_pdf(sheet_of(session), filled=True)) >= 6


@pytest.mark.parametrize("filled", [True, False])
def test_names_of_the_whole_world_are_printed(workshop: Session, filled: bool) -> None:
    for name in WORLD:
        gesture(somebody(workshop, name), signature="M1 1L60 60")

    assert sheet_pdf(sheet_of(workshop), filled=filled).startswith(b"%PDF")


@settings(max_examples=30)
@given(st.text(max_size=40))
def test_no_text_breaks_the_typesetter(text: str) -> None:
    line = {
        "first": text,
        "last": text,
        "note": text,
        "cells": [{"signature": "", "said": text}],
        "hours": "",
    }
    data = {
        "title": "x", "activity": text, "organisation": text, "code": "S-1", "state": "", "operation": text,
        "facts": [("Prestation", text)] * 4, "wide": False, "filled": True, "note": text, "total": text,
        "groups": [{"columns": [text], "lines": [line]}], "facilitators": [{"name": text, "role": text}],
    }  # fmt: skip

    assert typeset("attendance", data).startswith(b"%PDF")


def test_an_erased_person_leaves_a_line_without_a_name(workshop: Session) -> None:
    awa = somebody(workshop)
    gesture(awa)
    assert awa.person
    type(awa.person).objects.filter(pk=awa.person.pk).update(first_name="", last_name="")

    (group,) = printed(workshop)["groups"]
    assert group["lines"][0]["last"] == "Personne effacée"


def test_a_guest_is_printed_with_who_sends_them(workshop: Session) -> None:
    Booking.objects.create(session=workshop, organisation=workshop.organisation, guest_name="Paul Vandamme",
                           state="booked", medium="desk", door_code="1234")  # fmt: skip

    (group,) = printed(workshop)["groups"]
    line = group["lines"][0]
    assert (line["first"], line["last"], line["note"]) == ("Paul", "Vandamme", workshop.organisation.name)


def test_the_address_of_the_sheet_prints_it(workshop: Session, adviser: User) -> None:
    somebody(workshop)
    for query in ("", "?operation=FSE%2B", "?empty=on", "?operation=" + "x" * 999):
        answer = signed_in(adviser).get(f"/seances/{workshop.pk}/emargement.pdf{query}")
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")


@pytest.mark.parametrize(("minutes", "said"), [(0, "0 min"), (45, "45 min"), (60, "1 h"), (125, "2 h 05")])
def test_lengths_in_words(minutes: int, said: str) -> None:
    assert length(minutes) == said.replace(" ", NBSP)
