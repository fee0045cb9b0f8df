"""A person wishes to know more: owned from the first second, taken, closed, opened again."""

from django.db import connection, transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.base.choices import Medium
from jalon.base.models import ShortLink
from jalon.directory.models import Organisation
from jalon.directory.queries import host, promise
from jalon.introductions.actions import row as rows
from jalon.introductions.actions.introduction import close_introduction
from jalon.introductions.actions.tell import tell_person
from jalon.introductions.choices import InterestClosing, InterestState, IntroductionClosing
from jalon.introductions.models import Interest, Introduction
from jalon.introductions.rules import (
    AT_EMPLOYER,
    FIRST_CALL_HOURS,
    NEXT_CALL_HOURS,
    RefusedError,
    TakenError,
)
from jalon.people.actions import follow, open_key, register
from jalon.people.choices import ConsentMeans, ContactKind, KeyKind
from jalon.people.contact import normalise_email, normalise_phone
from jalon.people.models import Person
from jalon.people.names import fold
from jalon.people.queries import file_ids
from jalon.vacancies.models import Vacancy

_MEANS = {Medium.PHONE: ConsentMeans.PHONE, Medium.DESK: ConsentMeans.FACE}


@transaction.atomic
def register_interest(
    *,
    vacancy: Vacancy,
    link: ShortLink | None = None,
    person: Person | None = None,
    first_name: str = "",
    phone: str = "",
    email: str = "",
    language: str = "fr",
    medium: str,
    by: User | None = None,
    team: Organisation | None = None,
) -> Interest:
    """Note an interest; the team (the host by default) owns it at once, and the person is told who calls.

    The same number or address for the same vacancy gives back the open interest, unless another first name is
    said: a telephone is shared by a household. Somebody without number
    nor address gets a code on paper: `interest.slip_code`, given once (empty otherwise).

    Raises:
        ValidationError: the number or the address cannot be right.
        RefusedError: the vacancy is no longer open, or there is no host organisation.
    """
    owner_team = team or host()
    if owner_team is None:
        raise RefusedError("Aucune association ne tient encore ce Jalon.")
    _check_open(vacancy)
    known = _open_interest(vacancy, person, phone, email, first_name)
    if known is not None:
        tell_person(known, "again", key=f"interest-{known.pk}-again")
        return known
    if person is None:
        person = register(
            first_name=first_name, phone=phone, email=email, language=language,
            organisation=owner_team, by=by, means=_MEANS.get(Medium(medium), ConsentMeans.WEB),
        )  # fmt: skip
    else:
        follow(person=person, organisation=owner_team)
    return _open(vacancy, person, owner_team, link=link, medium=medium, by=by)


def _check_open(vacancy: Vacancy) -> None:
    """Nobody closes the vacancy between this look and our commit."""
    rows_ = Vacancy.objects.showable().select_for_update(of=("self",), no_key=True)
    if not rows_.filter(pk=vacancy.pk).exists():
        raise RefusedError("Cette offre n’est plus ouverte.")


def _open_interest(
    vacancy: Vacancy, person: Person | None, phone: str, email: str, first_name: str
) -> Interest | None:
    """The interest that this person, number or address already has open here.

    The lock on the vacancy makes two requests with one number wait for each other.
    """
    still = Interest.objects.filter(vacancy=vacancy).exclude(state=InterestState.CLOSED)
    if person is not None:
        return still.filter(person=person).first()
    for kind, value, clean in (
        (ContactKind.PHONE, phone, normalise_phone),
        (ContactKind.EMAIL, email, normalise_email),
    ):
        if value.strip():
            same = still.filter(person__contacts__kind=kind, person__contacts__value=clean(value))
            for found in same.select_related("person").order_by("pk"):
                if _may_be(found.person.first_name, first_name):
                    return found
    return None


def _may_be(known: str, said: str) -> bool:
    """Whether two first names can be one person's: the same, or one of them not said."""
    return not fold(known) or not fold(said) or fold(known) == fold(said)


