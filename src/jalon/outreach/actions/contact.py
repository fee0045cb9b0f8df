"""Somebody leaves a first name at a stand or by a relay's code: called back before an hour that is said."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone, translation

from jalon.accounts.models import User
from jalon.activities.actions.booking import book
from jalon.activities.models import Booking, Session
from jalon.activities.rules.refusal import RefusedError
from jalon.base.choices import Medium
from jalon.directory.models import Organisation
from jalon.directory.queries import promise
from jalon.introductions.actions import register_interest
from jalon.introductions.models import Interest
from jalon.outreach import wording
from jalon.outreach.actions.count import count
from jalon.outreach.choices import SETTLED, CallResult, Wish
from jalon.outreach.models import ContactCall, FirstContact, Relay, Stand
from jalon.outreach.queries.known import is_known, own_file
from jalon.outreach.rules import CALL_HOURS
from jalon.people.actions import add_milestone, follow, open_key, register, tell
from jalon.people.choices import ConsentMeans, KeyKind
from jalon.people.contact import normalise_phone
from jalon.people.models import Person
from jalon.vacancies.models import Vacancy


@dataclass(frozen=True)
class Said:
    """What somebody said of themselves; a telephone number of any country, or none for a code on paper."""

    first_name: str
    last_name: str = ""
    phone: str = ""
    birth_date: date | None = None
    wish: str = ""
    words: str = ""
    language: str = "fr"


@transaction.atomic
def take_contact(*, uuid: UUID, stand: Stand, said: Said, taken_at: datetime, by: User) -> FirstContact:
    """A contact at a stand; the same `uuid` gives back the same contact, whatever it says now.

    The team of the circuit calls back, within its hours counted from the end of the stand.

    Raises:
        ValidationError: the number cannot be right.
    """
    known = _again(uuid)
    if known is not None:
        return known
    team = stand.outing.circuit.organisation
    row = FirstContact(uuid=uuid, stand=stand, organisation=team, taken_at=taken_at, taken_by=by)
    row.promised_at = call_before(team, stand)
    _open(row, said, by=by, means=ConsentMeans.FACE)
    count(day=timezone.localdate(stand.starts_at), stand=stand, what=_figures(row))
    return row


@transaction.atomic
def leave_number(*, relay: Relay, said: Said) -> FirstContact:
    """A contact by a relay's code, left by the person; the relay is told nothing.

    The same number and first name that still wait for this call give back the first contact.

    Raises:
        ValidationError: the number cannot be right.
    """
    number = normalise_phone(said.phone) if said.phone.strip() else ""
    _one_at_a_time(f"relay:{relay.organisation_id}:{number}")
    waiting = FirstContact.objects.filter(
        relay=relay, settled_at__isnull=True, person__contacts__value=number
    )
    for row in waiting.select_related("person", "organisation").order_by("pk") if number else []:
        if row.person.first_name.strip().lower() == said.first_name.strip().lower():
            return row
    now = timezone.now()
    row = FirstContact(uuid=uuid4(), relay=relay, organisation=relay.organisation, taken_at=now)
    row.promised_at = promise(relay.organisation, start=now, open_hours=CALL_HOURS)
    _open(row, said, by=None, means=ConsentMeans.WEB)
    count(day=timezone.localdate(now), relay=relay, what=_figures(row))
    return row


def call_before(team: Organisation, stand: Stand) -> datetime:
    """Before when somebody met at this stand is called: known to the telephone without asking the server."""
    return promise(team, start=stand.ends_at, open_hours=CALL_HOURS)


def _again(uuid: UUID) -> FirstContact | None:
    _one_at_a_time(f"contact:{uuid}")
    related = ("person", "organisation", "stand__halt", "relay")
    return FirstContact.objects.select_related(*related).filter(uuid=uuid).first()


def _one_at_a_time(key: str) -> None:
    """Two requests with one key wait for each other until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"outreach:{key}"])


def _figures(row: FirstContact) -> set[str]:
    facts = {"contacts": True, "wishes": bool(row.wish or row.words), "new_to_all": not row.known_before}
    return {name for name, holds in facts.items() if holds}


