"""Who is told of a referral: the partner's team, who sent it, and the person."""

from django.conf import settings
from django.utils.translation import gettext as _

from jalon.accounts.models import User
from jalon.base.actions.outbox import Text, enqueue
from jalon.base.choices import Channel
from jalon.base.words import moment
from jalon.casework.choices import ReferralState
from jalon.casework.models import Referral
from jalon.directory.choices import Role
from jalon.directory.models import Organisation
from jalon.directory.queries import team_members
from jalon.people.actions import tell

_ASKED = """Bonjour,

{sender} ({origin}) vous demande d’accompagner {person}, avec son accord.

Pourquoi : {reason}

Votre réponse est attendue avant {due} :
{address}
"""
_WITHDRAWN = """Bonjour,

{origin} retire sa demande au sujet de {person}. Vous n’avez plus à répondre.
"""
_ANSWERED = """Bonjour,

{target} a répondu pour {person} : {answer}.
{note}{suggested}
{address}
"""
_EXPIRED = """Bonjour,

{target} n’a pas répondu au sujet de {person} à la date prévue. Rappelez ce partenaire ou demandez à un
autre ; une réponse reste possible :
{address}
"""


def partner_asked(row: Referral) -> None:
    """Every adviser of the partner, or its own address when it has none; first name and initial only."""
    body = _ASKED.format(
        sender=row.sent_by.name,
        origin=row.from_organisation.name,
        person=short_name(row),
        reason=row.reason,
        due=moment(row.answer_by),
        address=_address(row),
    )
    _team(row, row.to_organisation, "Une orientation à laquelle répondre", body, "asked")


def partner_withdrawn(row: Referral) -> None:
    """The partner need not answer any more."""
    body = _WITHDRAWN.format(origin=row.from_organisation.name, person=short_name(row))
    _team(row, row.to_organisation, "Une orientation est retirée", body, "withdrawn")


def sender_answered(row: Referral) -> None:
    """Who sent it reads the answer."""
    answer = "oui" if row.state == ReferralState.ACCEPTED else "non"
    body = _ANSWERED.format(
        target=row.to_organisation.name,
        person=short_name(row),
        answer=answer,
        note=f"\n{row.answer_note}\n" if row.answer_note else "",
        suggested=f"\nAutre partenaire possible : {row.suggested.name}\n" if row.suggested else "",
        address=_address(row),
    )
    _mail(row, row.sent_by.email, f"{row.to_organisation.name} a répondu : {answer}", body, "answered")


def sender_expired(row: Referral) -> None:
    """Who sent it learns that nobody answered."""
    body = _EXPIRED.format(target=row.to_organisation.name, person=short_name(row), address=_address(row))
    _mail(row, row.sent_by.email, f"Sans réponse de {row.to_organisation.name}", body, "expired")


def person_accepted(row: Referral, owner: User | None) -> None:
    """The person learns who accompanies them from now on."""

    def compose(address: str) -> Text:
        who = f"{owner.name} ({row.to_organisation.name})" if owner else row.to_organisation.name
        values = {"who": who, "address": address}
        body = _("Bonjour,\n\n%(who)s vous accompagne à partir d’aujourd’hui.\n\nVotre page : %(address)s")
        short = _("%(who)s vous accompagne à partir d’aujourd’hui. %(address)s")
        return Text(_("Un partenaire vous accompagne"), body % values, short % values)

    tell(
        person=row.person.canonical or row.person, compose=compose, key=f"casework.referral:{row.pk}:accepted"
    )


def short_name(row: Referral) -> str:
    """First name and initial: a mail may be read over a shoulder."""
    person = row.person.canonical or row.person
    initial = f" {person.last_name[0]}." if person.last_name else ""
    return f"{person.first_name}{initial}".strip() or f"une personne (dossier {person.pk})"


def _address(row: Referral) -> str:
    return f"{settings.PUBLIC_URL}/parcours/orientations/{row.pk}/"


def _team(row: Referral, organisation: Organisation, subject: str, body: str, key: str) -> None:
    members = {user.email for user in team_members(organisation, Role.ADVISER)} - {""}
    for address in sorted(members or {organisation.email} - {""}):
        _mail(row, address, subject, body, key)


def _mail(row: Referral, address: str, subject: str, body: str, key: str) -> None:
    enqueue(
        channel=Channel.MAIL,
        recipient=address,
        subject=subject,
        body=body,
        about=("person", row.person_id),
        key=f"casework.referral:{row.pk}:{key}:{address}",
    )
