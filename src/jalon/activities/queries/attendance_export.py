"""What attendance keeps of a person, as the person takes it away."""

from typing import Any

from jalon.activities.models import Attendance, AttendanceMark, DigitalCheck


def export_attendance(person_id: int) -> list[dict[str, Any]]:
    """One row per half-day with its marks, one per ten-minute check."""
    held = Attendance.objects.filter(booking__person=person_id)
    rows = held.select_related("part__session__activity", "booking").order_by("part__starts_at", "pk")
    checks = DigitalCheck.objects.filter(person=person_id).select_related("organisation").order_by("at", "pk")
    return [_half_day(row, person_id) for row in rows] + [_check(check) for check in checks]


def _half_day(row: Attendance, person_id: int) -> dict[str, Any]:
    marks = AttendanceMark.objects.filter(booking=row.booking_id, part=row.part_id).order_by("pk")
    return {
        "rubrique": "Vos présences",
        "séance": str(row.part.session),
        "demi-journée": row.part.starts_at.isoformat(),
        "présence": row.get_status_display(),
        "minutes": row.minutes,
        "gestes": [
            {
                "quoi": mark.get_status_display() if mark.status else "geste annulé",
                "raison": mark.reason,
                "comment": mark.get_means_display(),
                "noté à": mark.marked_at.isoformat(),
                "reçu à": mark.received_at.isoformat(),
                "signature (tracé SVG, 600 sur 200)": mark.signature,
            }
            for mark in marks
        ],
    }


def _check(check: DigitalCheck) -> dict[str, Any]:
    return {
        "rubrique": "Votre point numérique",
        "le": check.at.isoformat(),
        "avec": check.organisation.name,
        "résultats": {
            answer.get_task_display(): answer.get_level_display() for answer in check.answers.order_by("pk")
        },
    }
