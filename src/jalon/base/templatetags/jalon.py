"""Tags and filters of every page: icons, fields, French dates, pagination."""

from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jalon.base import words

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite. Beside a word it is hidden from readers; alone it needs a label."""
    address = static("icons.svg")
    if label:
        return format_html(
            '<svg class="icon" viewBox="0 0 24 24" role="img" aria-label="{}"><use href="{}#i-{}"/></svg>',
            label,
            address,
            name,
        )
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><use href="{}#i-{}"/></svg>', address, name
    )


@register.inclusion_tag("base/components/field.html")
def field(bound: BoundField, **extra: Any) -> dict[str, Any]:
    """A field with its label, its hint (or another) and its error, tied together for screen readers."""
    return {"field": bound, "filter": False, "hint": bound.help_text, **extra}


@register.inclusion_tag("base/components/choices.html")
def choices(bound: BoundField) -> dict[str, Any]:
    """Two to five answers; the whole line is the target."""
    return {"field": bound}


@register.inclusion_tag("base/components/bands.html")
def bands(on: int, total: int, label: str) -> dict[str, Any]:
    """A pole lying down: `on` bands painted of `total` (at most 20)."""
    return {"bands": [n < on for n in range(min(total, 20))], "label": label}


@register.filter
def day(value: date | datetime | None) -> str:
    """« jeudi 26 novembre »."""
    return words.day(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """« jeudi 26 novembre à 14 h »."""
    return words.moment(value) if value else ""


@register.filter
def hour(value: Any) -> str:
    """« 14 h 30 »."""
    return words.hour(value) if value else ""


@register.filter
def ago(value: datetime | None) -> str:
    """« il y a 3 jours », « dans 2 heures »."""
    return words.ago(value, timezone.now()) if value else ""


@register.filter
def near(value: datetime | None) -> str:
    """« aujourd’hui, 18 h », « jeudi, 18 h »."""
    return words.near(value, timezone.now()) if value else ""


@register.filter
def phone(value: str) -> str:
    """« 03 53 01 24 60 »."""
    return words.phone(value)


@register.filter
def minutes(value: timedelta | float) -> int:
    """Whole minutes of a length of time or of seconds."""
    seconds = value.total_seconds() if isinstance(value, timedelta) else float(value)
    return round(seconds / 60)


@register.filter
def seconds_clock(value: int) -> str:
    """« 44:05 », as a clock that runs down."""
    return f"{max(value, 0) // 60:02}:{max(value, 0) % 60:02}"
