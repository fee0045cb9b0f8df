"""What this room keeps of a person, as the person takes it away."""

from typing import Any

from jalon.reports.choices import Moment
from jalon.reports.models import ParticipantAnswer, Participation
from jalon.reports.questionnaire import ITEMS, REFUSED


def export_own(person_id: int) -> list[dict[str, Any]]:
    """One row per operation, one per answer."""
    rows = Participation.objects.filter(person=person_id).select_related("operation__organisation")
    given = ParticipantAnswer.objects.filter(participation__person=person_id)
    return [_participation(row) for row in rows.order_by("pk")] + [
        _answer(row) for row in given.select_related("participation__operation").order_by("pk")
    ]


def _participation(row: Participation) -> dict[str, Any]:
    return {
        "rubrique": "Ce qui est financé par l’Europe, l’État, la Région ou le Département",
        "opération": row.operation.title,
        "financeur": row.operation.get_funder_display(),
        "organisation": row.operation.organisation.name,
        "depuis": row.entered_on.isoformat(),
        "jusqu’à": row.exited_on.isoformat() if row.exited_on else "",
        "demi-journées signées": row.halves,
        "minutes signées": row.minutes,
    }


def _answer(row: ParticipantAnswer) -> dict[str, Any]:
    item = ITEMS[row.item]
    return {
        "rubrique": "Vos réponses aux questions des financeurs",
        "opération": row.participation.operation.title,
        "quand": Moment(row.moment).label,
        "question": item.question,
        "réponse": REFUSED if row.refused else item.words(row.value),
        "noté le": row.at.isoformat(),
    }
