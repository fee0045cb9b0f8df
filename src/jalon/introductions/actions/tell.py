"""Write to the person and to the employer, within the transaction of what is told."""

from typing import Any

from django.utils import translation

from jalon.accounts.models import User
from jalon.base.actions.outbox import Text, enqueue
from jalon.base.choices import Channel
from jalon.directory.choices import Role
from jalon.directory.models import Organisation
from jalon.directory.queries import team_members
from jalon.introductions import wording
from jalon.introductions.models import Interest, Introduction
from jalon.people.actions import tell

# Employers and the team are written to in French, whoever reads the page that made it happen.
DESK_LANGUAGE = "fr"


def tell_person(row: Interest | Introduction, name: str, *, key: str, **values: Any) -> bool:
    """Write to the person by their own channel, in their language; False when none is possible.

    `name` is a text of `wording.py`; with the same `key` nothing is written twice. The text ends with the
    address of the person's own page.
    """

    def compose(address: str) -> Text:
        return wording.to_person(name, row, address=address, **values)

    return bool(tell(person=row.person, compose=compose, key=key))


def tell_employer(row: Introduction, name: str, *, key: str, **values: Any) -> bool:
    """Write to whoever answers for the employer; False when no address is known."""
    contact = row.employer_contact
    if not contact:
        return False
    channel = Channel.MAIL if "@" in contact else Channel.SMS
    with translation.override(DESK_LANGUAGE):
        text = wording.to_employer(name, row, **values)
        _send(channel, contact, text, about=("introduction", row.pk), key=key)
    return True


def employer_contact(organisation: Organisation) -> str:
    """Where an employer is written to: its own address, else that of a recruiter, else nothing."""
    recruiters: list[User] = team_members(organisation, Role.EMPLOYER)
    return organisation.email or next((user.email for user in recruiters), "")


def tell_team(row: Interest | Introduction, text: Text, *, key: str) -> None:
    """Write to every adviser of the team."""
    for user in team_members(row.team, Role.ADVISER):
        _send(Channel.MAIL, user.email, text, about=("person", row.person_id), key=f"{key}-{user.pk}")


def _send(channel: str, recipient: str, text: Text, *, about: tuple[str, int], key: str) -> None:
    body = text.body if channel == Channel.MAIL else text.short or text.body
    enqueue(
        channel=channel,
        recipient=recipient,
        subject=text.subject if channel == Channel.MAIL else "",
        body=body,
        about=about,
        key=key,
        language=translation.get_language() or "fr",
    )
