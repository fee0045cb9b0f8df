from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "jalon.people"
    label = "people"

    def ready(self) -> None:
        from jalon.base.registry import registry  # noqa: PLC0415  apps are loaded before models
        from jalon.people.actions.erase import erase_file  # noqa: PLC0415
        from jalon.people.queries.export import export_own  # noqa: PLC0415

        registry.add_milestone_labels(
            {
                "people.registered": _("Premier contact"),
                "people.changed": _("Dossier complété"),
                "people.merged": _("Deux dossiers réunis"),
                "people.separated": _("Dossiers séparés"),
                "people.stopped": _("STOP reçu : on n’écrit plus à ce contact"),
                "people.team": _("L’équipe a changé"),
                "people.handed_over": _("Une autre personne accompagne"),
                "people.consent": _("Un accord a changé"),
                "people.kept": _("Souhaite garder son dossier"),
                "people.objected": _("Refuse d’être suivie ou suivi par une structure"),
                "people.imported": _("Dossier reçu d’un fichier"),
            }
        )
        registry.add_navigation("Personnes", "people:search", roles=["adviser"], order=20)
        registry.add_personal_data("people", export=export_own, erase=erase_file)
