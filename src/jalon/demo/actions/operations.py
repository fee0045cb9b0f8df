"""Two operations that funders pay for: two groups that came to several half-days, and what they answered."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.actions import close_sheet, mark
from jalon.activities.choices import AttendanceStatus, BookingState, MarkMeans, ParticipantKind, SessionState
from jalon.activities.models import Activity, Booking, Session, SessionFacilitator, SessionPart
from jalon.base.choices import Medium
from jalon.demo.actions.directory import Cast
from jalon.directory.models import Organisation
from jalon.people.models import Milestone, Person, TeamMember
from jalon.people.queries import followed_by
from jalon.reports.actions.answer import record_answers
from jalon.reports.actions.figure import count_partners, count_past_partners, count_sessions
from jalon.reports.actions.operation import create_operation
from jalon.reports.actions.participation import record_exit, recount
from jalon.reports.choices import AnswerMeans, ExitReason, Funder, Moment
from jalon.reports.funders import template_of
from jalon.reports.models import Operation, ParticipantAnswer, Participation
from jalon.reports.questionnaire import BIRTH, REFUSAL, Item

_SEED = 2021
# Days ago of the first half-day, and how many people: those of the spring have left since.
SPRING, AUTUMN = 250, 20
_HALVES = ((0, 9), (0, 14), (3, 9), (7, 9), (10, 14))
_LIKELY = (AttendanceStatus.PRESENT,) * 7 + (AttendanceStatus.LATE, AttendanceStatus.EXCUSED)
_SIGNATURE = "M40 120L120 60L180 140L260 70L330 130L420 80"


def build_operations(cast: Cast) -> None:
    """The FSE+ of the host association and the PIC of a partner, with answers for a part of the people."""
    chance = Random(_SEED)
    partner_user = cast.users["ines@jalon.example"]
    partner = _organisation_of(partner_user, cast)
    industry = _operation(
        cast.host, cast.adviser, Funder.FSE_PLUS, "2026-FSE-0417", "Parcours vers l’industrie"
    )
    people = list(_followed(cast.host, cast.adviser)[:18])
    _group(industry, people[:6], SPRING, cast.adviser, chance)
    _group(industry, people[6:], AUTUMN, cast.adviser, chance)
    inclusion = _operation(
        partner, partner_user, Funder.PIC, "PIC-100-IN-22", "Remise en route, 100 % inclusion"
    )
    _group(inclusion, list(_followed(partner, partner_user)[:12]), AUTUMN, partner_user, chance)
    for operation, by in ((industry, cast.adviser), (inclusion, partner_user)):
        _answer(operation, by, chance)
    count_sessions()
    count_past_partners()
    count_partners()


def _organisation_of(user: User, cast: Cast) -> Organisation:
    found = Organisation.objects.filter(memberships__user=user).order_by("pk").first()
    return found or cast.host


def _followed(organisation: Organisation, user: User) -> QuerySet[Person]:
    """Whom the organisation follows, those of this adviser first."""
    own = TeamMember.objects.filter(person=OuterRef("pk"), user=user, until__isnull=True)
    found = followed_by([organisation.pk]).exclude(last_name="")
    return found.annotate(own=Exists(own)).order_by("-own", "pk")


def _operation(organisation: Organisation, by: User, funder: str, code: str, title: str) -> Operation:
    """Pays for two activities of the organisation, over two years."""
    today = timezone.localdate()
    own = Activity.objects.filter(organisation=organisation, participants=ParticipantKind.PERSON)
    axis = own.order_by("pk").values_list("axis", flat=True).first() or ""
    return create_operation(
        organisation=organisation,
        funder=funder,
        code=code,
        title=title,
        starts_on=today.replace(year=today.year - 1, month=1, day=1),
        ends_on=today.replace(year=today.year + 1, month=12, day=31),
        axis=axis,
        activities=list(own.order_by("pk")[:2]),
        by=by,
    )


def _group(operation: Operation, people: Sequence[Person], ago: int, by: User, chance: Random) -> None:
    """Five half-days over two weeks, each with its closed sheet."""
    activities = list(Activity.objects.filter(reports_operationactivity__operation=operation).order_by("pk"))
    first = timezone.localtime() - timedelta(days=ago)
    monday = first - timedelta(days=first.weekday())
    for number, (days, hour) in enumerate(_HALVES):
        begins = datetime.combine((monday + timedelta(days=days)).date(), time(hour), monday.tzinfo)
        _hold(operation, activities[number % len(activities)], begins, people, by=by, chance=chance)
    recount(operation=operation)


def _hold(
    operation: Operation,
    activity: Activity,
    begins: datetime,
    people: Sequence[Person],
    *,
    by: User,
    chance: Random,
) -> None:
    """Written as it was left: no action books a seat in the past."""
    ends = begins + timedelta(hours=3)
    session = Session.objects.create(
        activity=activity,
        organisation=operation.organisation,
        title=f"{activity.title}, groupe de l’opération"[:120],
        starts_at=begins,
        ends_at=ends,
        place="Dans nos locaux",
        public=False,
        seats_max=max(len(people), 1) + 2,
        seats_taken=len(people),
        state=SessionState.OPEN,
        created_by=by,
        created_at=begins - timedelta(days=20),
    )
    part = SessionPart.objects.create(session=session, starts_at=begins, ends_at=ends)
    SessionFacilitator.objects.create(session=session, organisation=operation.organisation, user=by)
    for number, person in enumerate(people):
        _sign(session, part, person, 1000 + number, by=by, chance=chance)
    close_sheet(session=session, by=by)
    Milestone.objects.filter(about_kind="session", about_id=session.pk).update(at=ends)
    Session.objects.filter(pk=session.pk).update(sheet_closed_at=ends + timedelta(hours=1))


def _sign(
    session: Session, part: SessionPart, person: Person, code: int, *, by: User, chance: Random
) -> None:
    booking = Booking.objects.create(
        session=session,
        person=person,
        organisation=session.organisation,
        booked_by=by,
        state=BookingState.BOOKED,
        medium=Medium.DESK,
        door_code=str(code),
        created_at=session.starts_at - timedelta(days=9),
    )
    status = chance.choice(_LIKELY)
    came = status != AttendanceStatus.EXCUSED
    mark(
        uuid=UUID(int=chance.getrandbits(128), version=4),
        booking=booking,
        part=part,
        status=status,
        means=MarkMeans.TABLET,
        by=by,
        reason="" if came else "rendez-vous médical",
        signature=_SIGNATURE if came else "",
        marked_at=part.starts_at,
    )


def _answer(operation: Operation, by: User, chance: Random) -> None:
    """Entries for two of three, all but one item for some; exits of the spring, and some six months after."""
    rows = Participation.objects.filter(operation=operation, halves__gt=0).select_related(
        "operation", "person"
    )
    for number, row in enumerate(rows.order_by("pk")):
        if number % 3:
            _note(row, Moment.ENTRY, by, chance, leave_out=number % 5 == 0)
        if row.counts and (timezone.localdate() - row.last_on).days > 150:
            record_exit(
                participation=row,
                exited_on=row.last_on + timedelta(days=1),
                reason=chance.choice([ExitReason.JOB, ExitReason.TRAINING, ExitReason.ENDED]),
                by=by,
            )
            row.refresh_from_db()
            _note(row, Moment.EXIT, by, chance, leave_out=False)
            if number % 2:
                _note(row, Moment.SIX_MONTHS, by, chance, leave_out=False)


def _note(row: Participation, moment: Moment, by: User, chance: Random, *, leave_out: bool) -> None:
    items = template_of(row.operation.funder).questionnaire[moment]
    kept = items[:-1] if leave_out else items
    answers = {item.key: _said(item, row, chance) for item in kept}
    record_answers(participation=row, moment=moment, answers=answers, means=AnswerMeans.FACE, by=by)
    base = row.entered_on if moment == Moment.ENTRY else row.exited_on or row.last_on
    day = base + timedelta(days=190 if moment == Moment.SIX_MONTHS else chance.randint(0, 20))
    at = datetime.combine(min(day, timezone.localdate()), time(10), timezone.get_default_timezone())
    ParticipantAnswer.objects.filter(participation=row, moment=moment).update(at=min(at, timezone.now()))


def _said(item: Item, row: Participation, chance: Random) -> str:
    if item == BIRTH:
        born = row.person.birth_date or row.entered_on - timedelta(days=365 * chance.randint(19, 58))
        return born.isoformat()
    if item.sensitive:
        return chance.choice(["no", "no", "no", "yes", REFUSAL])
    return chance.choice([value for value, _ in item.choices])
