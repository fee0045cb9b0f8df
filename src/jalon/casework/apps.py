from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "jalon.casework"
    label = "casework"

    def ready(self) -> None:
        from jalon.base.registry import registry  # noqa: PLC0415  apps are loaded before models
        from jalon.casework.actions.erase import erase_person  # noqa: PLC0415
        from jalon.casework.queries.export import export_own  # noqa: PLC0415

        registry.add_milestone_labels(MILESTONES)
        registry.add_link_target("pathway", "casework:pathway")
        registry.add_person_page("Parcours", "casework:pathway", part="pathway", order=10)
        registry.add_personal_data("casework", export=export_own, erase=erase_person)


MILESTONES = {
    "casework.step_added": _("Étape prévue"),
    "casework.step_done": _("Étape franchie"),
    "casework.step_dropped": _("Étape mise de côté"),
    "casework.step_resumed": _("Étape reprise"),
    "casework.goal": _("Ce que la personne veut"),
    "casework.project": _("Projet"),
    "casework.referred": _("Demande à un partenaire d’accompagner"),
    "casework.referral_accepted": _("Le partenaire a dit oui"),
    "casework.referral_declined": _("Le partenaire a dit non"),
    "casework.referral_expired": _("Le partenaire n’a pas répondu"),
    "casework.referral_withdrawn": _("Demande au partenaire retirée"),
}
