from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "jalon.casework"
    label = "casework"

    def ready(self) -> None:
        from jalon.base.registry import registry  # noqa: PLC0415  apps are loaded before models

        registry.add_milestone_labels(MILESTONES)


MILESTONES = {
    "casework.step_added": _("Étape prévue"),
    "casework.step_done": _("Étape franchie"),
    "casework.step_dropped": _("Étape mise de côté"),
    "casework.step_resumed": _("Étape reprise"),
}
