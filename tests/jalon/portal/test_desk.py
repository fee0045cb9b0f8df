"""The desk joins the rooms: what waits, today, one's people, the partner's week."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.models import SessionFacilitator
from jalon.casework import actions
from jalon.casework.models import Referral, Step
from jalon.directory.models import Absence, Membership, Organisation
from jalon.people import actions as people
from jalon.people.models import Person, TeamMember
from tests.factories.activities import make_activity, make_session, seat
from tests.fixtures.people import signed_in

PAGES = ["/bureau/", "/bureau/journee/", "/bureau/personnes/", "/bureau/semaine/"]


@pytest.fixture
def person(host: Organisation) -> Person:
    return people.register(first_name="Nadège", last_name="Everaere", organisation=host, means="face")


def overdue(person: Person, organisation: Organisation, by: User, title: str = "Écrire le CV") -> Step:
    day = timezone.localdate() - timedelta(days=2)
    return actions.add_step(
        person=person, title=title, organisation=organisation, owner=by, due_date=day, by=by
    )


def test_a_stranger_signs_in_and_others_read_nothing(
    client: Client, person: Person, adviser: User, recruiter: User, partner_adviser: User
) -> None:
    overdue(person, person.team.get().organisation, adviser)
    for address in PAGES:
        assert client.get(address)["Location"].startswith("/compte/"), address
        assert signed_in(recruiter).get(address).status_code == 403, address
        assert "Nadège" not in signed_in(partner_adviser).get(address).content.decode(), address


def test_what_waits_comes_from_every_room(
    person: Person, host: Organisation, adviser: User, partner_adviser: User
) -> None:
    partner = Organisation.objects.get(name="PLIE des Dunes")
    overdue(person, host, adviser)
    theirs = people.register(first_name="Oumar", organisation=partner, means="face")
    actions.refer(
        person=theirs, from_organisation=partner, to_organisation=host, reason="Plus près", means="face",
        by=partner_adviser,
    )  # fmt: skip
    ended = timezone.now() - timedelta(days=3)
    seat(make_session(make_activity(host), starts_at=ended), person)

    body = signed_in(adviser).get("/bureau/").content.decode()

    for words in (
        "Étape dépassée : Écrire le CV",
        "PLIE des Dunes vous demande",
        "Feuille d’émargement à clore",
    ):
        assert words in body
    assert "1 sans référent de parcours" in body
    assert body.count("btn--next") == 1


def test_who_left_the_team_reads_no_name_on_the_desk(
    person: Person, host: Organisation, adviser: User
) -> None:
    overdue(person, host, adviser)
    people.object_to(person=person, organisation=host)

    assert "Nadège" not in signed_in(adviser).get("/bureau/").content.decode()


def test_a_referral_without_answer_comes_back(
    person: Person, host: Organisation, adviser: User, partner_adviser: User
) -> None:
    partner = Organisation.objects.get(name="PLIE des Dunes")
    actions.refer(
        person=person, from_organisation=host, to_organisation=partner, reason="x", means="face", by=adviser
    )
    Referral.objects.update(answer_by=timezone.now() - timedelta(minutes=1))
    actions.expire_referrals()

    assert "PLIE des Dunes n’a pas répondu." in signed_in(adviser).get("/bureau/").content.decode()


def test_a_colleague_on_leave_is_replaced(
    person: Person, host: Organisation, adviser: User, other_adviser: User
) -> None:
    overdue(person, host, adviser)
    people.follow(person=person, organisation=host, user=adviser)
    client = signed_in(other_adviser)
    assert "Nadège" not in client.get("/bureau/?vue=moi").content.decode()
    assert "Nadège" not in client.get("/bureau/personnes/").content.decode()

    today = timezone.localdate()
    Absence.objects.create(membership=Membership.objects.get(user=adviser), first_date=today, last_date=today)

    assert "En remplacement de Claire Deswarte." in client.get("/bureau/?vue=moi").content.decode()
    assert "En remplacement de Claire Deswarte" in client.get("/bureau/personnes/").content.decode()


def test_my_day_has_the_session_i_run_and_my_steps(
    person: Person, host: Organisation, adviser: User, other_adviser: User
) -> None:
    soon = timezone.localtime().replace(hour=12, minute=0)
    session = make_session(make_activity(host, title="Atelier du jour"), starts_at=soon)
    SessionFacilitator.objects.create(session=session, organisation=host, user=adviser)
    overdue(person, host, adviser)

    mine = signed_in(adviser).get("/bureau/journee/").content.decode()
    theirs = signed_in(other_adviser).get("/bureau/journee/").content.decode()

    assert "Atelier du jour" in mine
    assert "Écrire le CV" in mine
    assert "Atelier du jour" not in theirs
    assert "Écrire le CV" not in theirs


@pytest.mark.parametrize(
    ("order", "first"), [("nouvelles", "Ancienne"), ("rendez-vous", "Attendue"), ("retard", "Enretard")]
)
def test_my_people_are_sorted(host: Organisation, adviser: User, order: str, first: str) -> None:
    names = ["Ancienne", "Attendue", "Enretard"]
    rows = {name: people.register(first_name=name, organisation=host, means="face") for name in names}
    for one in rows.values():
        people.follow(person=one, organisation=host, user=adviser)
    seat(make_session(make_activity(host)), rows["Attendue"])
    overdue(rows["Enretard"], host, adviser)
    Person.objects.filter(pk=rows["Ancienne"].pk).update(last_activity_at=timezone.now() - timedelta(days=40))

    body = signed_in(adviser).get("/bureau/personnes/", {"tri": order}).content.decode()

    assert min(names, key=body.index) == first


def test_those_without_news_are_a_list(person: Person, adviser: User) -> None:
    client = signed_in(adviser)
    assert "Nadège" not in client.get("/bureau/personnes/?vue=silence").content.decode()
    Person.objects.update(last_activity_at=timezone.now() - timedelta(days=31))

    assert "Nadège" in client.get("/bureau/personnes/?vue=silence").content.decode()


def test_the_week_of_the_partner(host: Organisation, adviser: User) -> None:
    session = make_session(make_activity(host, title="Atelier de la semaine"))
    client = signed_in(adviser)
    day = timezone.localdate(session.starts_at)

    assert "Atelier de la semaine" in client.get("/bureau/semaine/", {"semaine": str(day)}).content.decode()
    far = client.get("/bureau/semaine/", {"semaine": str(day + timedelta(days=21))}).content.decode()
    assert "Rien cette semaine" in far
    assert client.get("/bureau/semaine/", {"semaine": "n’importe quoi"}).status_code == 200


COUNTS = {"/bureau/": 17, "/bureau/?vue=moi": 17, "/bureau/journee/": 10, "/bureau/semaine/": 8}
COUNTS |= {f"/bureau/personnes/?vue=moi&tri={order}": 12 for order in ("nouvelles", "rendez-vous", "retard")}


@pytest.mark.parametrize("address", COUNTS)
def test_lists_take_the_same_queries_however_long(
    host: Organisation, adviser: User, address: str, django_assert_num_queries: Any
) -> None:
    client = signed_in(adviser)
    for number in (1, 2, 3):
        one = people.register(first_name=f"P{number}", organisation=host, means="face")
        people.follow(person=one, organisation=host, user=adviser)
        overdue(one, host, adviser)
        soon = make_session(make_activity(host), starts_at=timezone.now() + timedelta(minutes=number))
        SessionFacilitator.objects.create(session=soon, organisation=host, user=adviser)
        seat(soon, one)
        seat(make_session(make_activity(host), starts_at=timezone.now() - timedelta(days=number)), one)
        if number != 2:
            with django_assert_num_queries(COUNTS[address]):
                assert client.get(address).status_code == 200


def test_a_person_is_followed_by_a_place_of_a_joined_file(
    person: Person, host: Organisation, adviser: User
) -> None:
    twin = people.register(first_name="Nadege", organisation=host, means="face")
    people.follow(person=twin, organisation=host, user=adviser)
    people.merge(duplicate=twin, into=person, by=adviser)
    assert TeamMember.objects.filter(user=adviser).exists()

    assert "Nadège Everaere" in signed_in(adviser).get("/bureau/personnes/").content.decode()
