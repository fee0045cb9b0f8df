from django.apps import AppConfig

from jalon.base.registry import registry


class PortalConfig(AppConfig):
    name = "jalon.portal"
    label = "portal"

    def ready(self) -> None:
        roles = ["adviser", "operator", "administrator"]
        registry.add_navigation("Bureau", "desk:desk", roles=["adviser"], order=10)
        registry.add_navigation("Chiffres", "portal:figures", roles=roles, order=50)
        registry.add_link_target("vacancy", "portal:code")
        registry.add_link_target("own", "own:page")
