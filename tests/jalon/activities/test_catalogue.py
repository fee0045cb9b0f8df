"""The catalogue: who writes, who reads, what is kept, what the public sees."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from jalon.accounts.models import User
from jalon.activities.actions import catalogue as actions
from jalon.activities.choices import ActivityKind, ActivityState, ParticipantKind, Theme
from jalon.activities.models import Activity
from jalon.activities.queries import catalogue as queries
from jalon.activities.rules.refusal import RefusedError
from jalon.directory.models import Organisation
from jalon.reference.choices import SkillKind
from jalon.reference.models import Occupation, Skill, Vocabulary
from tests.factories.activities import make_activity, make_session, next_weekday
from tests.fixtures.people import signed_in

pytestmark = pytest.mark.django_db

HOME = "/seances/activites/"
PAGES = ["", "ecrire/", "{id}/", "{id}/modifier/"]


@pytest.fixture
def skill(db: None) -> Skill:
    Vocabulary.objects.create(kind="rome", version="t")
    return Skill.objects.create(code="s:47", label="Travailler en équipe", kind=SkillKind.SOFT)


@pytest.fixture
def welder(db: None) -> Occupation:
    return Occupation.objects.create(code="H2913", label="Soudeur / Soudeuse")


def typed(**fields: Any) -> dict[str, Any]:
    """A complete page."""
    return {
        "title": "Atelier lettre",
        "kind": "cover_letter",
        "theme": "prepare",
        "participants": "person",
        "summary": "On écrit ensemble.",
        "minutes": "1 h 30",
        "price": "12,50",
        **fields,
    }


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_signs_in_and_an_employer_is_refused(
    client: Client, host: Organisation, recruiter: User, page: str
) -> None:
    address = HOME + page.format(id=make_activity(host, title="Secrète").pk)

    assert client.get(address)["Location"].startswith("/compte/")
    refused = signed_in(recruiter).get(address)
    assert refused.status_code == 403
    assert "Secrète" not in refused.content.decode()


def test_an_adviser_writes_a_draft_that_keeps_everything(
    adviser: User, skill: Skill, welder: Occupation
) -> None:
    page = typed(
        organisation=adviser_organisation(adviser).pk,
        situations=["rsa"],
        skill_code="s:47",
        skill_text="Travailler en équipe",
        occupation=["H2913"],
    )
    response = signed_in(adviser).post(f"{HOME}ecrire/", page)

    row = Activity.objects.get()
    assert response["Location"] == f"{HOME}{row.pk}/"
    assert (row.state, row.minutes, str(row.price), row.situations) == ("draft", 90, "12.50", ["rsa"])
    assert list(row.skills.all()) == [skill]
    assert list(row.occupations.all()) == [welder]
    assert [change.kind for change in row.changes.all()] == ["written"]


def adviser_organisation(user: User) -> Organisation:
    return Organisation.objects.get(memberships__user=user)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": ""}, "Donnez un titre"),
        ({"minutes": "bientôt"}, "Écrivez une durée"),
        ({"minutes": "0 h"}, "Écrivez une durée"),
        ({"price": "-3"}, "hors de ce qu’une séance"),
        ({"theme": "professionals"}, "n’est pas pour les habitantes"),
        ({"skill_text": "léviter"}, "« léviter » n’est pas dans la liste"),
        ({"kind": "nimporte"}, "Choisissez dans la liste"),
    ],
)
def test_a_fault_is_said_and_nothing_typed_is_lost(adviser: User, fields: dict[str, str], said: str) -> None:
    page = typed(organisation=adviser_organisation(adviser).pk, audience="Tout le monde", **fields)
    response = signed_in(adviser).post(f"{HOME}ecrire/", page)

    body = response.content.decode()
    assert response.status_code == 422
    assert said in body
    assert "Tout le monde" in body
    assert not Activity.objects.exists()


def test_adding_a_term_shows_the_page_again_without_judging_it(adviser: User, skill: Skill) -> None:
    page = typed(title="", more="1", skill_text="travailler en equipe")
    response = signed_in(adviser).post(f"{HOME}ecrire/", page)

    body = response.content.decode()
    assert response.status_code == 200
    assert 'value="s:47" checked' in body
    assert "Donnez un titre" not in body


def test_two_who_write_at_once_do_not_lose_each_other(adviser: User, host: Organisation) -> None:
    row = make_activity(host)
    stale = row.changed_at.isoformat()
    actions.write_activity(organisation=host, values={"title": "Le titre de Samir"}, by=None, activity=row)

    response = signed_in(adviser).post(f"{HOME}{row.pk}/modifier/", typed(version=stale))

    row.refresh_from_db()
    assert response.status_code == 422
    assert "Quelqu’un a changé cette activité" in response.content.decode()
    assert row.title == "Le titre de Samir"


def test_partners_read_all_and_write_their_own_the_host_writes_all(
    host: Organisation, adviser: User, partner_adviser: User
) -> None:
    hosts, theirs = make_activity(host), make_activity(adviser_organisation(partner_adviser))
    partner = signed_in(partner_adviser)

    assert partner.get(f"{HOME}{hosts.pk}/").status_code == 200
    assert partner.get(f"{HOME}{hosts.pk}/modifier/").status_code == 404
    assert partner.post(f"{HOME}{hosts.pk}/retirer/").status_code == 404
    assert partner.post(f"{HOME}{theirs.pk}/retirer/").status_code == 302
    assert signed_in(adviser).post(f"{HOME}{theirs.pk}/publier/").status_code == 302
    theirs.refresh_from_db()
    hosts.refresh_from_db()
    assert (hosts.state, theirs.state) == ("published", "published")
    assert [change.kind for change in queries.history(theirs)] == ["published", "retired"]


def test_reading_never_publishes(adviser: User, host: Organisation) -> None:
    row = make_activity(host, state=ActivityState.DRAFT)

    assert signed_in(adviser).get(f"{HOME}{row.pk}/publier/").status_code == 405
    row.refresh_from_db()
    assert row.state == "draft"


def test_an_activity_without_a_word_on_what_happens_is_not_published(host: Organisation) -> None:
    row = make_activity(host, state=ActivityState.DRAFT, summary="  ")

    with pytest.raises(RefusedError, match="ce qui s’y passe"):
        actions.publish_activity(activity=row, by=None)


def test_the_list_is_searched_without_accents_and_filtered(host: Organisation) -> None:
    cv = make_activity(host, title="Atelier CV", summary="Écrire.")
    visit = make_activity(host, title="Visite d’usine", theme=Theme.MEET, kind=ActivityKind.COMPANY_VISIT)
    gone = make_activity(host, title="Ancienne", state=ActivityState.RETIRED)

    def found(**asked: Any) -> list[Activity]:
        return queries.listed(queries.Filters(**asked))

    assert found() == [cv, visit]
    assert found(text="ECRIRE ate") == [cv]
    assert found(text="usine") == [visit]
    assert found(theme="meet") == [visit]
    assert found(kind="cv") == [cv]
    assert found(state="retired") == [gone]
    assert found(organisation=host.pk + 1) == []


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_as_many_queries_for_one_as_for_three(
    adviser: User, host: Organisation, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        make_session(make_activity(host, title=f"Activité {number}"))
    desk, public = signed_in(adviser), Client()

    with django_assert_num_queries(7):
        assert "Activité 0" in desk.get(HOME).content.decode()
    with django_assert_num_queries(3):
        assert "Activité 0" in public.get("/agenda/activites/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_an_activity_takes_as_many_queries_for_one_session_as_for_three(
    adviser: User, host: Organisation, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    row = make_activity(host)
    for number in range(count):
        make_session(row, starts_at=next_weekday(9 + number))
    desk, public = signed_in(adviser), Client()

    with django_assert_num_queries(10):
        assert desk.get(f"{HOME}{row.pk}/").status_code == 200
    with django_assert_num_queries(5):
        assert public.get(f"/agenda/activites/{row.pk}/").status_code == 200


def test_the_public_sees_what_is_published_without_a_cookie_in_two_languages(host: Organisation) -> None:
    shown = make_activity(host, audience="Qui veut", price=777, situations=["rsa"])
    make_activity(host, title="Brouillon", state=ActivityState.DRAFT)
    meeting = make_activity(
        host, title="Le réseau", theme=Theme.PROFESSIONALS, participants=ParticipantKind.PROFESSIONAL
    )
    client = Client()

    body = client.get("/agenda/activites/").content.decode()
    assert "Atelier CV" in body
    assert "Brouillon" not in body
    assert body.index("Entre professionnels") < body.index("Le réseau")
    page = client.get(f"/agenda/activites/{shown.pk}/").content.decode()
    assert "Qui veut" in page
    assert "RSA" not in page
    assert "777" not in page
    assert client.get(f"/agenda/activites/{meeting.pk}/").status_code == 200
    assert '<html lang="en">' in client.get(f"/en/agenda/activites/{shown.pk}/").content.decode()
    assert not client.cookies


def test_the_public_finds_no_draft_no_slot_and_no_group_of_a_partner(
    host: Organisation, employer: Organisation
) -> None:
    row = make_activity(host)
    draft = make_activity(host, state=ActivityState.DRAFT)
    public = make_session(row, place="Gare")
    make_session(row, place="Bureau caché", public=False)
    make_session(row, place="Groupe caché", made_for=employer)
    client = Client()

    assert client.get(f"/agenda/activites/{draft.pk}/").status_code == 404
    assert client.get("/agenda/activites/999999/").status_code == 404
    body = client.get(f"/agenda/activites/{row.pk}/").content.decode()
    assert public.place in body
    assert "caché" not in body


def test_skills_are_suggested_without_accents_and_conditions_are_not(client: Client, skill: Skill) -> None:
    Skill.objects.create(code="s:51", label="Travail en équipes", kind=SkillKind.CONTEXT)

    body = client.get("/referentiel/competences", {"q": "equipe"}).content.decode()

    assert 'data-value="s:47"' in body
    assert "s:51" not in body


def test_the_public_list_says_the_first_sentence(client: Client, host: Organisation) -> None:
    make_activity(host, summary="On écrit votre CV. Ensuite on l’imprime.")

    body = client.get("/agenda/activites/").content.decode()

    assert "On écrit votre CV.</p>" in body
