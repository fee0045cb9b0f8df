"""Open a game, take a chair, and everything that is played."""

from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.accounts.models import User
from jalon.activities.models import Session
from jalon.base.actions.event import publish
from jalon.base.actions.short_link import close_links, open_link
from jalon.base.choices import Medium
from jalon.base.codes import fingerprint, new_secret
from jalon.directory.models import Organisation
from jalon.games import queries
from jalon.games.choices import GameKind, MoveKind
from jalon.games.models import Move, Play, Player
from jalon.games.rules import PLAYERS_MOST, BoardState, EscapeState, RefusedError
from jalon.games.stories import GAMES


@transaction.atomic
def open_play(*, game: str, organisation: Organisation, by: User, session: Session | None = None) -> Play:
    """A game that players join with a code of four characters."""
    play = Play.objects.create(game=GAMES[game].key, organisation=organisation, session=session, opened_by=by)
    open_link(kind=queries.LINK_KIND, target_id=play.pk, medium=Medium.DESK)
    return play


@transaction.atomic
def join(*, play: Play, name: str, role: str) -> tuple[Player, str]:
    """Take a chair; returns the player and the secret of their page.

    Raises:
        RefusedError: the game is over, the table is full, or somebody has this name already.
    """
    locked = _locked(play)
    if locked.ended_at:
        raise RefusedError(_("Cette partie est finie. Demandez le code de la suivante."))
    if locked.players.count() >= PLAYERS_MOST:
        raise RefusedError(_("La table est pleine. Formez une deuxième équipe."))
    secret = new_secret(12)
    try:
        with transaction.atomic():
            player = Player.objects.create(
                play=locked, name=name.strip(), role=role, hash=fingerprint(secret)
            )
    except IntegrityError as error:
        raise RefusedError(
            _("Quelqu’un a déjà ce prénom à cette table. Ajoutez une lettre au vôtre.")
        ) from error
    _tell(locked)
    return player, secret


@transaction.atomic
def leave(*, player: Player) -> None:
    """The facilitator takes an empty chair away; a player who has played stays."""
    if player.moves.exists() or player.observations.exists():
        raise RefusedError("Cette personne a déjà joué : sa place reste.")
    play = player.play
    player.delete()
    _tell(play)


def start(*, play: Play) -> None:
    """The clock starts.

    Raises:
        RefusedError: it runs already, or nobody has joined.
    """

    def allowed(state: EscapeState | BoardState) -> None:
        if state.clock.started_at:
            raise RefusedError("La partie a déjà commencé.")
        if not play.players.exists():
            raise RefusedError("Personne n’a encore rejoint la partie. Donnez le code à la table.")

    _move(play, MoveKind.START, allowed=allowed)


def pause(*, play: Play) -> None:
    """The clock stops for a while."""
    _move(play, MoveKind.PAUSE, allowed=_running)


def resume(*, play: Play) -> None:
    """The clock runs again."""

    def allowed(state: EscapeState | BoardState) -> None:
        if not state.clock.paused_at or state.clock.ended_at:
            raise RefusedError("La partie n’est pas en pause.")

    _move(play, MoveKind.RESUME, allowed=allowed)


@transaction.atomic
def end(*, play: Play) -> None:
    """The game is over: the debrief begins, and the code opens nothing more."""
    locked = _locked(play)
    if locked.ended_at:
        return
    _append(locked, MoveKind.END)
    locked.ended_at = timezone.now()
    locked.save(update_fields=["ended_at"])
    close_links(kind=queries.LINK_KIND, target_id=locked.pk)


def answer(*, player: Player, about: str, value: str) -> bool:
    """Try a lock; True when it opens. A lock that a team-mate has opened meanwhile is no mistake."""
    state = _move(
        player.play, MoveKind.ANSWER, player=player, about=about, value=value[:60], allowed=_playing
    )
    return isinstance(state, EscapeState) and (state.puzzle is None or state.puzzle.key != about)


def hint(*, play: Play, about: str, player: Player | None = None) -> None:
    """Ask for the next hint; it costs minutes, which the page says before."""
    _move(play, MoveKind.HINT, player=player, about=about, allowed=_playing)


def vote(*, player: Player, about: str, value: str) -> None:
    """What this player would do; the team sees all opinions, then decides."""
    _move(player.play, MoveKind.VOTE, player=player, about=about, value=value, allowed=_playing)


def choose(*, play: Play, about: str, value: str) -> None:
    """What the team decided, written by the facilitator."""
    _move(play, MoveKind.CHOICE, about=about, value=value, allowed=_running)


def _running(state: EscapeState | BoardState) -> None:
    if not state.clock.running:
        raise RefusedError(
            _("La partie ne tourne pas : attendez le signal de l’animatrice ou de l’animateur.")
        )


def _playing(state: EscapeState | BoardState) -> None:
    _running(state)
    over = isinstance(state, EscapeState) and not state.remaining(timezone.now())
    if over:
        raise RefusedError(_("Le temps est passé. On en parle ensemble."))


@transaction.atomic
def _move(
    play: Play,
    kind: str,
    *,
    allowed: Callable[[EscapeState | BoardState], None],
    player: Player | None = None,
    about: str = "",
    value: str = "",
) -> EscapeState | BoardState:
    """Write a move if the state allows it, one after another; returns the state that follows."""
    locked = _locked(play)
    allowed(queries.state_of(locked))
    _append(locked, kind, player=player, about=about, value=value)
    after = queries.state_of(locked)
    if after.game.kind == GameKind.ESCAPE and isinstance(after, EscapeState) and after.won:
        end(play=locked)
    return after


def _locked(play: Play) -> Play:
    return Play.objects.select_for_update().get(pk=play.pk)


def _append(play: Play, kind: str, *, player: Player | None = None, about: str = "", value: str = "") -> None:
    number = play.moves.count() + 1
    Move.objects.create(play=play, number=number, kind=kind, player=player, about=about, value=value)
    _tell(play)


def _tell(play: Play) -> None:
    publish(topic=f"game:{play.pk}", kind="moved", payload={})
