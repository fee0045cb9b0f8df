from django.apps import AppConfig

from jalon.base.registry import registry


class PortalConfig(AppConfig):
    name = "jalon.portal"
    label = "portal"

    def ready(self) -> None:
        registry.add_navigation("Bureau", "desk:desk", roles=["adviser"], order=10)
        registry.add_navigation("Chiffres", "portal:figures", roles=["operator"], order=50)
        staff = ["adviser", "administrator"]
        registry.add_navigation("Des bus à l’emploi", "portal:figures", roles=staff, order=58, under="Bilans")
        registry.add_link_target("vacancy", "portal:code")
        registry.add_link_target("own", "own:page")
