"""An adviser's slots: individual appointments are opened, taken back, and their result noted."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.actions.move import cancel_session
from jalon.activities.actions.seat import Seats, lock_booking, note
from jalon.activities.actions.session import open_session, write_session
from jalon.activities.choices import INDIVIDUAL, ActivityState, BookingState, Way
from jalon.activities.models import Activity, Booking, Session
from jalon.activities.queries import slots as queries
from jalon.activities.rules.clock import at_clock
from jalon.activities.rules.holidays import holiday
from jalon.activities.rules.refusal import RefusedError
from jalon.directory.models import Organisation, Site

MOST = 200
LONGEST_DAYS = 92
SHORTEST, LONGEST = 5, 240


@dataclass(frozen=True)
class Opened:
    """The sessions made, and the days left out with why (a holiday, a closure, an absence)."""

    sessions: list[Session]
    days_out: list[tuple[date, str]]
    busy: int  # slots left out because the adviser runs something then


@transaction.atomic
def open_slots(
    *,
    activity: Activity,
    user: User,
    organisation: Organisation,
    first_date: date,
    last_date: date,
    weekdays: Collection[int],
    opens: time,
    closes: time,
    minutes: int,
    way: str = Way.ON_SITE,
    site: Site | None = None,
    place: str = "",
    by: User | None,
) -> Opened:
    """One open session of one seat for each slot, run by `user`, in no public list.

    Slots follow each other from `opens` to `closes` on each of the `weekdays` (0 is Monday), both dates
    included. Days on which the organisation is closed or the adviser away, public holidays, hours that are
    past and those in which the adviser already runs something are left out, never doubled.

    Raises:
        RefusedError: the activity is no appointment or not in the catalogue, the hours cannot be, too many
            slots at once, or nothing is left to open.
    """
    _check_activity(activity)
    _check_span(first_date, last_date)
    _check_hours(opens, closes, minutes)
    # One opening at a time for an adviser: a button pressed twice opens once.
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    out = queries.days_out(user, organisation, first_date, last_date)
    days = [day for day in _days(first_date, last_date) if day.weekday() in weekdays]
    out |= {day: holiday(day) for day in days if holiday(day)}
    wanted = [period for day in days if day not in out for period in _periods(day, opens, closes, minutes)]
    if len(wanted) > MOST:
        raise RefusedError(f"Cela ferait {len(wanted)} créneaux : {MOST} au plus à la fois.")
    taken = queries.busy(user, first_date, last_date)
    free = [period for period in wanted if not _meets(period, taken) and period[0] > timezone.now()]
    if not free:
        raise RefusedError(_why_none(days, out, wanted))
    values: dict[str, object] = {"way": way, "site": site, "place": place, "public": False, "seats_max": 1}
    values["facilitators"] = [(organisation, user, "")]
    sessions = [_open(activity, organisation, values, period, by) for period in free]
    busy = sum(_meets(period, taken) for period in wanted)
    return Opened(sessions, [(day, out[day]) for day in days if day in out], busy)


def _check_activity(activity: Activity) -> None:
    if activity.kind not in INDIVIDUAL:
        raise RefusedError("Cette activité se tient en groupe : donnez-lui des séances, pas des créneaux.")
    if activity.state != ActivityState.PUBLISHED:
        raise RefusedError(f"« {activity} » n’est pas au catalogue : mettez-la d’abord au catalogue.")


def _check_span(first: date, last: date) -> None:
    if last < first:
        raise RefusedError("Le dernier jour vient avant le premier.")
    if (last - first).days > LONGEST_DAYS:
        raise RefusedError("Trois mois au plus à la fois : au-delà, l’agenda change.")


def _check_hours(opens: time, closes: time, minutes: int) -> None:
    if not SHORTEST <= minutes <= LONGEST:
        raise RefusedError(f"Un rendez-vous dure de {SHORTEST} minutes à quatre heures.")
    if _minutes(closes) - _minutes(opens) < minutes:
        raise RefusedError("Entre ces deux heures, aucun rendez-vous ne tient.")


def _minutes(hour: time) -> int:
    return hour.hour * 60 + hour.minute


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _periods(day: date, opens: time, closes: time, minutes: int) -> Iterator[tuple[datetime, datetime]]:
    for start in range(_minutes(opens), _minutes(closes) - minutes + 1, minutes):
        end = start + minutes
        yield at_clock(day, time(*divmod(start, 60))), at_clock(day, time(*divmod(end, 60)))


def _meets(period: tuple[datetime, datetime], taken: Sequence[tuple[datetime, datetime]]) -> bool:
    return any(period[0] < ends and begins < period[1] for begins, ends in taken)


def _why_none(days: Sequence[date], out: dict[date, str], wanted: Sequence[object]) -> str:
    if not days:
        return "Aucun de ces jours n’est dans la période."
    if not wanted:
        return f"Rien à ouvrir : {', '.join(sorted({out[day] for day in days}))}."
    return "Rien à ouvrir : ces heures sont passées, ou vous y avez déjà quelque chose."


def _open(
    activity: Activity,
    organisation: Organisation,
    values: dict[str, object],
    period: tuple[datetime, datetime],
    by: User | None,
) -> Session:
    dated = {**values, "starts_at": period[0], "ends_at": period[1]}
    return open_session(
        session=write_session(activity=activity, organisation=organisation, values=dated, by=by), by=by
    )


@transaction.atomic
def withdraw_slot(*, session: Session, by: User | None) -> None:
    """Take back a slot that nobody has.

    Raises:
        RefusedError: somebody has it: it is cancelled as a session is, with a word to them.
    """
    if Seats(session).session.bookings.exclude(state=BookingState.CLOSED).exists():
        raise RefusedError(
            "Quelqu’un a pris ce créneau : ouvrez la séance pour l’annuler, la personne sera prévenue."
        )
    cancel_session(session=session, reason="Créneau retiré", by=by)


@transaction.atomic
def write_outcome(*, booking: Booking, outcome: str, by: User | None) -> Booking:
    """What an appointment came to, in a few words; kept with it and read by those who follow the person.

    Raises:
        RefusedError: it is no appointment, it has not begun, or the seat was given back.
    """
    row = lock_booking(booking, Seats(booking.session))
    if row.session.activity.kind not in INDIVIDUAL:
        raise RefusedError("Un résultat se note pour un rendez-vous, pas pour un groupe.")
    if row.state != BookingState.BOOKED:
        raise RefusedError("Ce rendez-vous n’a pas eu lieu : la place a été rendue.")
    if row.session.starts_at > timezone.now():
        raise RefusedError("Ce rendez-vous n’a pas encore commencé.")
    row.outcome = outcome.strip()[:255]
    row.save(update_fields=["outcome"])
    note(row, row.state, by=by, reason="Résultat noté")
    return row