def _open(row: FirstContact, said: Said, *, by: User | None, means: str) -> None:
    phone = normalise_phone(said.phone) if said.phone.strip() else ""
    row.known_before = is_known(
        first_name=said.first_name, last_name=said.last_name, phone=phone, birth_date=said.birth_date
    )
    row.person = _file(row.organisation, said, phone, by=by, means=means)
    row.wish, row.words = said.wish, said.words.strip()[:160]
    row.save(force_insert=True)
    with translation.override("fr"):  # what a file keeps is in French, whoever wrote it
        detail = str(Wish(row.wish).label) if row.wish else ""
    about = ("first_contact", row.pk)
    add_milestone(
        person=row.person, kind="outreach.met", organisation=row.organisation, by=by, detail=detail,
        about=about,
    )  # fmt: skip
    _confirm(row, phone)


def _file(team: Organisation, said: Said, phone: str, *, by: User | None, means: str) -> Person:
    """The team's own file of this person when it surely is, else a new one: nobody else's is touched."""
    own = own_file(team, first_name=said.first_name, phone=phone) if phone else None
    if own is not None:
        follow(person=own, organisation=team)
        return own
    return register(
        first_name=said.first_name, last_name=said.last_name, phone=phone, birth_date=said.birth_date,
        language=said.language, organisation=team, by=by, means=means,
    )  # fmt: skip


def _confirm(row: FirstContact, phone: str) -> None:
    """A message with the promise unless it came too late; a code on paper for who has no number."""
    if phone and row.promised_at > timezone.now():
        tell(
            person=row.person,
            compose=lambda address: wording.confirmation(row, address=address),
            key=f"contact-{row.pk}-confirmation",
        )
    elif not phone and row.relay_id is not None:
        row.slip_code = open_key(person=row.person, kind=KeyKind.SLIP)


@transaction.atomic
def record_call(*, contact: FirstContact, result: str, by: User) -> FirstContact:
    """How the promised call ended; without an answer a new promise follows.

    Raises:
        RefusedError: somebody has called already.
    """
    row = (
        FirstContact.objects.select_for_update(of=("self",))
        .select_related("person", "organisation")
        .get(pk=contact.pk)
    )
    if row.settled_at is not None:
        raise RefusedError("Cet appel est déjà noté.")
    now = timezone.now()
    ContactCall.objects.create(contact=row, result=result, by=by, at=now)
    if result in SETTLED:
        row.settled_at = now
    else:
        row.promised_at = promise(row.organisation, start=now, open_hours=CALL_HOURS)
    row.save(update_fields=["settled_at", "promised_at"])
    add_milestone(
        person=row.person, kind="outreach.called", organisation=row.organisation, by=by,
        detail=str(CallResult(result).label), about=("first_contact", row.pk),
    )  # fmt: skip
    return row


@transaction.atomic
def note_interest(*, contact: FirstContact, vacancy: Vacancy, by: User) -> Interest:
    """The person wishes to know more of a vacancy near the stop; counted once per vacancy.

    Raises:
        introductions.rules.RefusedError: the vacancy is no longer open.
    """
    _one_at_a_time(f"follow:{contact.pk}")
    person = contact.person.canonical or contact.person
    before = set(Interest.objects.filter(person=person, vacancy=vacancy).values_list("pk", flat=True))
    interest = register_interest(
        vacancy=vacancy, person=person, medium=Medium.DESK, by=by, team=contact.organisation
    )
    if interest.pk not in before:
        _count_for(contact, "interests")
    return interest


@transaction.atomic
def book_seat(*, contact: FirstContact, session: Session, by: User) -> Booking:
    """A seat, or a place on the waiting list, taken on the spot; counted once per session.

    Raises:
        RefusedError: in plain words, why not.
    """
    _one_at_a_time(f"follow:{contact.pk}")
    person = contact.person.canonical or contact.person
    before = set(Booking.objects.filter(person=person, session=session).values_list("pk", flat=True))
    booking = book(
        session=session, person=person, by=by, organisation=contact.organisation, medium=Medium.DESK
    )
    if booking.pk not in before:
        _count_for(contact, "bookings")
    return booking


def _count_for(contact: FirstContact, what: str) -> None:
    met = contact.stand.starts_at if contact.stand else contact.taken_at
    count(day=timezone.localdate(met), stand=contact.stand, relay=contact.relay, what={what})


def open_slip(*, contact: FirstContact) -> str:
    """A new code for a paper; shown once, kept nowhere."""
    return open_key(person=contact.person.canonical or contact.person, kind=KeyKind.SLIP)
