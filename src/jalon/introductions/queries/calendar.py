"""Interviews, as calendars of people, advisers and partners hold them."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jalon.base import words
from jalon.base.calendar import CalendarEntry
from jalon.introductions.models import Interview
from jalon.people.models import Person
from jalon.people.queries import file_ids

_BEFORE = timedelta(days=60)
# An interview has no end in the tables: an hour is kept free.
_LENGTH = timedelta(hours=1)


def calendar_entries(kind: str, target_id: int) -> Iterable[CalendarEntry]:
    """Interviews of a person, of the adviser who introduced, of the team; none for a place."""
    if kind == "person":
        return _of_person(target_id)
    if kind == "adviser":
        return _of_desk(Q(introduction__owner=target_id))
    return _of_desk(Q(introduction__team=target_id)) if kind == "partner" else []


def _around(wanted: Q) -> QuerySet[Interview]:
    rows = Interview.objects.filter(wanted, starts_at__gte=timezone.now() - _BEFORE)
    return rows.select_related("organisation", "introduction__team").order_by("starts_at", "pk")


def _of_person(person_id: int) -> list[CalendarEntry]:
    """The telephone may be shared: neither the employer nor the word interview."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        return []
    with translation.override(person.language):
        found = _around(Q(person__in=file_ids(person)))
        return [_entry(one, title=_("Rendez-vous"), detail=_call(one)) for one in found]


def _call(interview: Interview) -> str:
    team = interview.introduction.team if interview.introduction else None
    return _("Pour prévenir : %s") % words.phone(team.phone) if team and team.phone else ""


def _of_desk(wanted: Q) -> list[CalendarEntry]:
    """With whom, but nobody's name: the calendar may be kept elsewhere."""
    return [
        _entry(one, title=f"Entretien : {one.organisation.name}", detail="Une personne que vous accompagnez.")
        for one in _around(wanted)
    ]


def _entry(interview: Interview, *, title: str, detail: str) -> CalendarEntry:
    return CalendarEntry(
        uid=f"entretien-{interview.pk}@jalon",
        starts_at=interview.starts_at,
        ends_at=interview.starts_at + _LENGTH,
        title=title,
        place=interview.place,
        detail=detail,
        sequence=int(interview.cancelled_at is not None),
        cancelled=interview.cancelled_at is not None,
    )
