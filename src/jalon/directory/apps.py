from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "jalon.directory"
    label = "directory"

    def ready(self) -> None:
        from jalon.base.registry import registry  # noqa: PLC0415  once the rooms are loaded

        registry.add_navigation(
            "Organisations", "directory:organisations", roles=["adviser", "administrator"], order=60
        )
        registry.add_navigation("Mon organisation", "directory:own", roles=["employer", "operator"], order=61)
