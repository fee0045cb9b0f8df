"""Words of the pages of activities: lengths, the other language, terms chosen one by one."""

import re
from typing import Any

from django import template
from django.http import HttpRequest

from jalon.activities.forms.fields import Terms
from jalon.activities.models import Session
from jalon.activities.rules import length

register = template.Library()


@register.filter
def said_length(minutes: int) -> str:
    """« 1 h 30 »."""
    return length.said_length(minutes)


@register.filter
def free_of(session: Session) -> str:
    """« 5 places libres sur 10 »."""
    free = session.seats_max - session.seats_taken
    several = "s" if free > 1 else ""
    return f"{free} place{several} libre{several} sur {session.seats_max}"


@register.filter
def first_sentence(text: str) -> str:
    """Up to the first full stop: what a list says of each."""
    return re.split(r"(?<=[.!?])\s", text.strip(), maxsplit=1)[0]


@register.simple_tag
def other_language(request: HttpRequest) -> str:
    """The address of this public page in the other language; no cookie keeps the choice."""
    path = request.get_full_path()
    return path[3:] if path.startswith("/en/") else f"/en{path}"


@register.inclusion_tag("activities/components/terms.html")
def terms(chosen: Terms[Any], label: str, hint: str, address: str) -> dict[str, Any]:
    """Chosen terms, each with a box that takes it away, and the field that suggests the next."""
    return {"terms": chosen, "label": label, "hint": hint, "address": address}
