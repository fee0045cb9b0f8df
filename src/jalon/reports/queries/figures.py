"""The figures a report can ask for, each a small function of the scope."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from jalon.activities.choices import ActivityKind
from jalon.casework.choices import ObstacleKind
from jalon.casework.models import Obstacle
from jalon.people.models import Person
from jalon.reports.choices import ExitReason, Moment
from jalon.reports.funders import template_of
from jalon.reports.queries.participation import born_on
from jalon.reports.queries.scope import Scope
from jalon.reports.questionnaire import AGE, AGE_WORDS, ITEMS, REFUSED, age_band

UNKNOWN = "non renseigné"


@dataclass(frozen=True)
class Figure:
    """A number with its unit, or a breakdown; `opens` names the list it counts (sessions, participants,
    missing), empty where there is none."""

    label: str
    value: int | None = None
    unit: str = ""
    cells: Mapping[str, int] = field(default_factory=dict)
    opens: str = ""


def _sorted(counts: Counter[str]) -> dict[str, int]:
    """The largest first; answers keep the order in which they are asked."""
    return dict(sorted(counts.items(), key=lambda cell: (-cell[1], cell[0])))


def _activities(scope: Scope) -> Figure:
    held = {session.activity_id for session in scope.sessions}
    return Figure("Prestations proposées", len(held), opens="sessions")


def _sessions(scope: Scope) -> Figure:
    return Figure("Séances tenues", len(scope.sessions), opens="sessions")


def _fill(scope: Scope) -> Figure:
    seats = sum(session.seats for session in scope.sessions)
    booked = sum(session.booked for session in scope.sessions)
    rate = round(100 * booked / seats) if seats else 0
    return Figure("Places prises, sur cent proposées", rate, "%", opens="sessions")


def _hours(scope: Scope) -> Figure:
    minutes = sum(told.minutes for told in scope.tallies.values())
    return Figure("Heures signées par les personnes", minutes // 60, "h", opens="participants")


def _axes(scope: Scope) -> Figure:
    counts = Counter(session.axis or "sans axe" for session in scope.sessions)
    return Figure("Séances par axe de la feuille de route", cells=_sorted(counts), opens="sessions")


def _kinds(scope: Scope) -> Figure:
    labels = dict(ActivityKind.choices)
    counts = Counter(str(labels[session.kind]) for session in scope.sessions)
    return Figure("Séances par nature", cells=_sorted(counts), opens="sessions")


def _partners(scope: Scope) -> Figure:
    counts = Counter(session.organisation.name for session in scope.sessions)
    return Figure("Séances par partenaire", cells=_sorted(counts), opens="sessions")


def _participants(scope: Scope) -> Figure:
    label = "Participantes et participants" if scope.operation else "Personnes venues"
    return Figure(label, len(scope.people), opens="participants")


def _new_people(scope: Scope) -> Figure:
    found = sum(session.new_people for session in scope.sessions)
    return Figure("Personnes venues pour la première fois", found, opens="sessions")


def _short_stays(scope: Scope) -> Figure | None:
    if scope.operation is None:
        return None
    short = [row for row in scope.rows if not row.counts]
    return Figure("Venues un jour ou moins, non comptées", len(short), opens="participants")


def _exits(scope: Scope) -> Figure | None:
    if scope.operation is None:
        return None
    return Figure("Sorties de la période", len(scope.exited), opens="participants")


def _exit_reasons(scope: Scope) -> Figure | None:
    if scope.operation is None:
        return None
    counts = Counter(str(ExitReason(row.exit_reason).label) for row in scope.exited)
    return Figure("Raisons de la sortie", cells=_sorted(counts), opens="participants")


def _answered(moment: str, item: str) -> Callable[[Scope], Figure | None]:
    """A breakdown of the answers to one item, with refusals and what is not noted."""

    def count(scope: Scope) -> Figure | None:
        if scope.operation is None:
            return None
        rows = scope.participants if moment == Moment.ENTRY else scope.exited
        cells = {words: 0 for _, words in ITEMS[item].choices} | {REFUSED: 0}
        for row in rows:
            answer = scope.answers[row.pk].get((moment, item))
            if answer:
                cells[_said(item, answer.value)] += 1
        for (when, key, value), number in scope.erased.items():
            if (when, key) == (moment, item):
                cells[_said(item, value)] += number
        cells[UNKNOWN] = max(len(rows) - sum(cells.values()), 0)
        label = f"{ITEMS[item].label}, {Moment(moment).label}"
        return Figure(label, cells=_told(cells), opens="participants")

    return count


def _said(item: str, value: str) -> str:
    return ITEMS[item].words(value) if value else REFUSED


def _told(cells: Mapping[str, int]) -> dict[str, int]:
    """Cells without the extra ones that count nobody."""
    return {name: count for name, count in cells.items() if count or name not in {REFUSED, UNKNOWN}}


def _age(scope: Scope) -> Figure:
    cells = {**dict.fromkeys(AGE_WORDS.values(), 0), UNKNOWN: 0}
    for born, day in _births(scope):
        cells[AGE_WORDS[age_band(born, day)] if born else UNKNOWN] += 1
    for (_, item, value), number in scope.erased.items() if scope.operation else ():
        if item == AGE:
            cells[AGE_WORDS[value]] += number
            cells[UNKNOWN] = max(cells[UNKNOWN] - number, 0)
    return Figure("Âge à l’entrée", cells=_told(cells), opens="participants")


def _births(scope: Scope) -> list[tuple[date | None, date]]:
    if scope.operation:
        return [(born_on(row, scope.answers[row.pk]), row.entered_on) for row in scope.participants]
    found = Person.objects.filter(pk__in=scope.people).order_by("pk").values_list("birth_date", flat=True)
    return [(born, scope.since) for born in found]


def _rsa(scope: Scope) -> Figure:
    found = Person.objects.filter(pk__in=scope.people, situations__contains=["rsa"]).count()
    return Figure("Bénéficiaires du RSA (revenu de solidarité active)", found, opens="participants")


def _communes(scope: Scope) -> Figure:
    found = Person.objects.filter(pk__in=scope.people).order_by("pk").values_list("commune__name", flat=True)
    return Figure("Communes", cells=_sorted(Counter(name or UNKNOWN for name in found)), opens="participants")


def _obstacles(scope: Scope) -> Figure:
    return Figure("Freins périphériques notés", cells=_obstacle_cells(scope, Q()))


def _obstacles_lifted(scope: Scope) -> Figure:
    lifted = Q(lifted_at__date__range=(scope.since, scope.until))
    return Figure("Freins périphériques levés", cells=_obstacle_cells(scope, lifted))


def _obstacle_cells(scope: Scope, which: Q) -> dict[str, int]:
    """People, not facts: somebody who has two homes to look for counts once under « logement »."""
    files = Q(person__in=scope.people) | Q(person__canonical__in=scope.people)
    noted = Obstacle.objects.filter(files, which, since__date__lte=scope.until).select_related("person")
    found = {(row.kind, row.person.canonical_id or row.person_id) for row in noted.order_by("pk")}
    counts = Counter(kind for kind, _ in found)
    return {str(kind.label): counts[kind] for kind in ObstacleKind}


def _missing(scope: Scope) -> Figure | None:
    """Answers at entry that are not noted, of participants who can still be asked."""
    if scope.operation is None:
        return None
    asked = [row for row in scope.participants if row.person.anonymised_at is None]
    from_file = {row.pk for row in asked if row.person.birth_date}
    short = sum(_lacks(scope, row.pk, row.pk in from_file) for row in asked)
    return Figure("Personnes à qui il manque une réponse d’entrée", short, opens="missing")


def _lacks(scope: Scope, row_id: int, born: bool) -> bool:
    assert scope.operation is not None
    items = template_of(scope.operation.funder).questionnaire[Moment.ENTRY]
    held = scope.answers[row_id]
    return any((Moment.ENTRY, i.key) not in held and not (born and i.key == "birth_date") for i in items)


FIGURES: dict[str, Callable[[Scope], Figure | None]] = {
    "activities": _activities,
    "sessions": _sessions,
    "fill": _fill,
    "hours": _hours,
    "axes": _axes,
    "kinds": _kinds,
    "partners": _partners,
    "participants": _participants,
    "new_people": _new_people,
    "short_stays": _short_stays,
    "exits": _exits,
    "exit_reasons": _exit_reasons,
    "age": _age,
    "rsa": _rsa,
    "communes": _communes,
    "obstacles": _obstacles,
    "obstacles_lifted": _obstacles_lifted,
    "missing": _missing,
    "sex": _answered(Moment.ENTRY, "sex"),
    "work_entry": _answered(Moment.ENTRY, "work"),
    "level": _answered(Moment.ENTRY, "level"),
    "disability": _answered(Moment.ENTRY, "disability"),
    "origin": _answered(Moment.ENTRY, "foreign_origin"),
    "housing": _answered(Moment.ENTRY, "no_home"),
    "work_exit": _answered(Moment.EXIT, "work"),
    "in_training": _answered(Moment.EXIT, "in_training"),
    "qualified": _answered(Moment.EXIT, "qualified"),
    "work_six_months": _answered(Moment.SIX_MONTHS, "work"),
    "better": _answered(Moment.SIX_MONTHS, "better_job"),
}
