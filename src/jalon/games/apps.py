from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GamesConfig(AppConfig):
    name = "jalon.games"
    label = "games"

    def ready(self) -> None:
        from jalon.base.registry import registry  # noqa: PLC0415  apps are loaded before models
        from jalon.games.actions.erase import erase_person  # noqa: PLC0415
        from jalon.games.queries import export_own  # noqa: PLC0415

        registry.add_milestone_labels({"games.played": _("A joué à un jeu des métiers")})
        registry.add_navigation("Jeux", "games:list", roles=["adviser"], order=30, under="Séances")
        registry.add_link_target("game", "games:join")
        registry.add_live_topic("game", _anybody)
        registry.add_personal_data("games", export=export_own, erase=erase_person)


def _anybody(rest: str, request: Any) -> bool:
    """Events of a game say only that something moved."""
    return rest.isdigit()
