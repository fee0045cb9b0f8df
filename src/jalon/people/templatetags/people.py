"""How cells of a file of people are shown."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template

from jalon.base.words import phone
from jalon.people.choices import ContactKind

register = template.Library()


@register.filter
def written(row: Mapping[str, Any], column: str) -> Any:
    """A cell as it was written, by the name of its column."""
    value = row.get(column)
    return "" if value is None else value


@register.filter
def born(values: Mapping[str, Any]) -> str:
    """The birth date that a row says, as it is typed in France."""
    return f"{date.fromisoformat(values['birth_date']):%d/%m/%Y}" if values.get("birth_date") else ""


@register.filter
def reach(values: Mapping[str, Any]) -> str:
    """How a row says that the person is reached."""
    return ", ".join(
        phone(value) if kind == ContactKind.PHONE else value.replace("\n", ", ")
        for kind, value in values.get("contacts", [])
    )
