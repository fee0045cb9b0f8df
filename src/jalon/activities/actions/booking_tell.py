"""Write to whoever holds, waits for or is offered a seat, within the transaction of what is told."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jalon.accounts.models import User
from jalon.activities.actions import booking_wording as wording
from jalon.activities.choices import BookingState, SessionState
from jalon.activities.models import Booking, Session
from jalon.activities.rules.booking import LAST_ANSWER
from jalon.base.actions.outbox import Text, enqueue
from jalon.base.choices import Channel
from jalon.base.words import moment
from jalon.directory.choices import Role
from jalon.directory.queries import team_members
from jalon.people.actions import tell

# Professionals are written to in French, whoever reads the page that made it happen.
DESK_LANGUAGE = "fr"
# What somebody must not miss: when the person cannot be written to, a professional calls.
_MUST_KNOW = frozenset({"offered", "session_cancelled", "moved", "reminder"})


def tell_booking(booking: Booking, name: str, *, key: str, **said: Any) -> str:
    """Write a text of `booking_wording` to the person or the guest; nothing is written twice with one key.

    Values of `said` are phrases, or functions that give one in the reader's language. Returns the channel;
    empty when nobody could be written to: then whoever booked is told to call.
    """
    channel = _to_guest(booking, name, key, said) if booking.person is None else _to_person(
        booking, name, key, said
    )  # fmt: skip
    if not channel and name in _MUST_KNOW:
        _to_booker(booking, name, said, key=key)
    return channel


def _to_person(booking: Booking, name: str, key: str, said: dict[str, Any]) -> str:
    if booking.person is None:
        raise TypeError("a guest has no file")
    person = booking.person

    def compose(address: str) -> Text:
        return _text(booking, name, person.first_name, address, said)

    return tell(person=person, compose=compose, key=key)


def _to_guest(booking: Booking, name: str, key: str, said: dict[str, Any]) -> str:
    """A guest has no page of their own: whoever booked answers for them."""
    if name == "offered":
        _to_booker(booking, name, said, key=key)
    if not booking.guest_email:
        return ""
    with translation.override(DESK_LANGUAGE):
        text = _text(booking, name, "", "", said)
        _mail(booking.guest_email, text, key=key, booking=booking)
    return Channel.MAIL


def _phrases(said: dict[str, Any]) -> dict[str, str]:
    return {word: value() if callable(value) else value for word, value in said.items()}


def _text(booking: Booking, name: str, first_name: str, address: str, said: dict[str, Any]) -> Text:
    return wording.to_person(
        name,
        booking.session,
        first_name=first_name,
        address=address,
        booking=booking,
        **_phrases(said),
    )


def _to_booker(booking: Booking, name: str, said: dict[str, Any], *, key: str) -> None:
    """Whoever booked, else the team that holds the session, is asked to say it by voice."""
    who = str(booking.person) if booking.person else booking.guest_name
    silent = f"{who} ne peut pas recevoir de message de Jalon. À lui dire de vive voix :"
    opening = silent if booking.person else f"Pour {who} :"
    page = f"{settings.PUBLIC_URL}/seances/inscriptions/{booking.pk}/"
    with translation.override(DESK_LANGUAGE):
        happened = wording.sentence(name, booking.session, booking=booking, **_phrases(said))
    text = Text(f"À dire à {who} : {booking.session}", f"{opening}\n\n{happened}\n\n{page}")
    for user in _bookers(booking):
        _mail(user.email, text, key=f"{key}-{user.pk}", booking=booking)


def _bookers(booking: Booking) -> list[User]:
    if booking.booked_by is not None and booking.booked_by.is_active:
        return [booking.booked_by]
    return team_members(booking.session.organisation, Role.ADVISER)


def _mail(address: str, text: Text, *, key: str, booking: Booking) -> None:
    about = ("person", booking.person_id) if booking.person_id else ("booking", booking.pk)
    enqueue(channel=Channel.MAIL, recipient=address, subject=text.subject, body=text.body, about=about,
            key=key, language=DESK_LANGUAGE)  # fmt: skip


def next_date(session: Session) -> str:
    """« Prochaine date : jeudi 26 novembre à 9 h. », where the activity has one; empty otherwise."""
    later = Session.objects.filter(
        activity=session.activity_id, state=SessionState.OPEN, public=True, starts_at__gt=timezone.now()
    )
    following = later.exclude(pk=session.pk).order_by("starts_at", "pk").first()
    return _(" Prochaine date : %s.") % moment(following.starts_at) if following else ""


def tell_moved(*, session: Session, was_starts_at: datetime, was_place: str) -> int:
    """Everybody who has or waits for a seat learns the new date and place. Returns how many.

    Called by whoever moves the session, in its transaction; offers never outlive the new last answer.
    """
    session.refresh_from_db()
    rows = Booking.objects.filter(session=session).exclude(state=BookingState.CLOSED)
    rows.filter(offered_until__gt=session.starts_at - LAST_ANSWER).update(
        offered_until=session.starts_at - LAST_ANSWER
    )
    bookings = list(rows.select_related("person", "organisation", "booked_by").order_by("created_at", "pk"))
    where = f", {was_place}" if was_place else ""
    for booking in bookings:
        booking.session = session
        name = "moved_waiting" if booking.state == BookingState.WAITING else "moved"
        key = f"booking-{booking.pk}-moved-{session.revision}-{session.starts_at:%Y%m%d%H%M}"
        tell_booking(booking, name, key=key, was=lambda: f"{moment(was_starts_at)}{where}")
    return len(bookings)
