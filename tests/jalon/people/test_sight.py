"""Who may see whom: the table, and the queries that follow it."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jalon.accounts.models import User
from jalon.directory.choices import Role
from jalon.directory.models import Absence, Membership, Organisation
from jalon.directory.queries import organisations_as
from jalon.people import actions, queries
from jalon.people.choices import TeamRole
from jalon.people.models import Consent, FileAccess, Person, TeamMember
from jalon.people.rules import SHARED_FILE, Information, Relation, opens_file, sees
from tests.fixtures.people import make_user

WHOLE = """initial name contact timeline team pathway projects obstacles notes bookings reports consents
    accesses referral"""
EXPECTED = {
    ("adviser", "lead"): WHOLE,
    ("adviser", "social"): WHOLE,
    ("adviser", "employment"): WHOLE,
    ("adviser", "follows"): """initial name contact timeline team pathway projects notes bookings reports
        consents accesses referral""",
    ("adviser", "shared"): "initial name contact timeline team pathway projects bookings",
    ("adviser", "referred"): "initial name contact referral",
    ("adviser", "sheet"): "initial name",
    ("adviser", "booked"): "initial",
    ("employer", "presented"): "presentation",
}


@pytest.mark.parametrize(("role", "relation"), list(product(Role.values, Relation)))
def test_the_table_of_sight(role: str, relation: Relation) -> None:
    expected = EXPECTED.get((role, relation.value), "").split()

    assert sorted(part.value for part in sees(role, relation)) == sorted(expected)


def test_only_a_bond_of_the_team_or_a_consent_opens_a_file() -> None:
    opening = {(role, bond.value) for role, bond in product(Role.values, Relation) if opens_file(role, bond)}

    bonds = ("lead", "social", "employment", "follows", "shared")
    assert opening == {("adviser", bond) for bond in bonds}


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


@pytest.fixture
def led(person: Person, host: Organisation, adviser: User) -> Person:
    """A person whose social referent is `adviser`; the organisation as a whole is no longer in the team."""
    actions.unfollow(member=TeamMember.objects.get())
    actions.follow(person=person, organisation=host, user=adviser, role=TeamRole.SOCIAL)
    return person


def test_obstacles_are_for_who_holds_the_place(led: Person, adviser: User, other_adviser: User) -> None:
    assert Information.OBSTACLES in queries.information_for(adviser, led)
    assert Information.OBSTACLES not in queries.information_for(other_adviser, led)
    assert Information.NOTES in queries.information_for(other_adviser, led)


def test_a_colleague_who_is_away_is_replaced(led: Person, adviser: User, other_adviser: User) -> None:
    today = timezone.localdate()
    membership = Membership.objects.get(user=adviser)
    absence = Absence.objects.create(membership=membership, first_date=today, last_date=today)
    assert Information.OBSTACLES in queries.information_for(other_adviser, led)

    absence.first_date = absence.last_date = today + timedelta(days=1)
    absence.save(update_fields=["first_date", "last_date"])
    assert Information.OBSTACLES not in queries.information_for(other_adviser, led)


def test_a_colleague_who_left_is_replaced(led: Person, adviser: User, other_adviser: User) -> None:
    Membership.objects.filter(user=adviser).update(ended_at=timezone.now())

    assert Information.OBSTACLES in queries.information_for(other_adviser, led)


def test_who_recruits_for_the_same_organisation_sees_nobody(led: Person, host: Organisation) -> None:
    user = make_user("Rita Recrute", host, Role.EMPLOYER)

    assert queries.find_visible(user, led.pk) is None
    assert list(queries.visible_to(user)) == []


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_the_list_and_the_page_agree(
    host: Organisation, adviser: User, partner_adviser: User, recruiter: User, data: st.DataObject
) -> None:
    """Whatever team, consent and joined files: a person is listed exactly when their page opens."""
    with transaction.atomic():
        people = [_somebody(data) for _ in range(4)]
        for user in (adviser, partner_adviser, recruiter):
            listed = set(queries.visible_to(user))
            opened = {queries.find_visible(user, person.pk) for person in people} - {None}
            assert listed == opened
            assert all(Information.TIMELINE in queries.information_for(user, one) for one in listed)
        transaction.set_rollback(True)


def _somebody(data: st.DataObject) -> Person:
    """A file with any bonds, perhaps joined to an earlier one, perhaps erased."""
    kept = Person.objects.filter(canonical__isnull=True, anonymised_at__isnull=True).order_by("pk").first()
    joined = data.draw(st.booleans()) if kept else False
    person = Person.objects.create(canonical=kept if joined else None)
    for organisation in Organisation.objects.order_by("pk"):
        ended = data.draw(st.sampled_from([None, -1, 1]))
        until = timezone.now() + timedelta(days=ended) if ended else None
        if data.draw(st.booleans()):
            TeamMember.objects.create(person=person, organisation=organisation, until=until)
        if data.draw(st.booleans()):
            Consent.objects.create(
                person=person, purpose="share", organisation=organisation, means="face", withdrawn_at=until
            )
    return person
