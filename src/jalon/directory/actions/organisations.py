"""Organisations begin, change, and are vetted."""

from django.db import transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.base.actions.event import publish
from jalon.base.actions.outbox import enqueue
from jalon.base.choices import Channel
from jalon.directory.choices import OrganisationKind
from jalon.directory.models import Organisation, Vetting
from jalon.directory.queries.organisation import team_members
from jalon.directory.rules import membership_role

# Rooms above follow this topic: what an employer may show changes with it.
TOPIC = "organisations"


@transaction.atomic
def create_organisation(
    *,
    kind: str,
    name: str,
    by: User | None,
    siren: str = "",
    phone: str = "",
    email: str = "",
    vetted: bool = True,
) -> Organisation:
    """An organisation entered by the staff, who thereby know it; `vetted=False` when it came by a file."""
    organisation = Organisation.objects.create(
        kind=kind,
        name=name.strip(),
        siren=siren,
        phone=phone,
        email=email,
        vetted_at=timezone.now() if vetted else None,
        vetted_by=by if vetted else None,
    )
    if kind == OrganisationKind.EMPLOYER and by is not None and vetted:
        Vetting.objects.create(organisation=organisation, accepted=True, by=by)
    return organisation


@transaction.atomic
def change_organisation(
    *, organisation: Organisation, name: str, siren: str, phone: str, email: str, by: User
) -> None:
    """Its name and how it is reached; `by` is kept in the event."""
    organisation.name, organisation.siren = name.strip(), siren
    organisation.phone, organisation.email = phone, email
    organisation.save(update_fields=["name", "siren", "phone", "email"])
    publish(topic=TOPIC, kind="changed", payload={"organisation": organisation.pk, "by": by.pk})


@transaction.atomic
def vet(*, organisation: Organisation, accept: bool, by: User, reason: str = "") -> None:
    """Let an employer show its vacancies, or refuse it with a reason; its members are told by e-mail.

    The newest answer holds: an employer accepted before can be refused, and the reverse. The same answer
    twice is given once.
    """
    locked = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if accept and locked.vetted_at is not None and not locked.refused_reason:
        return
    Vetting.objects.create(organisation=locked, accepted=accept, reason=reason, by=by)
    locked.vetted_at = timezone.now() if accept else None
    locked.vetted_by = by if accept else None
    locked.refused_reason = "" if accept else reason
    locked.save(update_fields=["vetted_at", "vetted_by", "refused_reason"])
    publish(
        topic=TOPIC, kind="vetted" if accept else "refused", payload={"organisation": locked.pk, "by": by.pk}
    )
    _tell_members(locked, accept=accept, reason=reason)
    organisation.refresh_from_db()


def _tell_members(organisation: Organisation, *, accept: bool, reason: str) -> None:
    said = (
        "C’est vérifié : vos offres peuvent paraître sur les écrans des bus et sur le site.\n"
        if accept
        else f"Nous ne pouvons pas montrer vos offres. Raison : {reason}\n"
        "Répondez à ce message ou appelez-nous si c’est une erreur.\n"
    )
    for member in team_members(organisation, membership_role(organisation.kind)):
        enqueue(
            channel=Channel.MAIL,
            recipient=member.email,
            subject=f"Vos offres sur Jalon : {organisation.name}",
            body=f"Bonjour,\n\n{said}",
            language=member.language,
            about=("organisation", organisation.pk),
        )
