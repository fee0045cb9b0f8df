"""Write to a person by their own channel, within the transaction of what is told."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.utils import translation

from jalon.base.actions.outbox import Text, enqueue
from jalon.base.choices import Channel
from jalon.base.queries.outbox import is_written
from jalon.people.actions.key import open_key
from jalon.people.choices import KeyKind
from jalon.people.models import ContactPoint, Person
from jalon.people.queries import reachable_by

# A text message is read within the minute, a letter within the week.
CHANNELS = (Channel.SMS, Channel.MAIL, Channel.LETTER)


def own_page(person: Person) -> str:
    """The address of the person's own page, with a new code."""
    return f"{settings.PUBLIC_URL}/suivi/{open_key(person=person, kind=KeyKind.LINK)}/"


def tell(
    *, person: Person, compose: Callable[[str], Text], key: str, not_before: datetime | None = None
) -> str:
    """Write to the person by text message, else by mail, else by letter, in their language.

    `compose` gets the address of the person's own page. With the same `key` nothing is written twice.
    Returns the channel; empty when the person can be reached by none.
    """
    for channel in CHANNELS:
        contact = reachable_by(person, channel)
        if contact is not None:
            if not is_written(key):
                _write(contact, channel, compose, key, not_before)
            return channel
    return ""


def _write(
    contact: ContactPoint,
    channel: Channel,
    compose: Callable[[str], Text],
    key: str,
    not_before: datetime | None,
) -> None:
    person = contact.person
    with translation.override(person.language):
        text = compose(own_page(person))
        brief = channel == Channel.SMS
        enqueue(
            channel=channel,
            recipient=contact.value if channel != Channel.LETTER else f"{person}\n{contact.value}",
            subject="" if brief else text.subject,
            body=text.short or text.body if brief else text.body,
            about=("person", person.pk),
            key=key,
            language=person.language,
            not_before=not_before,
        )
