"""What bookings and invitations keep of a person, as the person takes it away."""

from typing import Any

from jalon.activities.models import Booking, BookingChange, Invitation


def export_bookings(person_id: int) -> list[dict[str, Any]]:
    """One row per booking with its history, one per invitation."""
    booked = Booking.objects.filter(person=person_id).select_related(
        "session__activity", "organisation", "step", "booked_by"
    )
    invited = Invitation.objects.filter(person=person_id).select_related("session__activity", "invited_by")
    return [_booking(row) for row in booked.order_by("created_at", "pk")] + [
        {
            "rubrique": "Vos invitations",
            "séance": str(row.session),
            "date": row.session.starts_at.isoformat(),
            "le": row.invited_at.isoformat(),
            "par": row.get_channel_display(),
            "de la part de": str(row.invited_by or ""),
        }
        for row in invited.order_by("invited_at", "pk")
    ]


def _booking(row: Booking) -> dict[str, Any]:
    changes = BookingChange.objects.filter(booking=row).select_related("by").order_by("at", "pk")
    return {
        "rubrique": "Vos inscriptions",
        "séance": str(row.session),
        "date": row.session.starts_at.isoformat(),
        "inscrite ou inscrit le": row.created_at.isoformat(),
        "par": str(row.booked_by or "vous-même"),
        "partenaire": str(row.organisation or ""),
        "code d’entrée": row.door_code,
        "état": row.get_state_display(),
        "raison": row.get_closing_display() if row.closing else "",
        "résultat": row.outcome,
        "étape": str(row.step or ""),
        "suites": [
            {
                "le": change.at.isoformat(),
                "quoi": change.get_to_state_display(),
                "raison": change.reason,
                "qui": str(change.by or "vous-même ou automatiquement"),
            }
            for change in changes
        ],
    }
