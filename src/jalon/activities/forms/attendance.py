"""What devices at the door send, read strictly; and what is typed about a sheet."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms

from jalon.activities.actions.door import Sent, SentArrival, SentMark
from jalon.activities.choices import AttendanceStatus, MarkMeans
from jalon.activities.queries.sheet import Line, Sheet
from jalon.activities.rules.attendance import REASON_LONGEST, SIGNATURE_LONGEST
from jalon.base.forms import JalonForm
from jalon.base.message import BadMessageError, Fields, document

MOST_GESTURES = 200
# Bounds of what a clock may say, seconds since 1970: a wrong clock is kept, nonsense is not.
_INSTANTS = (0.0, 4_102_444_800.0)
_NUMBERS = (1, 2**53)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MEANS = (MarkMeans.TABLET, MarkMeans.PHONE, MarkMeans.CODE)


def read_gestures(body: bytes) -> Sent:
    """What a device sends. Raises BadMessageError."""
    fields = Fields(document(body), "émargement")
    rows = (Fields(row, "geste") for row in fields.rows("gestures", MOST_GESTURES))
    return Sent(fields.text("device", 40), tuple(_gesture(row) for row in rows))


def read_arrival(body: bytes) -> int:
    """Which arrival gets one more chair. Raises BadMessageError."""
    return _number(Fields(document(body), "place"), "arrival")


def _gesture(fields: Fields) -> SentMark | SentArrival:
    return _mark(fields) if fields.choice("kind", ("mark", "arrival")) == "mark" else _arrival(fields)


def _mark(fields: Fields) -> SentMark:
    arrival = _uuid(fields, "arrival")
    return SentMark(
        uuid=_own_uuid(fields),
        booking=None if arrival else _number(fields, "booking"),
        arrival=arrival,
        part=_number(fields, "part"),
        status=fields.choice("status", ("", *AttendanceStatus.values)),
        means=fields.choice("means", _MEANS),
        signature=fields.text("signature", SIGNATURE_LONGEST),
        reason=fields.text("reason", REASON_LONGEST),
        knew=_uuid(fields, "knew"),
        settles=fields.values.get("settles") is True,
        at=_instant(fields),
    )


def _arrival(fields: Fields) -> SentArrival:
    return SentArrival(
        uuid=_own_uuid(fields),
        first_name=fields.text("first_name", 80),
        last_name=fields.text("last_name", 120),
        phone=fields.text("phone", 20),
        part=_number(fields, "part"),
        signature=fields.text("signature", SIGNATURE_LONGEST),
        at=_instant(fields),
    )


def _own_uuid(fields: Fields) -> UUID:
    return UUID(fields.text("uuid", 36, _UUID))


def _uuid(fields: Fields, key: str) -> UUID | None:
    text = fields.optional_text(key, 36, _UUID)
    return UUID(text) if text else None


def _number(fields: Fields, key: str) -> int:
    value = fields.number(key, *_NUMBERS)
    if not value.is_integer():
        raise BadMessageError(f"{fields.name} : « {key} » n’est pas un numéro")
    return int(value)


def _instant(fields: Fields) -> datetime:
    return datetime.fromtimestamp(fields.number("at", *_INSTANTS), UTC)


# One letter each, so that a sheet is typed without a mouse.
_TYPED = [
    ("", "—"),
    (AttendanceStatus.PRESENT, "Présent"),
    (AttendanceStatus.LATE, "Retard"),
    (AttendanceStatus.LEFT_EARLY, "Départ avant la fin"),
    (AttendanceStatus.EXCUSED, "Excusé"),
    (AttendanceStatus.ABSENT, "Absent"),
]


class CellForm(JalonForm):
    """One line and half-day of a paper sheet; empty leaves it as it is."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    knew = forms.UUIDField(required=False, widget=forms.HiddenInput)
    status = forms.ChoiceField(label="Présence", choices=_TYPED, required=False)
    hour = forms.TimeField(
        label="Heure", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    reason = forms.CharField(
        label="Raison",
        required=False,
        max_length=REASON_LONGEST,
        widget=forms.TextInput(attrs={"placeholder": "Raison, si excusé"}),
    )

    def clean(self) -> dict[str, Any]:
        """Somebody excused has a reason."""
        values = super().clean() or {}
        if values.get("status") == AttendanceStatus.EXCUSED and not values.get("reason", "").strip():
            self.add_error("reason", "Dites en un mot pourquoi.")
        return values


class PaperForm:
    """A whole paper sheet: one small form for each line and half-day."""

    def __init__(self, cells: dict[str, dict[str, Any]], data: Any = None) -> None:
        self.forms = {key: CellForm(data, prefix=key, initial=initial) for key, initial in cells.items()}

    def is_valid(self) -> bool:
        """Whether every cell can be read."""
        valid = [form.is_valid() for form in self.forms.values()]
        return all(valid)

    def rows(self, sheet: Sheet) -> list[tuple[Line, list[CellForm]]]:
        """Lines of the sheet with their small forms."""
        return [
            (line, [self.forms[f"{line.booking.pk}-{cell.part.pk}"] for cell in line.cells])
            for line in sheet.lines
        ]

    def changed(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Cells that say something else than before."""
        for key, form in self.forms.items():
            values = form.cleaned_data
            if values["status"] and {"status", "hour", "reason"} & set(form.changed_data):
                yield key, values


class ReopenForm(JalonForm):
    """Why a closed sheet is corrected."""

    reason = forms.CharField(
        label="Pourquoi la rouvrir", max_length=255, error_messages={"required": "Dites-le en un mot."}
    )


class SettleForm(JalonForm):
    """How it was, after two devices said two things."""

    status = forms.ChoiceField(label="Ce qui est juste", choices=_TYPED[1:])
    reason = forms.CharField(label="Raison (si excusé)", required=False, max_length=REASON_LONGEST)


class PrintForm(JalonForm):
    """How the sheet is printed."""

    operation = forms.CharField(
        label="Opération, comme le financeur la nomme", required=False, max_length=160
    )
    empty = forms.BooleanField(label="Sans ce qui est déjà noté", required=False)
