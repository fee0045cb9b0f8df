"""What this room keeps of a person, as the person takes it away."""

from typing import Any

from jalon.introductions.models import Interest, Introduction


def export_own(person_id: int) -> list[dict[str, Any]]:
    """One row per interest and introduction."""
    interests = Interest.objects.filter(person=person_id).select_related("vacancy__organisation", "owner")
    introductions = Introduction.objects.filter(person=person_id)
    return [_interest(row) for row in interests.order_by("pk")] + [
        _introduction(row)
        for row in introductions.select_related("vacancy__organisation", "owner").order_by("pk")
    ]


def _interest(row: Interest) -> dict[str, Any]:
    return {
        "rubrique": "Vos demandes",
        "offre": row.vacancy.title,
        "entreprise": row.vacancy.organisation.name,
        "le": row.created_at.isoformat(),
        "état": row.get_state_display(),
        "raison": row.get_closing_display() if row.closing else "",
        "suivie par": str(row.owner or ""),
        "appels": [
            {"le": call.at.isoformat(), "résultat": call.get_outcome_display(), "note": call.note}
            for call in row.calls.order_by("at", "pk")
        ],
    }


def _introduction(row: Introduction) -> dict[str, Any]:
    return {
        "rubrique": "Vos mises en relation",
        "offre": row.vacancy.title,
        "entreprise": row.vacancy.organisation.name,
        "le": row.created_at.isoformat(),
        "ce que l’entreprise a lu": row.presentation,
        "état": row.get_state_display(),
        "raison": row.get_closing_display() if row.closing else "",
        "réponse": row.answer_note,
        "entretiens": [
            {"le": one.starts_at.isoformat(), "lieu": one.place}
            for one in row.interviews.order_by("starts_at", "pk")
        ],
    }
