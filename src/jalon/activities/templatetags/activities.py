"""Words of the pages of activities: lengths, the other language, terms chosen one by one."""

from typing import Any

from django import template
from django.http import HttpRequest

from jalon.activities.forms.fields import Terms
from jalon.activities.rules import length

register = template.Library()


@register.filter
def said_length(minutes: int) -> str:
    """« 1 h 30 »."""
    return length.said_length(minutes)


@register.simple_tag
def other_language(request: HttpRequest) -> str:
    """The address of this public page in the other language; no cookie keeps the choice."""
    path = request.get_full_path()
    return path[3:] if path.startswith("/en/") else f"/en{path}"


@register.inclusion_tag("activities/components/terms.html")
def terms(chosen: Terms[Any], label: str, hint: str, address: str) -> dict[str, Any]:
    """Chosen terms, each with a box that takes it away, and the field that suggests the next."""
    return {"terms": chosen, "label": label, "hint": hint, "address": address}
