from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

BESIDE_SESSIONS = (
    ("Activités", "activities:catalogue"),
    ("Rendez-vous", "activities:slots"),
    ("Feuilles", "activities:sheets"),
    ("Salles et matériel", "activities:resources"),
    ("Programme", "activities:programme"),
)


class ActivitiesConfig(AppConfig):
    name = "jalon.activities"
    label = "activities"

    def ready(self) -> None:
        from jalon.activities.actions.attendance_erase import erase_attendance  # noqa: PLC0415  as below
        from jalon.activities.actions.erase import erase_bookings  # noqa: PLC0415
        from jalon.activities.queries.attendance_export import export_attendance  # noqa: PLC0415
        from jalon.activities.queries.calendar import calendar_entries  # noqa: PLC0415
        from jalon.activities.queries.export import export_bookings  # noqa: PLC0415
        from jalon.base.registry import registry  # noqa: PLC0415  apps are loaded before models

        registry.add_milestone_labels(MILESTONES)
        registry.add_calendar_source("activities", calendar_entries)
        registry.add_link_target("session", "agenda:code")
        registry.add_navigation("Séances", "activities:sessions", roles=["adviser"], order=24)
        registry.add_personal_data("activities.attendance", export=export_attendance, erase=erase_attendance)
        registry.add_personal_data("activities.bookings", export=export_bookings, erase=erase_bookings)
        registry.add_person_page("Inscriptions", "activities:person_bookings", part="bookings", order=20)
        registry.add_person_page("Point sur le numérique", "activities:digital", part="bookings", order=30)
        registry.add_navigation("Ateliers", "activities:for_professionals", roles=["employer"], order=45)
        for order, (label, url_name) in enumerate(BESIDE_SESSIONS, 25):
            registry.add_navigation(label, url_name, roles=["adviser"], order=order, under="Séances")


MILESTONES = {
    "activities.booked": _("Inscription à une séance"),
    "activities.waiting": _("En liste d’attente"),
    "activities.invited": _("Invitation à une séance"),
    "activities.cancelled": _("Inscription annulée"),
    "activities.session_cancelled": _("Séance annulée"),
    "activities.attended": _("Présence à une séance"),
    "activities.corrected": _("Présence corrigée"),
    "activities.skill": _("Un savoir-faire de plus"),
    "activities.digital_check": _("Point sur le numérique"),
}
