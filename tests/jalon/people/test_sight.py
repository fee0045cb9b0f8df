"""Who may see whom: the table, and the queries that follow it."""

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory.choices import Role
from jalon.directory.models import Organisation
from jalon.directory.queries import organisations_as
from jalon.people import actions, queries
from jalon.people.models import FileAccess, Person, TeamMember
from jalon.people.rules import SHARED_FILE, WHOLE_FILE, Information, Relation, sees

EXPECTED = {
    ("adviser", "follows"): WHOLE_FILE,
    ("adviser", "shared"): SHARED_FILE,
    ("employer", "presented"): {Information.PRESENTATION},
}


@pytest.mark.parametrize(("role", "relation"), list(product(Role.values, Relation)))
def test_the_table_of_sight(role: str, relation: Relation) -> None:
    assert sees(role, relation) == EXPECTED.get((role, relation.value), set())


def test_a_shared_file_does_not_tell_who_read_it() -> None:
    assert SHARED_FILE.isdisjoint({Information.ACCESSES, Information.CONSENTS, Information.PRESENTATION})


@pytest.fixture
def person(host: Organisation) -> Person:
    return actions.register(first_name="Awa", phone="06 39 98 12 34", organisation=host, means="phone")


def test_advisers_see_whom_their_organisation_follows(
    person: Person, adviser: User, other_adviser: User, partner_adviser: User
) -> None:
    assert queries.find_visible(adviser, person.pk) == person
    assert list(queries.visible_to(other_adviser)) == [person]
    assert queries.find_visible(partner_adviser, person.pk) is None


def test_nobody_else_sees_anybody(
    person: Person, recruiter: User, operator_user: User, administrator: User
) -> None:
    for user in (recruiter, operator_user, administrator):
        assert list(queries.visible_to(user)) == []
        assert queries.search(user, "Awa") == []
        assert queries.information_for(user, person) == frozenset()


def test_an_organisation_that_stops_following_stops_seeing(person: Person, adviser: User) -> None:
    actions.unfollow(member=TeamMember.objects.get())

    assert queries.find_visible(adviser, person.pk) is None


def test_a_membership_that_ended_shows_nothing(person: Person, adviser: User, host: Organisation) -> None:
    host.memberships.update(ended_at=timezone.now() - timedelta(minutes=1))

    assert list(queries.visible_to(adviser)) == []


def test_a_consent_to_share_opens_the_file_until_it_is_taken_back(
    person: Person, partner_adviser: User
) -> None:
    (partner,) = organisations_as(partner_adviser, Role.ADVISER)
    consent = actions.give_consent(person=person, purpose="share", organisation=partner, means="face")
    assert queries.find_visible(partner_adviser, person.pk) == person
    assert queries.information_for(partner_adviser, person) == SHARED_FILE

    actions.withdraw_consent(consent=consent)

    assert queries.find_visible(partner_adviser, person.pk) is None


def test_joined_files_are_one_and_can_be_parted(person: Person, host: Organisation, adviser: User) -> None:
    twin = actions.register(first_name="Hawa", email="awa@exemple.fr", organisation=host, means="web")
    actions.merge(duplicate=twin, into=person, by=adviser)

    assert list(queries.visible_to(adviser)) == [person]
    assert queries.find_visible(adviser, twin.pk) == person
    assert queries.search(adviser, "hawa") == [person]
    assert [contact.kind for contact in queries.contacts_of(person)] == ["phone", "email"]

    actions.separate(duplicate=twin, by=adviser)
    assert queries.find_visible(adviser, twin.pk) == twin


def test_each_opening_of_a_file_is_kept_once_in_ten_minutes(person: Person, adviser: User) -> None:
    for page in ("dossier", "dossier", "appel"):
        actions.record_access(person=person, user=adviser, page=page)

    assert list(FileAccess.objects.order_by("pk").values_list("page", flat=True)) == ["dossier", "appel"]
