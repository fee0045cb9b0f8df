"""The support team changes: somebody joins, takes over or leaves. Nobody is added by itself."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory.models import Organisation
from jalon.directory.queries.sight import membership_of
from jalon.people.actions.file import add_milestone
from jalon.people.actions.support_tell import tell_person, tell_team
from jalon.people.actions.team import follow, give_consent
from jalon.people.choices import ConsentPurpose, TeamRole
from jalon.people.contact import normalise_phone
from jalon.people.models import Consent, Person, TeamMember
from jalon.people.queries import file_ids, objects_to


@transaction.atomic
def join_team(
    *,
    person: Person,
    organisation: Organisation,
    user: User | None = None,
    name: str = "",
    phone: str = "",
    role: str = TeamRole.MEMBER,
    reason: str = "",
    means: str,
    by: User,
) -> TeamMember:
    """A partner follows the person from now on, by one of its members, by somebody without an account
    (`name`), or as a team; `means` is how the person agreed (ConsentMeans).

    Raises:
        ValidationError: the person objects to it, it is there already, or somebody leads already.
    """
    kept = _locked(person)
    _check_may_join(kept, organisation, user)
    if role == TeamRole.LEAD:
        _check_no_lead(kept)
    member = follow(person=kept, organisation=organisation, user=user, role=role, reason=reason[:200])
    member.role, member.reason, member.added_by = role, reason[:200], by
    member.name, member.phone = ("" if user else name.strip()), normalise_phone(phone) if phone else ""
    member.save(update_fields=["role", "reason", "added_by", "name", "phone"])
    _agree(kept, organisation, means, by)
    _written(member, f"{says(member)} rejoint l’équipe", by)
    return member


@transaction.atomic
def change_place(*, member: TeamMember, role: str, reason: str, by: User) -> TeamMember:
    """Another place in the team: who was a member leads, for instance; the old place is kept as history."""
    kept = _locked(member.person)
    old = _open(member)
    if role == TeamRole.LEAD:
        _check_no_lead(kept)
    _end(old, reason, by)
    new = _copy(old, role=role, reason=reason, by=by)
    _written(new, f"{says(new)} (avant : {old.get_role_display()})", by)
    return new


@transaction.atomic
def hand_over(
    *,
    member: TeamMember,
    organisation: Organisation,
    user: User | None,
    reason: str,
    means: str = "",
    by: User,
) -> TeamMember:
    """Somebody else takes the same place, because of `reason`; the whole team and the person are told.

    `means` is how the person agreed when the organisation was not in the team (ConsentMeans).

    Raises:
        ValidationError: the place was left meanwhile, the person objects, or did not agree to a new partner.
    """
    kept = _locked(member.person)
    old = _open(member)
    _check_member(organisation, user)
    _check_objection(kept, organisation)
    if organisation not in _organisations(kept):
        if not means:
            raise ValidationError(
                f"{organisation.name} ne suit pas encore cette personne : notez comment elle a donné son"
                " accord.",
                code="means",
            )
        _agree(kept, organisation, means, by)
    _end(old, reason, by)
    TeamMember.objects.filter(
        person__in=file_ids(kept), organisation=organisation, user=user, until__isnull=True
    ).update(until=timezone.now(), ended_by=by, ended_reason="prend une autre place")
    new = TeamMember.objects.create(
        person=kept, organisation=organisation, user=user, role=old.role, reason=reason[:200], added_by=by
    )
    _written(new, f"de {who(old)} à {who(new)} : {reason}", by, kind="people.handed_over")
    tell_person(old, new)
    return new


@transaction.atomic
def leave_team(*, member: TeamMember, reason: str, by: User) -> None:
    """It no longer follows the person; when nobody of the organisation does, the file closes for it."""
    kept = _locked(member.person)
    old = _open(member)
    _end(old, reason, by)
    if old.organisation not in _organisations(kept):
        shared = Consent.objects.filter(
            person__in=file_ids(kept), organisation=old.organisation, purpose=ConsentPurpose.SHARE
        )
        shared.filter(withdrawn_at__isnull=True).update(withdrawn_at=timezone.now())
    _written(old, f"{who(old)} quitte l’équipe : {reason}", by)


def who(member: TeamMember) -> str:
    """« Claire Deswarte, Maison de l’emploi », or the organisation alone."""
    person = member.user.name if member.user else member.name
    return f"{person}, {member.organisation.name}" if person else member.organisation.name


def says(member: TeamMember) -> str:
    """Who holds which place."""
    return f"{who(member)}, {member.get_role_display()}"


def _locked(person: Person) -> Person:
    """The kept file, locked: changes of one team come one after the other."""
    return Person.objects.select_for_update(no_key=True).get(pk=person.canonical_id or person.pk)


def _open(member: TeamMember) -> TeamMember:
    """The place as it is now, if it is still held."""
    current = TeamMember.objects.select_related("organisation", "user").get(pk=member.pk)
    if current.until is not None:
        raise ValidationError("Cette place dans l’équipe a déjà changé : relisez l’équipe.", code="ended")
    return current


def _check_may_join(person: Person, organisation: Organisation, user: User | None) -> None:
    _check_objection(person, organisation)
    _check_member(organisation, user)
    there = TeamMember.objects.filter(
        person__in=file_ids(person), organisation=organisation, user=user, until__isnull=True
    )
    if there.exists():
        name = user.name if user else organisation.name
        raise ValidationError(f"{name} est déjà dans l’équipe.", code="there")


def _check_member(organisation: Organisation, user: User | None) -> None:
    if user is not None and membership_of(organisation, user) is None:
        raise ValidationError(f"{user.name} ne travaille pas pour {organisation.name}.", code="member")


def _check_objection(person: Person, organisation: Organisation) -> None:
    if objects_to(person, organisation):
        raise ValidationError(
            f"La personne ne veut pas que {organisation.name} la suive. Elle peut revenir là-dessus sur sa"
            " page.",
            code="objects",
        )


def _check_no_lead(person: Person) -> None:
    leading = TeamMember.objects.filter(
        person__in=file_ids(person), role=TeamRole.LEAD, until__isnull=True
    ).select_related("user", "organisation")
    lead = leading.first()
    if lead is not None:
        raise ValidationError(
            f"{who(lead)} est déjà référente ou référent de parcours : faites une passation.", code="lead"
        )


def _organisations(person: Person) -> set[Organisation]:
    places = TeamMember.objects.filter(person__in=file_ids(person), until__isnull=True)
    return {place.organisation for place in places.select_related("organisation")}


def _agree(person: Person, organisation: Organisation, means: str, by: User) -> None:
    given = Consent.objects.filter(
        person__in=file_ids(person),
        purpose=ConsentPurpose.SHARE,
        organisation=organisation,
        withdrawn_at__isnull=True,
    )
    if not given.exists():
        give_consent(
            person=person, purpose=ConsentPurpose.SHARE, organisation=organisation, means=means, by=by
        )


def _end(member: TeamMember, reason: str, by: User) -> None:
    member.until, member.ended_reason, member.ended_by = timezone.now(), reason[:200], by
    member.save(update_fields=["until", "ended_reason", "ended_by"])


def _copy(old: TeamMember, *, role: str, reason: str, by: User) -> TeamMember:
    return TeamMember.objects.create(
        person=old.person,
        organisation=old.organisation,
        user=old.user,
        name=old.name,
        phone=old.phone,
        role=role,
        reason=reason[:200],
        added_by=by,
    )


def _written(member: TeamMember, words: str, by: User, kind: str = "people.team") -> None:
    """A band of the timeline, and a word to everybody of the team."""
    kept = member.person.canonical or member.person
    add_milestone(person=kept, kind=kind, organisation=member.organisation, by=by, detail=words)
    tell_team(kept, words, by=by, key=f"team:{member.pk}:{int(member.until is not None)}")
