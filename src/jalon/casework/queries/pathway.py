"""Everything that a person's pathway page shows, part by part as the reader may see."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone

from jalon.casework.choices import ReferralState, StepState
from jalon.casework.models import Goal, Note, Obstacle, Project, ProjectChange, Referral, Step, StepChange
from jalon.casework.queries.referral import referrals_of
from jalon.casework.queries.step import steps_of
from jalon.casework.rules import OPEN_STEPS, is_overdue
from jalon.people.choices import TeamRole
from jalon.people.models import Person, TeamMember
from jalon.people.queries import file_ids, timeline
from jalon.people.queries.file import Band, team_of
from jalon.people.rules import Information

# What happened to the file rather than to the person, and what is drawn as a step of its own.
QUIET = frozenset(
    {
        "people.changed",
        "people.consent",
        "people.merged",
        "people.separated",
        "people.imported",
        "people.team",
        "casework.step_added",
        "casework.step_dropped",
        "casework.step_resumed",
        "casework.goal",
        "introductions.not_reached",
    }
)
_MOST_BANDS = 6


@dataclass(frozen=True)
class Pathway:
    """What the page shows; a part that the reader may not see is empty."""

    bands: list[Band]
    to_come: list[Step]
    ended: list[Step]
    goals: list[Goal]
    projects: list[Project]
    obstacles: list[Obstacle]
    notes: list[Note]
    team: list[TeamMember]
    former: list[TeamMember]
    referrals: list[Referral]
    today: date

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.state == StepState.DONE for step in self.ended)

    @property
    def counted(self) -> int:
        """How many steps the pathway has, those set aside left out."""
        return len(self.to_come) + self.done

    @property
    def bands_label(self) -> str:
        """The bands in words."""
        return f"{self.done} étapes franchies sur {self.counted}"

    @property
    def shown_done(self) -> list[Band]:
        """The last milestones worth a band, oldest first; those of the file's housekeeping are left out."""
        told = [band for band in self.bands if band.kind not in QUIET]
        return list(reversed(told[:_MOST_BANDS]))

    @property
    def earlier(self) -> int:
        """How many milestones the drawing leaves out."""
        return max(len(self.bands) - len(self.shown_done), 0)

    @property
    def dropped(self) -> list[Step]:
        """Steps set aside."""
        return [step for step in self.ended if step.state == StepState.DROPPED]

    @property
    def next_step(self) -> Step | None:
        """What comes next: what is under way, else what is due first."""
        return next(iter(self.to_come), None)

    @property
    def late(self) -> set[int]:
        """Steps whose day has passed."""
        return {one.pk for one in self.to_come if is_overdue(one.state, one.due_date, self.today)}

    @property
    def missing(self) -> list[str]:
        """Who is missing in the team, in words."""
        return missing_places(self.team)

    @property
    def waiting(self) -> list[Referral]:
        """Referrals without an answer."""
        return [one for one in self.referrals if one.state == ReferralState.SENT]


def missing_places(team: list[TeamMember]) -> list[str]:
    """« référent de parcours », « référent social »: places that nobody holds."""
    held = {member.role for member in team}
    wanted = (TeamRole.LEAD, TeamRole.SOCIAL)
    return [str(place.label) for place in wanted if place not in held]


def pathway_of(person: Person, sees: frozenset[Information]) -> Pathway:
    """The pathway over all joined files, with the parts that `sees` allows."""
    ids = file_ids(person)
    open_ones, ended = _steps(person) if Information.PATHWAY in sees else ([], [])
    return Pathway(
        bands=timeline(person, 40) if Information.TIMELINE in sees else [],
        to_come=open_ones,
        ended=ended,
        goals=_goals(ids) if Information.PATHWAY in sees else [],
        projects=_projects(ids) if Information.PROJECTS in sees else [],
        obstacles=_obstacles(ids) if Information.OBSTACLES in sees else [],
        notes=_notes(ids) if Information.NOTES in sees else [],
        team=team_of(person) if Information.TEAM in sees else [],
        former=former_of(ids) if Information.TEAM in sees else [],
        referrals=referrals_of(person) if Information.REFERRAL in sees else [],
        today=timezone.localdate(),
    )


def _steps(person: Person) -> tuple[list[Step], list[Step]]:
    """Under way, then to come by their day; and those that ended, newest first; each with its history."""
    changes = StepChange.objects.select_related("by").order_by("-at", "-pk")
    found = steps_of(person).prefetch_related(Prefetch("changes", queryset=changes, to_attr="history"))
    rows: list[Step] = list(found.order_by("due_date", "pk"))
    rows.sort(key=lambda step: step.state != StepState.DOING)
    ended = [step for step in rows if step.state not in OPEN_STEPS]
    ended.sort(key=lambda step: (step.ended_at is not None, step.ended_at, step.pk), reverse=True)
    return [step for step in rows if step.state in OPEN_STEPS], ended


def _goals(ids: list[int]) -> list[Goal]:
    return list(Goal.objects.filter(person__in=ids, closed_at__isnull=True).order_by("written_at", "pk"))


def _projects(ids: list[int]) -> list[Project]:
    changes = ProjectChange.objects.select_related("by").order_by("-at", "-pk")
    rows = Project.objects.filter(person__in=ids).select_related("occupation")
    history = Prefetch("changes", queryset=changes, to_attr="history")
    return list(rows.prefetch_related(history).order_by("-created_at", "-pk"))


def _obstacles(ids: list[int]) -> list[Obstacle]:
    rows = Obstacle.objects.filter(person__in=ids).select_related("organisation")
    return list(rows.order_by("lifted_at", "since", "pk"))


def _notes(ids: list[int]) -> list[Note]:
    rows = Note.objects.filter(person__in=ids).select_related("written_by", "organisation")
    return list(rows.order_by("-at", "-pk")[:30])


def former_of(ids: list[int]) -> list[TeamMember]:
    """Who followed before, newest first."""
    gone = TeamMember.objects.filter(person__in=ids, until__isnull=False)
    return list(gone.select_related("organisation", "user", "ended_by").order_by("-until", "-pk")[:20])


def history_of(step: Step) -> list[StepChange]:
    """What happened to a step, newest first."""
    return list(step.changes.select_related("by").order_by("-at", "-pk"))


def facts_of(project: Project) -> list[ProjectChange]:
    """What confirmed a project or set it aside, newest first."""
    return list(project.changes.select_related("by").order_by("-at", "-pk"))


def find_goal(person: Person, goal_id: int) -> Goal | None:
    """This goal, if it is this person's."""
    return Goal.objects.filter(person__in=file_ids(person), pk=goal_id).first()


def find_project(person: Person, project_id: int) -> Project | None:
    """This project, if it is this person's."""
    return Project.objects.filter(person__in=file_ids(person), pk=project_id).first()


def find_obstacle(person: Person, obstacle_id: int) -> Obstacle | None:
    """This obstacle, if it is this person's."""
    return Obstacle.objects.filter(person__in=file_ids(person), pk=obstacle_id).first()


def find_note(person: Person, note_id: int) -> Note | None:
    """This note, if it is about this person."""
    return Note.objects.filter(person__in=file_ids(person), pk=note_id).select_related("written_by").first()


def find_place(person: Person, member_id: int) -> TeamMember | None:
    """This place in the person's team, if it is held now."""
    held = TeamMember.objects.filter(person__in=file_ids(person), until__isnull=True, pk=member_id)
    return held.select_related("organisation", "user", "person").first()
