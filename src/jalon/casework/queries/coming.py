"""What is in a person's calendar, whichever room wrote it."""

from datetime import timedelta

from django.utils import timezone

from jalon.base.calendar import CalendarEntry
from jalon.base.registry import registry
from jalon.people.models import Person

_AHEAD = timedelta(days=60)
_MOST = 6


def coming(person: Person) -> list[CalendarEntry]:
    """The next appointments and sessions, soonest first; each room looks at joined files itself."""
    now = timezone.now()
    entries = [
        entry
        for _, source in sorted(registry.calendar_sources.items())
        for entry in source("person", person.pk)
        if now <= entry.ends_at and entry.starts_at <= now + _AHEAD and not entry.cancelled
    ]
    return sorted(entries, key=lambda entry: (entry.starts_at, entry.uid))[:_MOST]