def _open(
    vacancy: Vacancy,
    person: Person,
    team: Organisation,
    *,
    link: ShortLink | None,
    medium: str,
    by: User | None,
) -> Interest:
    now = timezone.now()
    interest = Interest.objects.create(
        person=person,
        vacancy=vacancy,
        link=link,
        medium=medium,
        team=team,
        promised_at=promise(team, start=now, open_hours=FIRST_CALL_HOURS),
        created_at=now,
    )
    rows.note_interest(interest, "", by=by)
    rows.milestone(interest, "interest", by=by)
    rows.count(interest, "interests")
    told = tell_person(interest, "confirmation", key=f"interest-{interest.pk}-confirmation")
    reachable = told or person.contacts.exists()
    interest.slip_code = "" if reachable else open_key(person=person, kind=KeyKind.SLIP)
    return interest


@transaction.atomic
def take(*, interest: Interest, by: User) -> Interest:
    """This adviser looks after it; of two who try at once, one wins and the other learns who.

    Raises:
        TakenError: a colleague has it.
        RefusedError: it is closed.
    """
    row = rows.lock_interest(interest)
    if row.state != InterestState.CLOSED and row.owner_id == by.pk:
        return row
    if row.state != InterestState.NEW and row.owner is not None:
        raise TakenError(f"{row.owner.name} s’en occupe déjà.")
    row.owner = by
    rows.move_interest(row, InterestState.TAKEN, by=by, fields=["owner"])
    follow(person=row.person, organisation=row.team, user=by)
    return row


@transaction.atomic
def note(*, interest: Interest, text: str, by: User) -> None:
    """A line that the team reads."""
    rows.note_interest(rows.lock_interest(interest), text, by=by)


@transaction.atomic
def propose_other(*, interest: Interest, vacancy: Vacancy, by: User) -> Interest:
    """Another vacancy suits better: one interest ends, another begins, with the same owner and origin."""
    row = rows.lock_interest(interest)
    _check_open(vacancy)
    known = _open_interest(vacancy, row.person, "", "", "")
    if known is not None:
        raise RefusedError("Cette personne a déjà une demande ouverte pour cette offre.")
    rows.move_interest(
        row, InterestState.CLOSED, by=by, closing=InterestClosing.OTHER_VACANCY, reason=vacancy.title
    )
    other = Interest.objects.create(
        person=row.person, vacancy=vacancy, link=row.link, medium=row.medium, team=row.team, owner=by,
        state=InterestState.TAKEN, promised_at=row.promised_at,
    )  # fmt: skip
    rows.note_interest(other, f"proposée à la place de « {row.vacancy.title} »", by=by)
    rows.milestone(other, "proposed", by=by)
    rows.count(other, "interests")
    return other


@transaction.atomic
def close_interest(*, interest: Interest, closing: str, by: User | None, reason: str = "") -> Interest:
    """It ends, with a reason of InterestClosing."""
    row = rows.lock_interest(interest)
    rows.move_interest(row, InterestState.CLOSED, by=by, closing=closing, reason=reason)
    rows.milestone(row, "closed", by=by, detail=f"{row.vacancy.title} : {row.get_closing_display()}")
    return row


@transaction.atomic
def come_back(*, interest: Interest) -> Interest:
    """Somebody we could not reach asks for a new call: the team owns it again, with a new promise."""
    row = rows.lock_interest(interest)
    if row.state != InterestState.CLOSED:
        return row
    row.owner, row.escalated_at = None, None
    row.promised_at = promise(row.team, start=timezone.now(), open_hours=NEXT_CALL_HOURS)
    fields = ["owner", "escalated_at", "promised_at"]
    rows.move_interest(row, InterestState.NEW, by=None, reason="la personne revient", fields=fields)
    rows.milestone(row, "came_back")
    return row


@transaction.atomic
def withdraw(*, person: Person, interest: Interest | None = None, by: User | None = None) -> int:
    """The person stops here, for one interest or for all; employers are told. Returns how many ended."""
    _lock_person(person)
    files = file_ids(person)
    chosen = {"interest": interest} if interest else {}
    sent = Introduction.objects.filter(person__in=files, state__in=AT_EMPLOYER, **chosen)
    for introduction in sent.order_by("pk"):
        close_introduction(introduction=introduction, closing=IntroductionClosing.PERSON_WITHDREW, by=by)
    mine = Interest.objects.filter(person__in=files, **({"pk": interest.pk} if interest else {}))
    still = list(mine.exclude(state=InterestState.CLOSED).order_by("pk"))
    for row in still:
        close_interest(interest=row, closing=InterestClosing.WITHDRAWN, by=by)
    return len(still)


def _lock_person(person: Person) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM people_person WHERE id = %s FOR UPDATE", [person.pk])
