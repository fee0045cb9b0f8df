from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutreachConfig(AppConfig):
    name = "jalon.outreach"
    label = "outreach"

    def ready(self) -> None:
        from jalon.base.registry import registry  # noqa: PLC0415  apps are loaded before models
        from jalon.outreach.actions.erase import erase_person  # noqa: PLC0415
        from jalon.outreach.queries.export import export_own  # noqa: PLC0415
        from jalon.outreach.queries.public import calendar_entries  # noqa: PLC0415

        registry.add_milestone_labels(MILESTONES)
        registry.add_personal_data("outreach", export=export_own, erase=erase_person)
        registry.add_calendar_source("outreach", calendar_entries)
        registry.add_link_target("relay", "rounds:relay")
        registry.add_navigation("Aller vers", "outreach:index", roles=["adviser"], order=35)


MILESTONES = {
    "outreach.met": _("Première rencontre"),
    "outreach.called": _("Appel promis après une rencontre"),
}
