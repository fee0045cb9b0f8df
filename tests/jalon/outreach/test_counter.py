"""The machine end of the counter: everything once, nothing lost, nothing for others."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jalon.accounts.models import User
from jalon.outreach import actions
from jalon.outreach.actions import Mark
from jalon.outreach.forms import machine
from jalon.outreach.models import FirstContact, OutreachDay, Stand, Tally
from tests.jalon.base.parallel import at_once
from tests.jalon.outreach.conftest import MONDAY, signed_in

END = "/tournees/api/releve"


def mark(stand: Stand, uuid: str = "", at: datetime | None = None, **more: Any) -> dict[str, Any]:
    instant = at or timezone.now()
    return {"uuid": uuid or str(uuid4()), "stand": stand.pk, "at": int(instant.timestamp() * 1000), **more}


def send(client: Client, **content: Any) -> Any:
    return client.post(END, json.dumps(content), content_type="application/json")


@pytest.mark.django_db
def test_counts_and_contacts_are_taken_once(stand: Stand, adviser: User) -> None:
    tallies = [mark(stand, gender="woman"), mark(stand), mark(stand, withdrawn=True)]
    contacts = [mark(stand, first_name="Awa", phone="06 39 98 12 34", wish="work")]
    client = signed_in(adviser)

    first = send(client, tallies=tallies, contacts=contacts).json()
    second = send(client, tallies=tallies, contacts=contacts).json()

    assert first == second
    assert (len(first["taken"]), first["refused"], first["counted"]) == (4, {}, {str(stand.pk): 2})
    assert first["contacts"] == {contacts[0]["uuid"]: FirstContact.objects.get().pk}
    assert (Tally.objects.count(), OutreachDay.objects.get().contacts) == (3, 1)


@pytest.mark.django_db
@given(st.permutations(range(4)), st.lists(st.integers(0, 3), max_size=6))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_latest_state_holds_in_any_order(stand: Stand, order: list[int], repeats: list[int]) -> None:
    uuid, start = uuid4(), timezone.now()
    states = [
        Mark(uuid, start + timedelta(seconds=n), gender=gender, withdrawn=withdrawn)
        for n, (gender, withdrawn) in enumerate([("", False), ("woman", False), ("", True), ("man", False)])
    ]
    for number in [*order, *repeats]:
        actions.tally(stand=stand, marks=[states[number]], by=None)

    row = Tally.objects.get(uuid=uuid)
    assert (row.gender, row.withdrawn) == ("man", False)


@pytest.mark.django_db
def test_faults_refuse_one_item_and_say_why(stand: Stand, adviser: User) -> None:
    good, bad = mark(stand), mark(stand, gender="chat")
    old = mark(stand, at=timezone.now() - timedelta(days=90))
    short = mark(stand, first_name="Awa", phone="06 39")
    nobody = mark(stand, words="rien")
    answer = send(signed_in(adviser), tallies=[good, bad, old], contacts=[short, nobody]).json()

    assert answer["taken"] == [good["uuid"]]
    assert set(answer["refused"]) == {one["uuid"] for one in (bad, old, short, nobody)}
    assert "chiffres" in answer["refused"][short["uuid"]]


@pytest.mark.django_db
def test_strangers_and_other_teams_leave_nothing(
    stand: Stand, client: Client, partner_adviser: User, recruiter: User
) -> None:
    content = {"tallies": [mark(stand)], "contacts": [mark(stand, first_name="Awa")]}

    assert send(client, **content).status_code == 401
    assert send(signed_in(recruiter), **content).status_code == 403
    answer = send(signed_in(partner_adviser), **content)
    assert (answer.status_code, answer.json()["taken"], len(answer.json()["refused"])) == (200, [], 2)
    assert "Phare" not in answer.content.decode()
    assert (Tally.objects.count(), FirstContact.objects.count()) == (0, 0)
    assert signed_in(recruiter).get(END).status_code == 405


@pytest.mark.django_db
def test_who_is_in_the_crew_counts_for_the_team(stand: Stand, partner_adviser: User, adviser: User) -> None:
    actions.set_crew(outing=stand.outing, users=[adviser, partner_adviser], by=adviser)
    client = signed_in(partner_adviser)

    assert len(send(client, tallies=[mark(stand)]).json()["taken"]) == 1
    assert "Place du Phare" in client.get(reverse("outreach:counter")).content.decode()
    assert client.get(reverse("outreach:stand", args=[stand.pk])).status_code == 404


@pytest.mark.django_db
def test_a_forged_form_is_refused(stand: Stand, adviser: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in(adviser).cookies

    assert send(client, tallies=[mark(stand)]).status_code == 403
    client.get(reverse("outreach:counter"))
    token = {"X-CSRFToken": client.cookies["jalon_csrf"].value}
    content = json.dumps({"tallies": [mark(stand)]})
    answer = client.post(END, content, content_type="application/json", headers=token)
    assert answer.status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_telephones_and_a_repeat_at_once(stand: Stand, adviser: User) -> None:
    marks = [Mark(UUID(int=number), timezone.now()) for number in range(30)]
    at_once(
        lambda: actions.tally(stand=stand, marks=marks[:20], by=adviser),
        lambda: actions.tally(stand=stand, marks=list(reversed(marks[10:])), by=adviser),
        lambda: actions.tally(stand=stand, marks=marks, by=adviser),
    )

    assert Tally.objects.count() == 30


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
NAMES = ["uuid", "stand", "at", "gender", "age_band", "withdrawn", "first_name", "phone", "wish", "words"]
LIKELY = (
    JSON
    | st.sampled_from(["woman", "under_26", "work", "06 39 98 12 34", "\x00", "\ud800", "💼", "مريم"])
    | st.integers(1, 3)
    | st.uuids().map(str)
    | st.just(int(MONDAY.timestamp() * 1000))
)
ITEMS = st.lists(st.dictionaries(st.sampled_from(NAMES), LIKELY), max_size=3)


@pytest.mark.django_db
@given(st.fixed_dictionaries({}, optional={"tallies": ITEMS | JSON, "contacts": ITEMS | JSON}) | JSON)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_message_breaks_it(stand: Stand, adviser: User, content: Any) -> None:
    answer = send(signed_in(adviser), **content) if isinstance(content, dict) and all(
        name in {"tallies", "contacts"} for name in content
    ) else signed_in(adviser).post(END, json.dumps(content), content_type="application/json")  # fmt: skip

    assert answer.status_code in {200, 400}
    assert answer.json()


@pytest.mark.parametrize(
    "body", [b"", b"\xff", b"{", b"[]", b"[" * 50_000, b'{"tallies": [1]}', b'{"tallies": {}}']
)
def test_what_is_no_message_is_said(body: bytes) -> None:
    with pytest.raises(machine.BadMessageError):
        machine.read(body, timezone.now())


@pytest.mark.django_db
def test_the_page_keeps_yesterday_and_a_week(
    stand: Stand, adviser: User, at: Callable[[datetime], None]
) -> None:
    client = signed_in(adviser)
    page = client.get(reverse("outreach:counter"))
    assert page.context["stands"][0]["promise"] == "mercredi 4 novembre à 15\u00a0h"
    assert page.context["stands"][0]["when"].startswith("mardi 3 novembre")
    at(stand.ends_at + timedelta(days=2))
    assert signed_in(adviser).get(reverse("outreach:counter")).context["stands"] == []
