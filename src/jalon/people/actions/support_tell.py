"""Tell the team, and the person, that the team changed."""

from django.utils.translation import gettext as _

from jalon.accounts.models import User
from jalon.base.actions.outbox import Text, enqueue
from jalon.base.choices import Channel
from jalon.people.actions.tell import tell
from jalon.people.models import Person, TeamMember
from jalon.people.queries.file import team_of

_BODY = """Bonjour,

L’équipe qui accompagne {person} a changé : {words}.

Écrit par {by}. Vous recevez ce message parce que vous êtes dans cette équipe.
"""


def tell_team(person: Person, words: str, *, by: User, key: str) -> None:
    """Write once to everybody of the team who has an account, but not to who made the change."""
    addresses = {member.user.email for member in team_of(person) if member.user}
    for address in sorted(addresses - {by.email, ""}):
        enqueue(
            channel=Channel.MAIL,
            recipient=address,
            subject=f"L’équipe de {person} a changé",
            body=_BODY.format(person=person, words=words, by=by.name),
            about=("person", person.pk),
            key=f"people.{key}:{address}",
        )


def tell_person(old: TeamMember, new: TeamMember) -> None:
    """Somebody else accompanies the person from now on; they are told by their own channel."""

    def compose(address: str) -> Text:
        return _handed_over(_name(old), _name(new), new.organisation.name, address)

    person = new.person
    tell(person=person, compose=compose, key=f"people.handed-over:{new.pk}")


def tell_lead(member: TeamMember) -> None:
    """Somebody leads the person's pathway from now on; they are told by their own channel."""

    def compose(address: str) -> Text:
        values = {"new": _name(member), "organisation": member.organisation.name, "address": address}
        body = _(
            "Bonjour,\n\n%(new)s (%(organisation)s) est la personne à appeler pour votre parcours.\n\n"
            "Votre page : %(address)s"
        )
        short = _("%(new)s (%(organisation)s) est la personne à appeler pour votre parcours. %(address)s")
        return Text(_("La personne à appeler"), body % values, short % values)

    tell(person=member.person, compose=compose, key=f"people.lead:{member.pk}")


def _name(member: TeamMember) -> str:
    return (member.user.name if member.user else member.name) or member.organisation.name


def _handed_over(old: str, new: str, organisation: str, address: str) -> Text:
    values = {"old": old, "new": new, "organisation": organisation, "address": address}
    body = _(
        "Bonjour,\n\n%(new)s (%(organisation)s) vous accompagne désormais, à la place de %(old)s. Vous n’avez"
        " rien à refaire : votre dossier suit.\n\nVotre page : %(address)s"
    )
    short = _("%(new)s (%(organisation)s) vous accompagne désormais, à la place de %(old)s. %(address)s")
    return Text(_("Une autre personne vous accompagne"), body % values, short % values)
