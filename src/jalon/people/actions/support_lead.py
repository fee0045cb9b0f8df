"""Somebody leads a person's support team whom nobody led any more."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory.models import Organisation
from jalon.directory.queries.sight import membership_of
from jalon.people.actions import support_tell
from jalon.people.actions.file import add_milestone
from jalon.people.actions.support import says, who
from jalon.people.choices import TeamRole
from jalon.people.models import Person, TeamMember
from jalon.people.queries import file_ids, relation_of
from jalon.people.rules import Relation


def appoint_all(
    *, people: Iterable[Person], organisation: Organisation, user: User, reason: str, by: User
) -> int:
    """This member of the organisation leads each of them; those who found a lead meanwhile keep it.

    Returns how many. One transaction for each: a long list does not hold everybody's team.
    """
    return sum(
        appoint(person=person, organisation=organisation, user=user, reason=reason, by=by)
        for person in people
    )


@transaction.atomic
def appoint(*, person: Person, organisation: Organisation, user: User, reason: str, by: User) -> bool:
    """Lead a person whom the organisation follows already; False when somebody else leads by now.

    Raises:
        ValidationError: the user does not act for the organisation, or it does not follow the person.
    """
    kept = Person.objects.select_for_update(no_key=True).get(pk=person.canonical_id or person.pk)
    if membership_of(organisation, user) is None:
        raise ValidationError(f"{user.name} ne travaille pas pour {organisation.name}.", code="member")
    if relation_of(organisation, kept) in (Relation.NONE, Relation.SHARED):
        raise ValidationError(f"{organisation.name} ne suit pas cette personne.", code="stranger")
    if not _end_gone_leads(kept, by):
        return False
    mine = _held(kept).filter(organisation=organisation, user=user)
    mine.update(until=timezone.now(), ended_by=by, ended_reason="devient référent de parcours")
    member = TeamMember.objects.create(
        person=kept,
        organisation=organisation,
        user=user,
        role=TeamRole.LEAD,
        reason=reason[:200],
        added_by=by,
    )
    add_milestone(person=kept, kind="people.team", organisation=organisation, by=by, detail=says(member))
    support_tell.tell_team(kept, f"{who(member)} mène le parcours", by=by, key=f"lead:{member.pk}")
    support_tell.tell_lead(member)
    return True


def _end_gone_leads(person: Person, by: User) -> bool:
    """End the lead of somebody who left; False when a lead is still there."""
    for lead in _held(person).filter(role=TeamRole.LEAD).select_related("organisation", "user"):
        if lead.user is None or membership_of(lead.organisation, lead.user) is not None:
            return False
        lead.until, lead.ended_by, lead.ended_reason = timezone.now(), by, "a quitté la structure"
        lead.save(update_fields=["until", "ended_by", "ended_reason"])
    return True


def _held(person: Person) -> QuerySet[TeamMember]:
    return TeamMember.objects.filter(person__in=file_ids(person), until__isnull=True).order_by("pk")
