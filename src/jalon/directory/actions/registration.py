"""An employer new to the territory registers by itself."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext

from jalon.accounts import actions as accounts
from jalon.base import words
from jalon.base.actions.outbox import enqueue
from jalon.base.choices import Channel
from jalon.directory.actions.members import add_member, sign_in_url
from jalon.directory.choices import OrganisationKind
from jalon.directory.models import Establishment, Organisation
from jalon.directory.queries.organisation import host
from jalon.directory.queries.promise import promise

# A request is read within this many open hours of the association.
READ_WITHIN_HOURS = 9.0


@dataclass(frozen=True)
class Registration:
    """What an employer said of itself; `phone` is E.164, `siret` has fourteen digits."""

    name: str
    siret: str
    contact: str
    email: str
    phone: str


@transaction.atomic
def register_employer(*, said: Registration) -> Organisation | None:
    """An organisation that the association has to vet, and an account for its contact.

    A SIRET that is known gives None and changes nothing: the address is told by e-mail whom to ask. The page
    says the same in both cases, so that nobody learns who is a client.
    """
    organisation = _new_organisation(said)
    if organisation is None:
        _tell(said, _known_text(said))
        return None
    contact = accounts.open_account(email=said.email, name=said.contact)
    add_member(organisation=organisation, user=contact, by=None)
    _tell(said, _open_text(said))
    return organisation


def _new_organisation(said: Registration) -> Organisation | None:
    """None when the SIRET is known, also to somebody who registers it at this very moment."""
    try:
        with transaction.atomic():
            organisation = Organisation.objects.create(
                kind=OrganisationKind.EMPLOYER,
                name=said.name,
                siren=said.siret[:9],
                phone=said.phone,
                email=said.email,
            )
            Establishment.objects.create(organisation=organisation, siret=said.siret)
    except IntegrityError:
        return None
    return organisation


def _open_text(said: Registration) -> str:
    facts = {"name": said.name, "by": _by_when(), "address": sign_in_url()}
    return (
        gettext(
            "L’espace de %(name)s est ouvert. Vous pouvez écrire votre première offre maintenant.\n"
            "Elle paraît après qu’une conseillère l’a lue%(by)s.\n\n"
            "Entrez avec cette adresse e-mail, sans mot de passe :\n%(address)s\n\n"
            "Si vous n’avez rien demandé, ne faites rien."
        )
        % facts
    )


def _known_text(said: Registration) -> str:
    return gettext(
        "%(name)s a déjà un espace sur Jalon. Demandez à un collègue de vous y inviter%(phone)s."
    ) % {"name": said.name, "phone": _phone()}


def _tell(said: Registration, text: str) -> None:
    enqueue(
        channel=Channel.MAIL,
        recipient=said.email.strip().lower(),
        subject=gettext("Votre demande pour %(name)s") % {"name": said.name},
        body=f"{gettext('Bonjour,')}\n\n{text}\n",
        language=get_language() or "fr",
    )


def _by_when() -> str:
    team = host()
    if team is None:
        return ""
    due = promise(team, start=timezone.now(), open_hours=READ_WITHIN_HOURS)
    return gettext(", avant %(moment)s") % {"moment": words.moment(due)}


def _phone() -> str:
    team = host()
    if team is None or not team.phone:
        return ""
    return gettext(", ou appelez le %(phone)s") % {"phone": words.phone(team.phone)}
