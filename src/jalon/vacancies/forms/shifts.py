"""The timetable of a vacancy: rows of hours and weekdays, added and emptied without a script."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.utils import ErrorDict

from jalon.base.forms import JalonForm
from jalon.directory.choices import Weekday
from jalon.vacancies.forms.fields import HourField
from jalon.vacancies.rules.content import ShiftRow

MOST_ROWS = 8
FIRST_ROWS = 2
WEEK = ["0", "1", "2", "3", "4"]


class ShiftForm(JalonForm):
    """One shift; a row without hours is no shift."""

    starts = HourField(label="De", required=False)
    ends = HourField(label="À", required=False)
    days = forms.MultipleChoiceField(
        label="Jours",
        required=False,
        choices=[(str(day.value), day.label) for day in Weekday],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, quiet: bool = False, **kwargs: Any) -> None:
        self.quiet = quiet
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Hours are short."""
        for name in ("starts", "ends"):
            self.fields[name].widget.attrs |= {"autocomplete": "off", "size": "8", "maxlength": "12"}

    @property
    def hours(self) -> list[BoundField]:
        """Both ends of the shift, to be drawn side by side."""
        return [self["starts"], self["ends"]]

    def full_clean(self) -> None:
        """A form that is only shown again says nothing about faults yet."""
        if self.quiet:
            self._errors, self.cleaned_data = ErrorDict(), {}
            return
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        """Both hours or none, at least one day."""
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if (starts is None) != (ends is None) and not self.errors:
            missing = "ends" if ends is None else "starts"
            self.add_error(missing, "Écrivez les deux heures, ou aucune.")
        elif starts is not None and starts == ends:
            self.add_error("ends", "Une équipe ne finit pas à l’heure où elle commence.")
        elif starts is not None and not cleaned.get("days"):
            self.add_error("days", "Cochez au moins un jour.")
        return cleaned

    def row(self) -> ShiftRow | None:
        """The shift, None for an empty row; call when valid."""
        starts, ends = self.cleaned_data["starts"], self.cleaned_data["ends"]
        if starts is None or ends is None:
            return None
        days = self.cleaned_data["days"]
        return ShiftRow(starts, ends, "".join("1" if str(n) in days else "0" for n in range(7)))


class Timetable:
    """The rows of shifts of one page."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, shifts: Sequence[ShiftRow] = (), *, quiet: bool = False
    ) -> None:
        """`quiet` shows typed rows again, and one more, without judging them."""
        if data is None:
            rows = [_initial(shift) for shift in shifts]
            rows += [{"days": WEEK}] * max(1, FIRST_ROWS - len(rows))
            self.forms = [ShiftForm(initial=row, prefix=f"shift-{n}") for n, row in enumerate(rows)]
            return
        count = _count(data.get("shift_count"))
        self.forms = [ShiftForm(data, prefix=f"shift-{n}", quiet=quiet) for n in range(count)]
        if quiet and count < MOST_ROWS:
            self.forms.append(ShiftForm(initial={"days": WEEK}, prefix=f"shift-{count}"))

    @property
    def full(self) -> bool:
        """Whether no row can be added."""
        return len(self.forms) >= MOST_ROWS

    def is_valid(self) -> bool:
        """Judge every row, so that all faults show at once."""
        return not any([not form.is_valid() for form in self.forms])  # noqa: C419  no short cut

    def rows(self) -> list[ShiftRow]:
        """The shifts; call when valid."""
        return [row for form in self.forms if (row := form.row())]


def _initial(shift: ShiftRow) -> dict[str, Any]:
    days = [str(n) for n, on in enumerate(shift.weekdays) if on == "1"]
    return {"starts": shift.starts, "ends": shift.ends, "days": days}


def _count(text: Any) -> int:
    return min(int(text), MOST_ROWS) if str(text or "").isdecimal() else FIRST_ROWS
