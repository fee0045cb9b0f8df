"""Who may write an activity, what may become of it, and what it needs to be shown."""

from collections.abc import Iterable

from jalon.activities.choices import ActivityState, ParticipantKind, Theme
from jalon.activities.models import Activity
from jalon.activities.rules.refusal import RefusedError
from jalon.directory.choices import OrganisationKind
from jalon.directory.models import Organisation

DRAFT, PUBLISHED, RETIRED = ActivityState

# From each state, where one may go.
MOVES: dict[str, frozenset[str]] = {
    DRAFT: frozenset({PUBLISHED, RETIRED}),
    PUBLISHED: frozenset({RETIRED}),
    RETIRED: frozenset({PUBLISHED}),
}
# Who runs activities: the host and its partners; employers and transport operators do not.
OWNERS = frozenset({OrganisationKind.HOST, OrganisationKind.PARTNER})


def may_write(acting_for: Iterable[Organisation], owner: Organisation) -> bool:
    """The partner who runs it, and the host for all."""
    return any(one.pk == owner.pk or one.kind == OrganisationKind.HOST for one in acting_for)


def check_move(origin: str, target: str) -> None:
    """RefusedError when the table does not allow it."""
    if target not in MOVES[origin]:
        raise RefusedError(f"Cette activité est déjà {ActivityState(origin).label}.")


def check_complete(activity: Activity) -> None:
    """What a person reads before coming. RefusedError."""
    if not activity.summary.strip():
        raise RefusedError("Dites d’abord ce qui s’y passe : c’est ce qu’on lit avant de venir.")


def check_theme(theme: str, participants: str) -> None:
    """What is held between professionals is never shown among the activities of inhabitants. RefusedError."""
    between = theme == Theme.PROFESSIONALS
    if between and participants == ParticipantKind.PERSON:
        raise RefusedError("Le thème « entre professionnels » n’est pas pour les habitantes et habitants.")
    if not between and participants != ParticipantKind.PERSON:
        raise RefusedError("Ce public est professionnel : choisissez le thème « entre professionnels ».")
