"""The person refuses that an organisation follows them, or changes their mind."""

from django.db import transaction
from django.utils import timezone, translation

from jalon.base.actions.outbox import enqueue
from jalon.base.choices import Channel
from jalon.base.words import moment
from jalon.directory.choices import Role
from jalon.directory.models import Organisation
from jalon.directory.queries import team_members
from jalon.people.actions.file import add_milestone
from jalon.people.models import Consent, Objection, Person, TeamMember
from jalon.people.queries import file_ids

# Professionals are written to in French, whoever reads the page that made it happen.
DESK_LANGUAGE = "fr"
_BODY = """Bonjour,

{person} ne souhaite plus que {organisation} suive son parcours. Depuis {moment}, son dossier ne s’ouvre plus
chez vous. Vous n’avez rien à faire.

{reason}Si vous étiez en lien avec cette personne, elle peut revenir vers vous quand elle le veut.
"""


@transaction.atomic
def object_to(*, person: Person, organisation: Organisation, reason: str = "") -> Objection:
    """From now on the organisation neither follows the person nor reads the file; its advisers are told."""
    objection, new = Objection.objects.get_or_create(
        person=person.canonical or person,
        organisation=organisation,
        withdrawn_at=None,
        defaults={"reason": reason.strip()[:300]},
    )
    if new:
        _shut_out(person, organisation)
        add_milestone(person=objection.person, kind="people.objected", organisation=organisation)
        _tell(objection)
    return objection


@transaction.atomic
def lift_objection(*, objection: Objection) -> None:
    """The person accepts this organisation again; it does not follow by itself, it may be asked to."""
    objection.withdrawn_at = objection.withdrawn_at or timezone.now()
    objection.save(update_fields=["withdrawn_at"])


def _shut_out(person: Person, organisation: Organisation) -> None:
    now, ids = timezone.now(), file_ids(person)
    held = TeamMember.objects.filter(person__in=ids, organisation=organisation, until__isnull=True)
    held.update(until=now, ended_reason="la personne s’y oppose")
    given = Consent.objects.filter(person__in=ids, organisation=organisation, withdrawn_at__isnull=True)
    given.update(withdrawn_at=now)


def _tell(objection: Objection) -> None:
    organisation = objection.organisation
    members = team_members(organisation, Role.ADVISER)
    addresses = {user.email for user in members if user.email} or {organisation.email} - {""}
    reason = f"Elle dit : « {objection.reason} »\n\n" if objection.reason else ""
    with translation.override(DESK_LANGUAGE):
        body = _BODY.format(
            person=objection.person,
            organisation=organisation.name,
            moment=moment(objection.at),
            reason=reason,
        )
    for address in sorted(addresses):
        enqueue(
            channel=Channel.MAIL,
            recipient=address,
            subject=f"{objection.person} ne souhaite plus que vous suiviez son parcours",
            body=body,
            about=("person", objection.person_id),
            key=f"people.objection:{objection.pk}:{address}",
        )
