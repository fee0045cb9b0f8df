"""The support team: who joins, who leads, who takes over; nobody is added by itself."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from jalon.accounts.models import User
from jalon.base.models import OutboxMessage
from jalon.directory.models import Organisation
from jalon.people import actions, queries
from jalon.people.models import Consent, Milestone, Person, TeamMember
from jalon.people.rules import Information
from tests.jalon.base.parallel import at_once


@pytest.fixture
def person(host: Organisation) -> Person:
    return actions.register(first_name="Awa", phone="06 39 98 12 34", organisation=host, means="phone")


@pytest.fixture
def partner(partner_adviser: User) -> Organisation:
    return Organisation.objects.get(name="PLIE des Dunes")


@pytest.fixture
def lead(person: Person, host: Organisation, adviser: User) -> TeamMember:
    return actions.join_team(
        person=person, organisation=host, user=adviser, role="lead", means="face", by=adviser
    )


def test_a_partner_joins_with_the_persons_agreement(
    person: Person, partner: Organisation, partner_adviser: User, lead: TeamMember, other_adviser: User
) -> None:
    member = actions.join_team(
        person=person, organisation=partner, user=partner_adviser, role="social", reason="logement",
        means="paper", by=other_adviser,
    )  # fmt: skip

    assert (member.added_by, member.reason) == (other_adviser, "logement")
    assert Consent.objects.get(organisation=partner).means == "paper"
    assert Information.OBSTACLES in queries.information_for(partner_adviser, person)
    told = (
        OutboxMessage.objects.filter(channel="mail").order_by("recipient").values_list("recipient", flat=True)
    )
    assert list(told) == ["claire.deswarte@jalon.example", "inès.partenaire@jalon.example"]


def test_one_leads(person: Person, host: Organisation, lead: TeamMember, other_adviser: User) -> None:
    with pytest.raises(ValidationError, match="Claire Deswarte"):
        actions.join_team(
            person=person, organisation=host, user=other_adviser, role="lead", means="face", by=other_adviser
        )


def test_who_was_refused_is_not_added(person: Person, partner: Organisation, adviser: User) -> None:
    actions.object_to(person=person, organisation=partner)

    with pytest.raises(ValidationError, match="ne veut pas"):
        actions.join_team(person=person, organisation=partner, means="face", by=adviser)
    assert not TeamMember.objects.filter(organisation=partner).exists()


def test_the_same_is_not_added_twice_nor_for_another_organisation(
    person: Person, host: Organisation, lead: TeamMember, adviser: User, partner_adviser: User
) -> None:
    for user, words in ((adviser, "déjà dans l’équipe"), (partner_adviser, "ne travaille pas pour")):
        with pytest.raises(ValidationError, match=words):
            actions.join_team(person=person, organisation=host, user=user, means="face", by=adviser)


def test_a_professional_without_account_is_named(
    person: Person, partner: Organisation, adviser: User
) -> None:
    member = actions.join_team(
        person=person, organisation=partner, name="Hugues Pladys", phone="03 53 01 24 75", role="social",
        means="phone", by=adviser,
    )  # fmt: skip

    assert (member.name, member.phone) == ("Hugues Pladys", "+33353012475")


def test_a_hand_over_keeps_the_history_and_tells_everybody(
    person: Person, lead: TeamMember, host: Organisation, other_adviser: User, adviser: User
) -> None:
    new = actions.hand_over(
        member=lead, organisation=host, user=other_adviser, reason="congé maternité", by=adviser
    )

    lead.refresh_from_db()
    assert (lead.ended_reason, lead.ended_by) == ("congé maternité", adviser)
    assert (new.role, new.user) == ("lead", other_adviser)
    band = Milestone.objects.get(kind="people.handed_over")
    assert "de Claire Deswarte" in band.detail
    sms = OutboxMessage.objects.get(channel="sms")
    assert sms.body.startswith("Samir Haddad (Maison de l’emploi du Grand-Estran) vous accompagne désormais")
    assert OutboxMessage.objects.get(channel="mail").recipient == "samir.haddad@jalon.example"


def test_a_hand_over_to_a_new_partner_needs_the_persons_agreement(
    lead: TeamMember, partner: Organisation, partner_adviser: User, adviser: User
) -> None:
    with pytest.raises(ValidationError, match="accord"):
        actions.hand_over(member=lead, organisation=partner, user=partner_adviser, reason="x", by=adviser)

    actions.hand_over(
        member=lead, organisation=partner, user=partner_adviser, reason="x", means="face", by=adviser
    )
    assert Consent.objects.get(organisation=partner).means == "face"


def test_another_place_keeps_the_old_one_as_history(lead: TeamMember, adviser: User) -> None:
    actions.change_place(member=lead, role="social", reason="Samir mène", by=adviser)

    held = TeamMember.objects.filter(user=adviser).order_by("pk")
    assert [(one.role, one.until is None) for one in held] == [("lead", False), ("social", True)]


def test_who_leaves_reads_nothing_any_more(
    person: Person, partner: Organisation, partner_adviser: User, adviser: User
) -> None:
    member = actions.join_team(
        person=person, organisation=partner, user=partner_adviser, means="face", by=adviser
    )
    actions.leave_team(member=member, reason="fin de l’accompagnement", by=adviser)

    assert queries.find_visible(partner_adviser, person.pk) is None
    with pytest.raises(ValidationError, match="déjà changé"):
        actions.leave_team(member=member, reason="encore", by=adviser)


@pytest.mark.django_db(transaction=True)
def test_two_lead_at_once(person: Person, host: Organisation, adviser: User, other_adviser: User) -> None:
    def lead(user: User) -> TeamMember:
        return actions.join_team(
            person=person, organisation=host, user=user, role="lead", means="face", by=user
        )

    results = at_once(lambda: lead(adviser), lambda: lead(other_adviser))

    assert sorted(type(result).__name__ for result in results) == ["TeamMember", "ValidationError"]
    assert TeamMember.objects.filter(role="lead", until__isnull=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_hand_over_at_once(
    lead: TeamMember, host: Organisation, adviser: User, other_adviser: User
) -> None:
    results = at_once(
        *[
            lambda: actions.hand_over(
                member=lead, organisation=host, user=other_adviser, reason="congé", by=adviser
            )
        ]
        * 2
    )

    assert sorted(type(result).__name__ for result in results) == ["TeamMember", "ValidationError"]
    assert TeamMember.objects.filter(role="lead", until__isnull=True).count() == 1


def test_those_without_a_lead_get_one(
    person: Person, host: Organisation, adviser: User, other_adviser: User, lead: TeamMember
) -> None:
    alone = actions.register(first_name="Seul", phone="06 39 98 12 35", organisation=host, means="phone")

    appointed = actions.appoint_all(
        people=[person, alone], organisation=host, user=other_adviser, reason="à répartir", by=adviser
    )

    assert appointed == 1
    assert TeamMember.objects.get(person=alone, role="lead").user == other_adviser
    assert lead.user == TeamMember.objects.get(person=person, role="lead", until__isnull=True).user


def test_a_lead_who_left_is_replaced(lead: TeamMember, host: Organisation, other_adviser: User) -> None:
    host.memberships.filter(user=lead.user).update(ended_at=timezone.now())

    assert actions.appoint(
        person=lead.person, organisation=host, user=other_adviser, reason="départ", by=other_adviser
    )
    lead.refresh_from_db()
    assert lead.ended_reason == "a quitté la structure"


def test_nobody_leads_for_an_organisation_that_does_not_follow(
    person: Person, partner: Organisation, partner_adviser: User
) -> None:
    with pytest.raises(ValidationError, match="ne suit pas"):
        actions.appoint(
            person=person, organisation=partner, user=partner_adviser, reason="x", by=partner_adviser
        )
