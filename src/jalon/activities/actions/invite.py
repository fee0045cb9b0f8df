"""Tell people of a session that fits them: once each, by their own channel."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.actions import booking_wording as wording
from jalon.activities.models import Invitation, Session
from jalon.activities.rules.booking import why_closed
from jalon.activities.rules.refusal import RefusedError
from jalon.base.actions.outbox import Text
from jalon.people.actions import add_milestone, tell
from jalon.people.models import Person
from jalon.people.queries import file_ids


@transaction.atomic
def invite(*, session: Session, people: Iterable[Person], by: User) -> list[Person]:
    """Write to these people that this session may be for them. Returns those who could be written to.

    Somebody who was invited to it before is not written to again; who can be reached by no channel is left
    out, and stays in the list for a call.

    Raises:
        RefusedError: the session is not open, or has begun.
    """
    now = timezone.now()
    closed = why_closed(state=session.state, starts_at=session.starts_at, now=now)
    if closed:
        raise RefusedError(closed)
    return [person for person in people if _invite(session, person, by)]


def _invite(session: Session, person: Person, by: User) -> bool:
    kept = person.canonical or person
    if Invitation.objects.filter(session=session, person__in=file_ids(kept)).exists():
        return False

    def compose(own_page: str) -> Text:
        # In the language of the person: the address says which.
        shown = f"{settings.PUBLIC_URL}{reverse('agenda:session', args=[session.pk])}"
        address = shown if session.public else own_page
        return wording.to_person("invited", session, first_name=kept.first_name, address=address)

    channel = tell(person=kept, compose=compose, key=f"session-{session.pk}-invitation-{kept.pk}")
    if not channel:
        return False
    Invitation.objects.create(session=session, person=kept, channel=channel, invited_by=by)
    add_milestone(
        person=kept,
        kind="activities.invited",
        organisation=session.organisation,
        by=by,
        detail=str(session),
        about=("session", session.pk),
    )
    return True
