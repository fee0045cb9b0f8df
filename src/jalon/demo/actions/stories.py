"""People who saw an offer, and what became of it: told with the actions of the desks, then dated back."""

from datetime import datetime, timedelta

from django.utils import timezone

from jalon.base.actions.short_link import open_link
from jalon.base.choices import Medium
from jalon.base.models import LinkScan
from jalon.demo import content
from jalon.demo.actions.directory import Cast
from jalon.directory import queries as directory
from jalon.introductions import actions
from jalon.introductions.choices import CallOutcome, EmployerAnswer
from jalon.introductions.models import Interest, InterestChange, Introduction
from jalon.introductions.rules import EMPLOYER_HOURS, FIRST_CALL_HOURS
from jalon.network import queries as network
from jalon.people.choices import ConsentMeans
from jalon.people.models import Milestone
from jalon.vacancies import queries as vacancies
from jalon.vacancies.models import Vacancy

SCANS_PER_INTEREST = 7


def tell_stories(cast: Cast) -> None:
    """Each passenger of the demonstration follows a code; some are called, presented, hired."""
    for number, passenger in enumerate(content.PASSENGERS):
        vacancy = _vacancy(passenger.job, number)
        if vacancy is not None:
            interest = _follow_code(vacancy, passenger)
            _go_on(interest, passenger, cast)
            _date_back(interest, timedelta(days=passenger.days_ago), cast)


def _vacancy(title: str, number: int) -> Vacancy | None:
    """The vacancy of the story; with imported vacancies, another one each time."""
    rows = vacancies.showable().order_by("pk")
    count = rows.count()
    named = rows.filter(title=title).first()
    return named or (rows[number % count] if count else None)


def _follow_code(vacancy: Vacancy, passenger: content.Passenger) -> Interest:
    link = open_link(
        kind="vacancy", target_id=vacancy.pk, medium=Medium.BUS, line_key=_line_key(passenger.line)
    )
    day = timezone.localdate() - timedelta(days=int(passenger.days_ago))
    scan, _ = LinkScan.objects.get_or_create(link=link, date=day)
    scan.count += SCANS_PER_INTEREST
    scan.save(update_fields=["count"])
    return actions.register_interest(
        vacancy=vacancy,
        link=link,
        medium=Medium.BUS,
        first_name=passenger.first_name,
        phone=passenger.phone,
    )


def _line_key(name: str) -> str:
    """Key of the line of this name; of the first line on a real network that has no such name."""
    place = network.first_network()
    lines = network.lines(place) if place else []
    named = [line.key for line in lines if line.short_name == name]
    return (named or [line.key for line in lines] or [""])[0]


def _go_on(interest: Interest, passenger: content.Passenger, cast: Cast) -> None:
    """As far as the story goes."""
    steps = {"called": 1, "introduced": 2, "interview": 3, "hired": 4}
    far = steps.get(passenger.story, 0)
    if passenger.story == "in_vain":
        actions.record_call(
            interest=interest, outcome=CallOutcome.NO_ANSWER, by=cast.users["samir@jalon.example"]
        )
    if far >= 1:
        actions.record_call(
            interest=interest, outcome=CallOutcome.REACHED, note="Veut en savoir plus.", by=cast.adviser
        )
    if far >= 2:
        introduction = actions.introduce(
            interest=interest, presentation=content.PRESENTATION, means=ConsentMeans.PHONE, by=cast.adviser
        )
        if far >= 3:
            _meet(introduction, cast, hired=far >= 4)


def _meet(introduction: Introduction, cast: Cast, *, hired: bool) -> None:
    actions.answer(introduction=introduction, answer=EmployerAnswer.MEET)
    at = _working_morning(timezone.localtime())
    actions.schedule_interview(introduction=introduction, starts_at=at, place="À l’accueil", by=cast.adviser)
    if hired:
        actions.offer(introduction=introduction, by=cast.adviser)
        actions.record_hire(
            introduction=introduction, starts_on=(at + timedelta(days=7)).date(), by=cast.adviser
        )


def _working_morning(now: datetime) -> datetime:
    """Nine in the morning, two days on, not on a week-end."""
    day = now + timedelta(days=2)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return day.replace(hour=9, minute=0, second=0, microsecond=0)


def _date_back(interest: Interest, length: timedelta, cast: Cast) -> None:
    """The interest came some days ago, and its promises count from then."""
    began = timezone.now() - length
    promised = directory.promise(cast.host, start=began, open_hours=FIRST_CALL_HOURS)
    Interest.objects.filter(pk=interest.pk).update(created_at=began, promised_at=promised)
    InterestChange.objects.filter(interest=interest, from_state="").update(at=began)
    Milestone.objects.filter(person=interest.person, kind="introductions.interest").update(at=began)
    sent = began + length / 2
    due = directory.promise(cast.host, start=sent, open_hours=EMPLOYER_HOURS)
    Introduction.objects.filter(interest=interest, answered_at=None).update(created_at=sent, deadline_at=due)
