"""What narrows the list of sessions."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from jalon.activities.choices import ActivityKind, Theme
from jalon.activities.forms.place import DayField
from jalon.activities.queries.session import Wanted
from jalon.base.forms import JalonForm
from jalon.directory.models import Organisation

PERIODS = [
    ("", "À venir"),
    ("week", "Cette semaine"),
    ("next_week", "La semaine prochaine"),
    ("month", "Dans les 30 jours"),
    ("past", "Passées"),
]
STATES = [
    ("", "Tous"),
    ("free", "avec des places libres"),
    ("full", "complète"),
    ("short", "sous son minimum"),
    ("draft", "brouillon"),
    ("open", "ouverte"),
    ("cancelled", "annulée"),
    ("done", "terminée"),
]


def days_of_period(period: str, today: date) -> tuple[date, int] | None:
    """First day of a period and how many days it has; None for one without bounds."""
    monday = today - timedelta(days=today.weekday())
    known = {"week": (monday, 7), "next_week": (monday + timedelta(days=7), 7), "month": (today, 31)}
    return known.get(period)


def day_bounds(first: date, days: int) -> tuple[datetime, datetime]:
    """The first instant of a day, and that of the day so many days later."""
    zone = timezone.get_default_timezone()
    begin = datetime.combine(first, time(), zone)
    return begin, datetime.combine(first + timedelta(days=days), time(), zone)


class FilterForm(JalonForm):
    """Filters of the desk's list; what cannot be read narrows nothing."""

    period = forms.ChoiceField(label="Quand", choices=PERIODS, required=False)
    state = forms.ChoiceField(label="État", choices=STATES, required=False)
    partner = forms.ChoiceField(label="Partenaire", required=False)
    kind = forms.ChoiceField(
        label="Activité", choices=[("", "Toutes"), *ActivityKind.choices], required=False
    )
    theme = forms.ChoiceField(label="Thème", choices=[("", "Tous"), *Theme.choices], required=False)
    first = DayField(label="Du", required=False)
    last = DayField(label="Au", required=False)

    def __init__(self, *args: Any, partners: Sequence[Organisation], **kwargs: Any) -> None:
        self._partners = partners
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """The partners of the territory."""
        field = self.fields["partner"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Tous"), *((str(one.pk), one.name) for one in self._partners)]

    def wanted(self) -> Wanted:
        """What was asked for; `mine` is left to the caller."""
        self.is_valid()
        asked = self.cleaned_data
        first, last = self._bounds(asked)
        return Wanted(
            partner=int(asked["partner"]) if asked.get("partner") else None,
            kind=asked.get("kind", ""),
            theme=asked.get("theme", ""),
            state=asked.get("state", ""),
            first=first,
            last=last,
            past=asked.get("period") == "past",
        )

    def _bounds(self, asked: dict[str, Any]) -> tuple[datetime | None, datetime | None]:
        """Days typed hold before a period chosen."""
        first, last = asked.get("first"), asked.get("last")
        if first or last:
            begin = day_bounds(first, 0)[0] if first else None
            return begin, day_bounds(last, 1)[1] if last else None
        known = days_of_period(asked.get("period", ""), timezone.localdate())
        return day_bounds(*known) if known else (None, None)
