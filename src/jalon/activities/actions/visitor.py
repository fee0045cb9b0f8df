"""Somebody books for themselves from the public calendar, without an account."""

from dataclasses import dataclass

from django.db import connection, transaction

from jalon.activities.actions.booking import book
from jalon.activities.models import Booking, Session
from jalon.base.choices import Medium
from jalon.people.actions import open_key, register
from jalon.people.choices import ConsentMeans, ContactKind, KeyKind
from jalon.people.contact import normalise_email, normalise_phone
from jalon.people.models import Person
from jalon.people.names import fold
from jalon.people.queries import people_at


@dataclass(frozen=True)
class VisitorBooking:
    """A booking, and the code of the person's own page when the page may show it.

    The code is given once, and only to somebody whose file was opened just now: whoever types the number of
    somebody we know gets a message at that number, and no door to their file.
    """

    booking: Booking
    slip_code: str


@transaction.atomic
def book_visitor(
    *, session: Session, first_name: str, phone: str = "", email: str = "", language: str = "fr"
) -> VisitorBooking:
    """A seat for who fills in the public form; the same number and first name are the same person.

    Raises:
        RefusedError: in plain words, as `book`; nothing is kept then.
        ValidationError: the number or the address cannot be right.
    """
    known = _known(first_name, phone, email)
    person = known or register(
        first_name=first_name,
        phone=phone,
        email=email,
        language=language,
        organisation=session.organisation,
        means=ConsentMeans.WEB,
    )
    booking = book(session=session, person=person, medium=Medium.WEB)
    code = "" if known else open_key(person=person, kind=KeyKind.SLIP)
    return VisitorBooking(booking, code)


def _known(first_name: str, phone: str, email: str) -> Person | None:
    """Somebody with this number or address and this first name; two who send at once wait for each other."""
    kind, value = (ContactKind.PHONE, phone) if phone.strip() else (ContactKind.EMAIL, email)
    if not value.strip():
        return None
    clean = normalise_phone(value) if kind == ContactKind.PHONE else normalise_email(value)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"visitor:{clean}"])
    for person in people_at(kind, clean).select_related("canonical").order_by("pk"):
        if fold(person.first_name) == fold(first_name):
            return person.canonical or person
    return None
