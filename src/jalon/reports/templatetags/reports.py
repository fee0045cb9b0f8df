"""Tags of report pages."""

from typing import Any

from django import template
from django.forms import BoundField, RadioSelect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jalon.base.words import NBSP
from jalon.reports.models import Participation, Report
from jalon.reports.questionnaire import ITEMS

register = template.Library()


@register.simple_tag
def hours(minutes: int) -> str:
    """« 10 h 30 »."""
    rest = minutes % 60
    return f"{minutes // 60}{NBSP}h" + (f"{NBSP}{rest:02}" if rest else "")


@register.simple_tag
def gaps(by_row: dict[int, list[Any]], row: Participation) -> SafeString:
    """What is missing of one participation, in a word."""
    found = by_row.get(row.pk, [])
    if not found:
        return format_html('<span class="quiet">{}</span>', "complètes")
    late = any(gap.late for gap in found)
    words = ", ".join(f"{len(gap.items)} {gap.moment.label}" for gap in found)
    return format_html(
        '<span class="{}">{}{}</span>', "late" if late else "", "en retard : " if late else "manque ", words
    )


@register.simple_tag
def item_label(key: str) -> str:
    """The short name of a question."""
    return ITEMS[key].label


@register.inclusion_tag("reports/question.html")
def question(bound: BoundField) -> dict[str, Any]:
    """A field of the questionnaire: two to four answers as a list, else a control."""
    return {"bound": bound, "radio": isinstance(bound.field.widget, RadioSelect)}


@register.simple_tag
def figure_link(report: Report, figure: dict[str, Any]) -> SafeString:
    """« Voir » the list that a figure counts, where the reader may open it."""
    address = _address(report, str(figure["opens"]))
    if not address:
        return SafeString("")
    return format_html(
        '<a href="{}">Voir<span class="vh"> la liste : {}</span></a>', address, figure["label"]
    )


def _address(report: Report, opens: str) -> str:
    if opens == "sessions":
        period = f"since={report.since}&until={report.until}"
        which = (
            f"operation={report.operation_id}"
            if report.operation_id
            else f"par=partenaire&valeur={report.organisation_id}"
        )
        return f"{reverse('reports:indicator_sessions')}?{period}&{which}"
    if opens and report.operation_id:
        return reverse("reports:operation", args=[report.operation_id])
    if opens == "participants":
        period = f"since={report.since}&until={report.until}"
        return f"{reverse('reports:indicator_people')}?organisation={report.organisation_id}&{period}"
    return ""
