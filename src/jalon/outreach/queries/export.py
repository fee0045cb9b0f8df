"""What this room keeps of a person, as the person takes it away."""

from typing import Any

from jalon.outreach.models import FirstContact


def export_own(person_id: int) -> list[dict[str, Any]]:
    """One row per first contact."""
    rows = FirstContact.objects.filter(person=person_id)
    related = rows.select_related("stand__halt", "relay", "organisation").prefetch_related("calls")
    return [_row(row) for row in related.order_by("pk")]


def _row(row: FirstContact) -> dict[str, Any]:
    return {
        "rubrique": "Quand nous nous sommes rencontrés",
        "le": row.taken_at.isoformat(),
        "où": row.stand.halt.name if row.stand else f"par l’affiche : {row.relay}",
        "ce que vous souhaitiez": row.get_wish_display(),
        "vos mots": row.words,
        "qui vous rappelle": row.organisation.name,
        "avant": row.promised_at.isoformat(),
        "déjà connu d’un partenaire à ce moment": "oui" if row.known_before else "non",
        "appels": [
            {"le": call.at.isoformat(), "résultat": call.get_result_display()}
            for call in sorted(row.calls.all(), key=lambda call: call.at)
        ],
    }
