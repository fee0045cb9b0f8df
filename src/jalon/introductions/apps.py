from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntroductionsConfig(AppConfig):
    name = "jalon.introductions"
    label = "introductions"

    def ready(self) -> None:
        from jalon.base.registry import registry  # noqa: PLC0415  apps are loaded before models
        from jalon.introductions.actions.erase import erase_person  # noqa: PLC0415
        from jalon.introductions.queries.calendar import calendar_entries  # noqa: PLC0415
        from jalon.introductions.queries.export import export_own  # noqa: PLC0415

        registry.add_calendar_source("introductions", calendar_entries)
        registry.add_milestone_labels(MILESTONES)
        registry.add_personal_data("introductions", export=export_own, erase=erase_person)
        registry.add_live_topic("desk", _own_desk)


MILESTONES = {
    "introductions.interest": _("S’intéresse à une offre"),
    "introductions.reached": _("Jointe au téléphone"),
    "introductions.not_reached": _("Appelée, sans réponse"),
    "introductions.proposed": _("Une autre offre proposée"),
    "introductions.closed": _("Demande close"),
    "introductions.came_back": _("Demande un nouvel appel"),
    "introductions.introduced": _("Présentée à une entreprise"),
    "introductions.answered": _("Réponse de l’entreprise"),
    "introductions.interview": _("Entretien fixé"),
    "introductions.offered": _("Poste proposé"),
    "introductions.hired": _("Embauche"),
    "introductions.ended": _("Mise en relation close"),
}


def _own_desk(rest: str, request: Any) -> bool:
    """Advisers listen to the desks of their own organisations."""
    from jalon.directory.choices import Role  # noqa: PLC0415
    from jalon.directory.queries import organisations_as  # noqa: PLC0415

    if not request.user.is_authenticated:
        return False
    return rest in {str(organisation.pk) for organisation in organisations_as(request.user, Role.ADVISER)}
