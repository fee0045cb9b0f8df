"""Referrals: asked with the person's agreement, answered once, expired by themselves, told to each side."""

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from jalon.accounts.models import User
from jalon.base.models import OutboxMessage
from jalon.casework import actions, queries
from jalon.casework.choices import ReferralState
from jalon.casework.models import Referral, Step
from jalon.casework.rules import RefusedError, check_referral_move
from jalon.directory.models import Organisation
from jalon.people import actions as people
from jalon.people.models import Consent, Milestone, Person, TeamMember
from jalon.people.queries import find_visible, followed_by
from tests.jalon.base.parallel import at_once

ALLOWED = {
    ("sent", "accepted"),
    ("sent", "declined"),
    ("sent", "expired"),
    ("sent", "withdrawn"),
    ("expired", "accepted"),
    ("expired", "declined"),
}


@pytest.mark.parametrize(("origin", "target"), list(product(ReferralState.values, repeat=2)))
def test_the_table_of_moves(origin: str, target: str) -> None:
    if (origin, target) in ALLOWED:
        check_referral_move(origin, target)
    else:
        with pytest.raises(RefusedError):
            check_referral_move(origin, target)


def mails() -> list[tuple[str, str]]:
    sent = OutboxMessage.objects.filter(channel="mail").order_by("pk")
    return list(sent.values_list("recipient", "subject"))


def test_the_partner_is_told_little_and_sees_no_file(
    referral: Referral, partner: Organisation, partner_adviser: User
) -> None:
    (mail,) = OutboxMessage.objects.filter(channel="mail")

    assert mail.recipient == partner_adviser.email
    assert "Nadège E." in mail.body
    assert "Everaere" not in mail.body
    assert queries.referrals_to_answer([partner]) == [referral]
    assert find_visible(partner_adviser, referral.person.pk) is None


def test_yes_joins_the_team_and_does_the_step(
    referral: Referral, partner: Organisation, partner_adviser: User, adviser: User
) -> None:
    OutboxMessage.objects.all().delete()
    actions.answer_referral(
        referral=referral,
        accepted=True,
        note="Mardi.",
        role="social",
        owner=partner_adviser,
        by=partner_adviser,
    )

    place = TeamMember.objects.get(organisation=partner)
    assert (place.role, place.user, place.added_by) == ("social", partner_adviser, partner_adviser)
    assert Consent.objects.get(organisation=partner).means == "face"
    assert Step.objects.get().state == "done"
    assert (adviser.email, "PLIE des Dunes a répondu : oui") in mails()
    assert "Inès Partenaire (PLIE des Dunes)" in OutboxMessage.objects.get(channel="sms").body
    assert queries.referrals_to_answer([partner]) == []


def test_no_names_somebody_else(
    referral: Referral, host: Organisation, partner: Organisation, partner_adviser: User
) -> None:
    answered = actions.answer_referral(
        referral=referral, accepted=False, note="Hors de notre commune.", suggested=host, by=partner_adviser
    )

    assert (answered.state, answered.suggested) == ("declined", host)
    assert not TeamMember.objects.filter(organisation=partner).exists()
    body = OutboxMessage.objects.latest("pk").body
    assert "Hors de notre commune." in body
    assert f"Autre partenaire possible : {host.name}" in body
    assert Milestone.objects.latest("pk").kind == "casework.referral_declined"


def test_an_answer_is_given_once(referral: Referral, partner_adviser: User) -> None:
    actions.answer_referral(referral=referral, accepted=False, by=partner_adviser)

    with pytest.raises(RefusedError, match="refusée"):
        actions.answer_referral(referral=referral, accepted=True, by=partner_adviser)


def test_without_answer_it_expires_once_and_may_still_be_answered(
    referral: Referral, host: Organisation, partner_adviser: User, adviser: User
) -> None:
    assert actions.expire_referrals() == 0
    Referral.objects.update(answer_by=timezone.now() - timedelta(minutes=1))

    assert actions.expire_referrals() == 1
    assert actions.expire_referrals() == 0
    assert queries.referrals_expired([host]) == [referral]
    assert mails()[-1] == (adviser.email, "Sans réponse de PLIE des Dunes")
    actions.answer_referral(referral=referral, accepted=True, by=partner_adviser)


def test_withdrawn_is_not_answered(referral: Referral, adviser: User, partner_adviser: User) -> None:
    actions.withdraw_referral(referral=referral, by=adviser)

    assert mails()[-1] == (partner_adviser.email, "Une orientation est retirée")
    with pytest.raises(RefusedError):
        actions.answer_referral(referral=referral, accepted=True, by=partner_adviser)


@pytest.mark.parametrize("case", ["again", "itself", "follows", "objects", "past"])
def test_what_is_refused(
    case: str, referral: Referral, host: Organisation, partner: Organisation, adviser: User
) -> None:
    target, due = partner, timezone.now() + timedelta(days=1)
    if case != "again":
        actions.withdraw_referral(referral=referral, by=adviser)
    if case == "itself":
        target = host
    if case == "follows":
        people.follow(person=referral.person, organisation=partner)
    if case == "objects":
        people.object_to(person=referral.person, organisation=partner)
    if case == "past":
        due = timezone.now() - timedelta(days=1)

    with pytest.raises(RefusedError):
        actions.refer(
            person=referral.person, from_organisation=host, to_organisation=target, reason="x", means="face",
            answer_by=due, by=adviser,
        )  # fmt: skip


def test_who_objects_meanwhile_is_not_taken(
    referral: Referral, partner: Organisation, partner_adviser: User
) -> None:
    people.object_to(person=referral.person, organisation=partner)

    with pytest.raises(RefusedError, match="ne veut pas"):
        actions.answer_referral(referral=referral, accepted=True, by=partner_adviser)
    referral.refresh_from_db()
    assert referral.state == "sent"


@pytest.mark.django_db(transaction=True)
def test_two_accept_at_once(referral: Referral, partner: Organisation, partner_adviser: User) -> None:
    answer = lambda: actions.answer_referral(  # noqa: E731
        referral=referral, accepted=True, owner=partner_adviser, by=partner_adviser
    )
    results = at_once(answer, answer)

    assert sorted(type(result).__name__ for result in results) == ["Referral", "RefusedError"]
    assert TeamMember.objects.filter(organisation=partner).count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_answer_at_its_last_minute(referral: Referral, partner_adviser: User) -> None:
    Referral.objects.update(answer_by=timezone.now() - timedelta(seconds=1))
    results = at_once(
        lambda: actions.answer_referral(referral=referral, accepted=True, by=partner_adviser),
        actions.expire_referrals,
    )

    assert not [result for result in results if isinstance(result, Exception)]
    assert Referral.objects.get().state == "accepted"


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_ask_the_same_partner(
    person: Person, host: Organisation, partner: Organisation, adviser: User, other_adviser: User
) -> None:
    def ask(user: User) -> Referral:
        return actions.refer(
            person=person, from_organisation=host, to_organisation=partner, reason="x", means="face", by=user
        )

    results = at_once(lambda: ask(adviser), lambda: ask(other_adviser))

    assert sorted(type(result).__name__ for result in results) == ["Referral", "RefusedError"]


def test_an_erased_person_is_nobodys_question(referral: Referral, partner: Organisation) -> None:
    people.erase(person=referral.person)

    assert queries.referrals_to_answer([partner]) == []
    referral.refresh_from_db()
    assert (referral.reason, referral.state) == ("", "withdrawn")
    assert not followed_by([partner.pk]).exists()
