"""What pages show of a person is within what the table of sight allows: each reader walks all they reach."""

import re
from collections.abc import Callable, Iterable

import pytest
from django.test import Client
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.models import SessionFacilitator
from jalon.casework import actions
from jalon.directory.models import Organisation
from jalon.people import actions as people
from jalon.people.models import Person
from jalon.people.rules import Information, Relation, sees
from tests.factories.activities import make_activity, make_session, seat
from tests.fixtures.people import make_user, signed_in

# One word per part of the file, found nowhere else.
SECRETS = {
    "Zoubrowka": Information.NAME,
    "39\u00a098\u00a077\u00a066": Information.CONTACT,
    "Bastingage": Information.PATHWAY,
    "Mirabelle": Information.PATHWAY,
    "Chaudronnier": Information.PROJECTS,
    "Ce qui complique": Information.OBSTACLES,
    "Kaleidoscope": Information.NOTES,
    "Parapluie": Information.REFERRAL,
    "Ce que la personne accepte": Information.CONSENTS,
    "Qui a ouvert ce dossier": Information.ACCESSES,
    "Gyroscope": Information.TEAM,
}
STARTS = [
    "/bureau/",
    "/bureau/journee/",
    "/bureau/personnes/?vue=equipe",
    "/bureau/semaine/",
    "/personnes/",
    "/personnes/?q=zoubrow",
    "/parcours/orientations/",
    "/parcours/sans-referent/",
    "/seances/",
]
_LINK = re.compile(r'href="(/(?:bureau|personnes|parcours|seances)/[^"#]*)"')
_MOST_PAGES = 60


@pytest.fixture
def partner(partner_adviser: User) -> Organisation:
    return Organisation.objects.get(name="PLIE des Dunes")


@pytest.fixture
def person(host: Organisation, adviser: User, partner: Organisation) -> Person:
    """A file full of planted words, led by `adviser`."""
    one = people.register(
        first_name="Awa", last_name="Zoubrowka", phone="06 39 98 77 66", organisation=host, means="face"
    )
    people.join_team(
        person=one, organisation=host, user=adviser, role="lead", reason="Gyroscope", means="face", by=adviser
    )
    actions.add_step(person=one, title="Bastingage", organisation=host, owner=adviser, by=adviser)
    actions.add_goal(person=one, words="Mirabelle", organisation=host, by=adviser)
    actions.add_project(person=one, title="Chaudronnier", by=adviser)
    actions.note_obstacle(person=one, kind="housing", organisation=host, by=adviser)
    actions.write_note(person=one, text="Kaleidoscope", organisation=host, by=adviser)
    return one


def refer(person: Person, host: Organisation, partner: Organisation, by: User) -> None:
    actions.refer(
        person=person,
        from_organisation=host,
        to_organisation=partner,
        reason="Parapluie",
        means="face",
        by=by,
    )


def book(person: Person, host: Organisation, partner: Organisation, by: User) -> None:
    """A session that the partner's adviser runs, in which the person has a seat."""
    session = make_session(make_activity(host), starts_at=timezone.now())
    user = partner.memberships.get().user
    SessionFacilitator.objects.create(session=session, organisation=partner, user=user)
    seat(session, person)


def share(person: Person, host: Organisation, partner: Organisation, by: User) -> None:
    people.give_consent(person=person, purpose="share", organisation=partner, means="face")


def follow(person: Person, host: Organisation, partner: Organisation, by: User) -> None:
    people.join_team(person=person, organisation=partner, means="face", by=by)


def nothing(person: Person, host: Organisation, partner: Organisation, by: User) -> None:
    """No bond."""


def walk(client: Client, person: Person) -> dict[str, str]:
    """Every page that this reader reaches, and the person's own addresses tried blindly: text by address."""
    own = [f"/personnes/{person.pk}/", f"/parcours/{person.pk}/", f"/parcours/{person.pk}/equipe/"]
    own += [f"/personnes/{person.pk}/dossier.json", f"/seances/personnes/{person.pk}/"]
    queue, texts = [*STARTS, *own], dict[str, str]()
    while queue and len(texts) < _MOST_PAGES:
        address = queue.pop(0).replace("&amp;", "&")
        if address in texts or address.endswith(".pdf"):
            continue
        response = client.get(address)
        shown = response.status_code == 200 and not response.streaming
        texts[address] = response.content.decode("utf-8", "replace") if shown else ""
        queue += _LINK.findall(texts[address])
    return texts


def parts(texts: Iterable[str]) -> set[Information]:
    """Which parts of the file stand in these pages."""
    joined = "\n".join(texts)
    return {part for word, part in SECRETS.items() if word in joined}


BONDS: list[tuple[Callable[..., None], Relation]] = [
    (nothing, Relation.NONE),
    (book, Relation.BOOKED),
    (refer, Relation.REFERRED),
    (share, Relation.SHARED),
    (follow, Relation.FOLLOWS),
]


@pytest.mark.parametrize(("bond", "relation"), BONDS)
def test_a_partner_reads_what_the_table_says(
    bond: Callable[..., None],
    relation: Relation,
    person: Person,
    partner: Organisation,
    adviser: User,
) -> None:
    bond(person, person.team.get(role="lead").organisation, partner, adviser)

    pages = walk(signed_in(partner.memberships.get().user), person)

    sheets = {address for address in pages if "/feuille/" in address}
    shown = parts(pages[address] for address in pages.keys() - sheets)
    assert shown <= sees("adviser", relation)
    assert parts(pages[address] for address in sheets) <= sees("adviser", Relation.SHEET)
    if relation in (Relation.SHARED, Relation.FOLLOWS):
        assert {Information.NAME, Information.PATHWAY, Information.PROJECTS} <= shown
    if relation is Relation.REFERRED:
        assert shown == {Information.NAME, Information.CONTACT, Information.REFERRAL}


def test_the_lead_reads_all_of_it_and_a_colleague_all_but_obstacles(
    person: Person, adviser: User, other_adviser: User, host: Organisation, partner: Organisation
) -> None:
    refer(person, host, partner, adviser)

    lead = parts(walk(signed_in(adviser), person).values())
    colleague = parts(walk(signed_in(other_adviser), person).values())

    assert lead == set(SECRETS.values())
    # The organisation itself was the first contact and stays in the team: its places are for all of it.
    assert colleague == set(SECRETS.values()) - {Information.OBSTACLES}


@pytest.mark.parametrize("role", ["employer", "operator", "administrator"])
def test_other_roles_of_the_same_house_read_nothing(role: str, person: Person, host: Organisation) -> None:
    assert parts(walk(signed_in(make_user("Rita Autre", host, role)), person).values()) == set()
