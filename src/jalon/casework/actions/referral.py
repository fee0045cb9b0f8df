"""A partner asks another one to follow a person; it answers by a date, or the matter comes back."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.base.actions.event import publish
from jalon.casework.actions import referral_tell as told
from jalon.casework.actions.step import complete_step
from jalon.casework.choices import ReferralState, StepState
from jalon.casework.models import Referral, Step
from jalon.casework.rules import RefusedError, answer_day, check_referral_move
from jalon.directory.models import Organisation
from jalon.people.actions import add_milestone, join_team
from jalon.people.choices import TeamRole
from jalon.people.models import Person
from jalon.people.queries import file_ids, objects_to, relation_of
from jalon.people.rules import Relation

_RELATED = ("person__canonical", "from_organisation", "to_organisation", "sent_by", "step")


@transaction.atomic
def refer(
    *,
    person: Person,
    from_organisation: Organisation,
    to_organisation: Organisation,
    reason: str,
    means: str,
    answer_by: datetime | None = None,
    step: Step | None = None,
    by: User,
) -> Referral:
    """Ask a partner to follow this person, who agreed to it by `means` (ConsentMeans).

    Until it answers, the partner reads the name, how to reach the person, and `reason`; nothing else.

    Raises:
        RefusedError: it follows the person already, is being asked, or the person does not want it.
    """
    kept = Person.objects.select_for_update(no_key=True).get(pk=person.canonical_id or person.pk)
    _check_may_refer(kept, from_organisation, to_organisation)
    now = timezone.now()
    due = answer_by or answer_day(now)
    if due <= now:
        raise RefusedError("La date de réponse est déjà passée : choisissez-en une autre.")
    row = Referral.objects.create(
        person=kept,
        from_organisation=from_organisation,
        to_organisation=to_organisation,
        sent_by=by,
        reason=reason.strip()[:255],
        means=means,
        answer_by=due,
        step=step,
        sent_at=now,
    )
    _milestone(row, "referred", by)
    told.partner_asked(row)
    _desks(row)
    return row


def _check_may_refer(person: Person, origin: Organisation, target: Organisation) -> None:
    if origin == target:
        raise RefusedError("On n’oriente pas vers sa propre structure : choisissez un partenaire.")
    if objects_to(person, target):
        raise RefusedError(f"La personne ne veut pas que {target.name} la suive.")
    if relation_of(target, person) not in (Relation.NONE, Relation.SHARED):
        raise RefusedError(f"{target.name} suit déjà cette personne.")
    asked = Referral.objects.filter(
        person__in=file_ids(person), to_organisation=target, state=ReferralState.SENT
    )
    if asked.exists():
        raise RefusedError(f"{target.name} a déjà une demande pour cette personne : attendez sa réponse.")


@transaction.atomic
def answer_referral(
    *,
    referral: Referral,
    accepted: bool,
    note: str = "",
    role: str = TeamRole.MEMBER,
    owner: User | None = None,
    suggested: Organisation | None = None,
    by: User,
) -> Referral:
    """Yes: the partner joins the team in `role`, by `owner` or as a whole. No: it may name another one.

    Raises:
        RefusedError: somebody answered already, or the place in the team cannot be taken.
    """
    row = _locked(referral)
    _move(row, ReferralState.ACCEPTED if accepted else ReferralState.DECLINED)
    row.answered_by, row.answered_at, row.answer_note = by, timezone.now(), note.strip()[:255]
    row.suggested = None if accepted else suggested
    row.save(update_fields=["state", "answered_by", "answered_at", "answer_note", "suggested"])
    if accepted:
        _join(row, role, owner, by)
    _milestone(row, "referral_accepted" if accepted else "referral_declined", by)
    told.sender_answered(row)
    if accepted:
        told.person_accepted(row, owner)
    _desks(row)
    return row


def _join(row: Referral, role: str, owner: User | None, by: User) -> None:
    try:
        join_team(
            person=row.person, organisation=row.to_organisation, user=owner, role=role,
            reason=row.reason[:200], means=row.means, by=by,
        )  # fmt: skip
    except ValidationError as error:
        raise RefusedError(error.messages[0]) from error
    if row.step and row.step.state != StepState.DONE:
        complete_step(step=row.step, reason=f"{row.to_organisation.name} a dit oui", by=by)


@transaction.atomic
def withdraw_referral(*, referral: Referral, by: User) -> Referral:
    """The partner need not answer any more."""
    row = _locked(referral)
    _move(row, ReferralState.WITHDRAWN)
    row.save(update_fields=["state"])
    _milestone(row, "referral_withdrawn", by)
    told.partner_withdrawn(row)
    _desks(row)
    return row


def expire_referrals() -> int:
    """Those without an answer at their date: both desks say so. Returns how many."""
    late = Referral.objects.filter(state=ReferralState.SENT, answer_by__lte=timezone.now())
    return sum(_expire(pk) for pk in late.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _expire(referral_id: int) -> bool:
    row = Referral.objects.select_for_update().get(pk=referral_id)
    if row.state != ReferralState.SENT:
        return False
    row.state = ReferralState.EXPIRED
    row.save(update_fields=["state"])
    row = Referral.objects.select_related(*_RELATED).get(pk=referral_id)
    _milestone(row, "referral_expired", None)
    told.sender_expired(row)
    _desks(row)
    return True


def _locked(referral: Referral) -> Referral:
    """The referral as it is now, locked until the transaction ends; locked first, joined afterwards."""
    Referral.objects.select_for_update().get(pk=referral.pk)
    return Referral.objects.select_related(*_RELATED).get(pk=referral.pk)


def _move(row: Referral, target: str) -> None:
    check_referral_move(row.state, target)
    row.state = target


def _milestone(row: Referral, kind: str, by: User | None) -> None:
    add_milestone(
        person=row.person.canonical or row.person,
        kind=f"casework.{kind}",
        organisation=row.from_organisation if kind == "referred" else row.to_organisation,
        by=by,
        detail=row.to_organisation.name,
        about=("referral", row.pk),
    )


def _desks(row: Referral) -> None:
    for organisation_id in (row.from_organisation_id, row.to_organisation_id):
        publish(topic=f"desk:{organisation_id}", kind="referral", payload={})
