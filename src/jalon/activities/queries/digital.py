"""Ten-minute checks, and the workshops that fill their gaps."""

from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from jalon.activities.choices import ActivityState, DigitalLevel, DigitalTask, SessionState
from jalon.activities.models import DigitalCheck, Session
from jalon.activities.rules.digital import GAPS, SAID, gaps
from jalon.people.models import Person
from jalon.people.queries import file_ids

_SESSIONS_PER_GAP = 3


@dataclass(frozen=True)
class TaskResult:
    """One task, how it went, in the person's words, and the workshops to come when something is missing."""

    task: str
    label: str
    level: str
    level_label: str
    said: str
    sessions: list[Session]

    @property
    def is_gap(self) -> bool:
        """Whether a workshop would help."""
        return self.level in GAPS


def find_check(person: Person, check_id: int) -> DigitalCheck | None:
    """A check of this person, under any of their joined files."""
    rows = DigitalCheck.objects.filter(pk=check_id, person__in=file_ids(person))
    return rows.select_related("person", "organisation", "held_by").first()


def checks_of(person: Person) -> list[DigitalCheck]:
    """Checks that were held, newest first."""
    rows = DigitalCheck.objects.filter(person__in=file_ids(person)).select_related("organisation", "held_by")
    return list(rows.order_by("-at", "-pk"))


def results_of(check: DigitalCheck) -> list[TaskResult]:
    """The five tasks: what is missing first, each with its next workshops; 2 queries."""
    levels = {answer.task: answer.level for answer in check.answers.order_by("pk")}
    missing = gaps(levels)
    sessions = workshops(missing)
    order = missing + [task for task in DigitalTask.values if task in levels and task not in missing]
    return [_result(task, levels[task], sessions.get(task, [])) for task in order]


def _result(task: str, level: str, sessions: list[Session]) -> TaskResult:
    labels = str(DigitalTask(task).label), str(DigitalLevel(level).label)
    return TaskResult(task, labels[0], level, labels[1], SAID[task, level], sessions)


def workshops(tasks: list[str]) -> dict[str, list[Session]]:
    """The next open sessions with a free seat for each task, at most three; 1 query."""
    rows = Session.objects.filter(
        activity__digital_task__in=tasks,
        activity__state=ActivityState.PUBLISHED,
        state=SessionState.OPEN,
        starts_at__gt=timezone.now(),
        seats_taken__lt=F("seats_max"),
        made_for__isnull=True,
    )
    found: dict[str, list[Session]] = {}
    for session in rows.select_related("activity", "organisation", "site").order_by("starts_at", "pk")[:100]:
        of_task = found.setdefault(session.activity.digital_task, [])
        if len(of_task) < _SESSIONS_PER_GAP:
            of_task.append(session)
    return found


def proposed(check: DigitalCheck, session_id: str) -> Session | None:
    """One of the workshops that the result of this check proposes."""
    found = [session for result in results_of(check) for session in result.sessions]
    return next((session for session in found if str(session.pk) == session_id), None)
