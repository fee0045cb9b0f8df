from django.apps import AppConfig
from django.http import HttpRequest

from jalon.base.registry import registry


class TransitConfig(AppConfig):
    name = "jalon.transit"
    label = "transit"

    def ready(self) -> None:
        """Headings, and who may listen to what."""
        registry.add_navigation(
            "Écrans", "transit:index", roles=["operator", "adviser", "administrator"], order=40
        )
        registry.add_live_topic("vacancies", lambda _rest, _request: True)
        registry.add_live_topic("screen", _screen)
        registry.add_live_topic("network", _network)
        registry.add_live_topic("vehicles", _vehicles)


def _screen(number: str, request: HttpRequest) -> bool:
    """A screen hears what is for itself; a desk what is for the screens of its networks."""
    from jalon.transit import api  # noqa: PLC0415  models are not ready when apps are read

    return api.may_hear_screen(number, request)


def _network(key: str, request: HttpRequest) -> bool:
    from jalon.transit import api  # noqa: PLC0415

    return api.may_hear_network(key, request)


def _vehicles(key: str, request: HttpRequest) -> bool:
    from jalon.transit import api  # noqa: PLC0415

    return api.may_hear_vehicles(key, request)
