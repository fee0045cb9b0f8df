from django.apps import AppConfig


class VacanciesConfig(AppConfig):
    name = "jalon.vacancies"
    label = "vacancies"

    def ready(self) -> None:
        """Tell the ground floor what this room adds."""
        from jalon.base.registry import registry  # noqa: PLC0415  rooms speak once all are loaded

        registry.add_navigation("Offres", "vacancies:index", roles=["adviser", "employer"], order=30)
        # Screens and public pages hear what opens and closes: ids only, nothing about a person.
        registry.add_live_topic("vacancies", lambda rest, request: rest == "")
