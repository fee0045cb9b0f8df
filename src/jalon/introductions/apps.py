from typing import Any

from django.apps import AppConfig


class IntroductionsConfig(AppConfig):
    name = "jalon.introductions"
    label = "introductions"

    def ready(self) -> None:
        from jalon.base.registry import registry  # noqa: PLC0415  apps are loaded before models
        from jalon.introductions.actions.erase import erase_person  # noqa: PLC0415
        from jalon.introductions.queries.export import export_own  # noqa: PLC0415

        registry.add_milestone_labels(MILESTONES)
        registry.add_personal_data("introductions", export=export_own, erase=erase_person)
        registry.add_live_topic("desk", _own_desk)
        registry.add_navigation("Bureau", "introductions:desk", roles=["adviser"], order=10)


MILESTONES = {
    "introductions.interest": "S’intéresse à une offre",
    "introductions.reached": "Jointe au téléphone",
    "introductions.not_reached": "Appelée, sans réponse",
    "introductions.proposed": "Une autre offre proposée",
    "introductions.closed": "Demande close",
    "introductions.came_back": "Demande un nouvel appel",
    "introductions.introduced": "Présentée à une entreprise",
    "introductions.answered": "Réponse de l’entreprise",
    "introductions.interview": "Entretien fixé",
    "introductions.offered": "Poste proposé",
    "introductions.hired": "Embauche",
    "introductions.ended": "Mise en relation close",
}


def _own_desk(rest: str, request: Any) -> bool:
    """Advisers listen to the desks of their own organisations."""
    from jalon.directory.choices import Role  # noqa: PLC0415
    from jalon.directory.queries import organisations_as  # noqa: PLC0415

    if not request.user.is_authenticated:
        return False
    return rest in {str(organisation.pk) for organisation in organisations_as(request.user, Role.ADVISER)}
