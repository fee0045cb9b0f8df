"""A vacancy opens, pauses, is filled seat by seat, and closes for good."""

from django.db import transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.vacancies.actions.row import locked, move, note, save
from jalon.vacancies.choices import ClosingReason, ModerationReason, VacancyState
from jalon.vacancies.models import Vacancy
from jalon.vacancies.queries.sight import sight_of
from jalon.vacancies.rules.state import RefusedError, check_move, missing_to_open


@transaction.atomic
def publish(*, vacancy: Vacancy, by: User | None) -> Vacancy:
    """Open a draft. Screens show it at once when its employer is known, else once the association read it.

    RefusedError when something is missing; the message says what.
    """
    row = locked(vacancy)
    check_move(row.state, VacancyState.OPEN)
    _check_complete(row)
    move(row, VacancyState.OPEN, by=by, fields=mark_read(row, by=by))
    return row


def mark_read(row: Vacancy, *, by: User | None) -> list[str]:
    """Note who read the vacancy when nobody has to read it again; the columns that changed."""
    if row.reviewed_at is not None:
        return []
    read_by_staff = by is not None and sight_of(by).staff
    if not read_by_staff and (row.wording or not employer_is_known(row)):
        return []
    row.reviewed_at = timezone.now()
    row.reviewed_by = by if read_by_staff else None
    return ["reviewed_at", "reviewed_by"]


def employer_is_known(row: Vacancy) -> bool:
    """Vetted, and one of its vacancies was read before."""
    if row.organisation.vetted_at is None:
        return False
    others = Vacancy.objects.filter(organisation=row.organisation_id, reviewed_at__isnull=False)
    return others.exclude(pk=row.pk).exists()


def _check_complete(row: Vacancy) -> None:
    missing = missing_to_open(row, timezone.now())
    if missing:
        raise RefusedError(" ".join(missing.values()))


@transaction.atomic
def review(*, vacancy: Vacancy, by: User) -> Vacancy:
    """The association has read the vacancy: with a vetted employer, screens may show it."""
    row = locked(vacancy)
    if row.state == VacancyState.CLOSED:
        raise RefusedError("Cette offre est fermée : il n’y a plus rien à lire.")
    if row.reviewed_at is None:
        row.reviewed_at, row.reviewed_by = timezone.now(), by
        save(row, ["reviewed_at", "reviewed_by"])
        note(row, "lue par l’association", by=by)
    return row


@transaction.atomic
def pause(*, vacancy: Vacancy, by: User | None) -> Vacancy:
    """Take an open vacancy off the screens for a while."""
    row = locked(vacancy)
    move(row, VacancyState.PAUSED, by=by)
    return row


@transaction.atomic
def resume(*, vacancy: Vacancy, by: User | None) -> Vacancy:
    """Show a paused vacancy again; RefusedError when its end has passed."""
    row = locked(vacancy)
    if row.state != VacancyState.PAUSED:
        raise RefusedError("Cette offre n’est pas en pause.")
    _check_complete(row)
    move(row, VacancyState.OPEN, by=by)
    return row


@transaction.atomic
def close(*, vacancy: Vacancy, reason: str, by: User | None, detail: str = "") -> Vacancy:
    """Close for good and withdraw everywhere. `reason` is a ClosingReason, `detail` words for the history."""
    row = locked(vacancy)
    label = ClosingReason(reason).label
    row.closing_reason = reason
    words = f"{label} : {detail}" if detail else label
    move(row, VacancyState.CLOSED, by=by, reason=words[:300], fields=["closing_reason"])
    return row


def moderate(*, vacancy: Vacancy, reason: str, by: User) -> Vacancy:
    """The association takes a vacancy off every screen; `reason` is a ModerationReason."""
    detail = ModerationReason(reason).label
    return close(vacancy=vacancy, reason=ClosingReason.MODERATED, by=by, detail=detail)


@transaction.atomic
def fill_one(*, vacancy: Vacancy, by: User | None) -> Vacancy:
    """A hire takes a seat; the last one fills the vacancy and empties the screens.

    A closed vacancy stays closed and still counts its late hire. RefusedError when no seat is left.
    """
    row = locked(vacancy)
    if row.state == VacancyState.DRAFT:
        raise RefusedError("Cette offre n’est pas encore publiée.")
    if row.hired >= row.seats:
        raise RefusedError("Toutes les places de cette offre sont prises.")
    row.hired += 1
    if row.hired == row.seats and row.state != VacancyState.CLOSED:
        move(row, VacancyState.FILLED, by=by, reason="dernière place prise", fields=["hired"])
    else:
        _count(row, "une place prise", by=by)
    return row


@transaction.atomic
def cancel_hire(*, vacancy: Vacancy, by: User | None) -> Vacancy:
    """A hire did not hold: its seat is free again, and a filled vacancy opens again."""
    row = locked(vacancy)
    if row.hired == 0:
        raise RefusedError("Aucune embauche n’est notée sur cette offre.")
    row.hired -= 1
    if row.state == VacancyState.FILLED:
        move(row, VacancyState.OPEN, by=by, reason="embauche annulée", fields=["hired"])
    else:
        _count(row, "embauche annulée", by=by)
    return row


@transaction.atomic
def add_seat(*, vacancy: Vacancy, by: User | None, seats: int = 1) -> Vacancy:
    """Look for more people; a filled vacancy opens again."""
    row = locked(vacancy)
    if row.state == VacancyState.CLOSED:
        check_move(row.state, VacancyState.OPEN)
    row.seats += seats
    if row.state == VacancyState.FILLED:
        move(row, VacancyState.OPEN, by=by, reason="place ajoutée", fields=["seats"])
    else:
        _count(row, "place ajoutée", by=by)
    return row


def _count(row: Vacancy, words: str, *, by: User | None) -> None:
    save(row, ["hired", "seats"])
    note(row, words, by=by)


def close_expired() -> int:
    """Close what is past its end, each in a transaction of its own; how many. Nothing relies on it."""
    past = Vacancy.objects.filter(
        state__in=[VacancyState.OPEN, VacancyState.PAUSED], valid_until__lte=timezone.now()
    ).order_by("pk")
    return sum(_expire(pk) for pk in past.values_list("pk", flat=True))


@transaction.atomic
def _expire(vacancy_id: int) -> bool:
    """Look again under lock: somebody may have prolonged it, filled it or closed it meanwhile."""
    row = locked(Vacancy(pk=vacancy_id))
    due = row.state in {VacancyState.OPEN, VacancyState.PAUSED}
    if not due or row.valid_until is None or row.valid_until > timezone.now():
        return False
    close(vacancy=row, reason=ClosingReason.EXPIRED, by=None)
    return True
