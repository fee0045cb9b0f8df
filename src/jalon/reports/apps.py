from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "jalon.reports"
    label = "reports"

    def ready(self) -> None:
        from jalon.base.registry import registry  # noqa: PLC0415  apps are loaded before models
        from jalon.reports.actions.erase import erase_person  # noqa: PLC0415
        from jalon.reports.queries.export_own import export_own  # noqa: PLC0415

        registry.add_personal_data("reports", export=export_own, erase=erase_person)
        registry.add_navigation("Bilans", "reports:home", roles=["adviser", "administrator"], order=55)
