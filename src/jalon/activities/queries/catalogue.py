"""The catalogue as pages read it: lists, one activity, its coming sessions."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q
from django.utils import timezone

from jalon.activities.choices import ActivityState, ParticipantKind, SessionState, Theme
from jalon.activities.models import Activity, ActivityChange, Session
from jalon.activities.rules.catalogue import OWNERS
from jalon.directory.models import Organisation
from jalon.reference.rules import words

COMING = 8


@dataclass(frozen=True)
class Filters:
    """What is asked of the list: empty values ask nothing."""

    text: str = ""
    kind: str = ""
    theme: str = ""
    organisation: int | None = None
    state: str = ""


@dataclass(frozen=True)
class Shelf:
    """A theme of the catalogue with its activities."""

    theme: str
    label: str
    activities: list[Activity]


def listed(filters: Filters) -> list[Activity]:
    """Activities of the desk by theme and title, each with `.coming` (open sessions ahead); 1 query.

    Retired ones only when they are asked for.
    """
    rows = Activity.objects.select_related("organisation")
    rows = rows.filter(state=filters.state) if filters.state else rows.exclude(state=ActivityState.RETIRED)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.theme:
        rows = rows.filter(theme=filters.theme)
    if filters.organisation:
        rows = rows.filter(organisation=filters.organisation)
    ahead = Q(sessions__state=SessionState.OPEN, sessions__starts_at__gt=timezone.now())
    rows = rows.annotate(
        coming=Count("sessions", filter=ahead), next_at=Min("sessions__starts_at", filter=ahead)
    )
    found = sorted(rows.order_by("title", "pk"), key=_place)
    return [row for row in found if _has_words(row, filters.text)]


def shelves(activities: Iterable[Activity]) -> list[Shelf]:
    """By theme, in the order of the themes; empty ones left out."""
    rows = list(activities)
    found = [
        Shelf(theme.value, str(theme.label), [row for row in rows if row.theme == theme]) for theme in Theme
    ]
    return [shelf for shelf in found if shelf.activities]


def find_activity(activity_id: int) -> Activity | None:
    """One activity with its partner, occupations and skills; 3 queries."""
    rows = Activity.objects.select_related("organisation").prefetch_related(
        Prefetch("occupations", to_attr="shown_occupations"), Prefetch("skills", to_attr="shown_skills")
    )
    return rows.filter(pk=activity_id).first()


def history(activity: Activity) -> list[ActivityChange]:
    """Who did what and when, latest first; 1 query."""
    return list(activity.changes.select_related("by").order_by("-at", "-pk"))


def coming_sessions(activity: Activity, *, public_only: bool, limit: int = COMING) -> list[Session]:
    """Open sessions ahead, soonest first, with place; drafts too for the desk. No made-to-measure group."""
    states = [SessionState.OPEN] if public_only else [SessionState.OPEN, SessionState.DRAFT]
    rows = activity.sessions.filter(state__in=states, starts_at__gt=timezone.now())
    if public_only:
        rows = rows.filter(public=True, made_for__isnull=True)
    return list(rows.select_related("activity", "site", "organisation").order_by("starts_at", "pk")[:limit])


def owners() -> list[Organisation]:
    """Who may run activities, the host first; 1 query."""
    return list(Organisation.objects.filter(kind__in=OWNERS).order_by("kind", "name", "pk"))


def owners_with_activities() -> list[Organisation]:
    """Partners that have something in the catalogue; 1 query."""
    has_one = Activity.objects.filter(organisation=OuterRef("pk"))
    return list(Organisation.objects.filter(Exists(has_one)).order_by("kind", "name", "pk"))


def axes() -> list[str]:
    """Axes of the road map that activities name already; 1 query."""
    named = Activity.objects.exclude(axis="").order_by("axis").values_list("axis", flat=True).distinct()
    return list(named)


def published(*, for_people: bool = True) -> list[Activity]:
    """What public pages show, by theme and title, each with `.next_at` (next public session); 1 query."""
    ahead = Q(
        sessions__state=SessionState.OPEN,
        sessions__public=True,
        sessions__made_for__isnull=True,
        sessions__starts_at__gt=timezone.now(),
    )
    whom = Q(participants=ParticipantKind.PERSON)
    rows = Activity.objects.filter(whom if for_people else ~whom, state=ActivityState.PUBLISHED)
    rows = rows.select_related("organisation").annotate(next_at=Min("sessions__starts_at", filter=ahead))
    return sorted(rows.order_by("title", "pk"), key=_place)


def find_published(activity_id: int) -> Activity | None:
    """One activity that the public may read; 3 queries."""
    found = find_activity(activity_id)
    return found if found is not None and found.state == ActivityState.PUBLISHED else None


_THEMES = {theme.value: rank for rank, theme in enumerate(Theme)}


def _place(row: Activity) -> tuple[int, str]:
    return _THEMES[row.theme], " ".join(words(row.title))


def _has_words(row: Activity, text: str) -> bool:
    """Whether every word typed begins a word of the activity, without accents."""
    if not text.strip():
        return True
    hay = words(
        " ".join([row.title, row.summary, row.audience, row.organisation.name, str(row.get_kind_display())])
    )
    return all(any(word.startswith(typed) for word in hay) for typed in words(text))
