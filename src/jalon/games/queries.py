"""What pages may read of games."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from jalon.activities.choices import ActivityKind, BookingState, SessionState
from jalon.activities.models import Booking, Session
from jalon.base.codes import fingerprint
from jalon.base.models import ShortLink
from jalon.base.queries import short_link
from jalon.directory.models import Organisation
from jalon.games.models import Play, Player
from jalon.games.rules import BoardState, EscapeState, Happened, board_state, escape_state
from jalon.games.stories import GAMES, BoardGame, EscapeGame

LINK_KIND = "game"
_GAME_KINDS = (ActivityKind.ESCAPE_GAME, ActivityKind.GIANT_GAME)


def state_of(play: Play) -> EscapeState | BoardState:
    """Where this game is, replayed from its moves."""
    game = GAMES[play.game]
    rows = play.moves.order_by("number").values_list("kind", "at", "about", "value", "player__name")
    moves = [Happened(kind, at, about, value, who or "") for kind, at, about, value, who in rows]
    return escape_state(game, moves) if isinstance(game, EscapeGame) else board_state(game, moves)


def plays_of(organisations: list[Organisation], limit: int = 30) -> list[Play]:
    """Games of these organisations, the latest first, with how many players."""
    plays = Play.objects.filter(organisation__in=organisations).annotate(seats=Count("players"))
    return list(plays.order_by("-opened_at", "-pk")[:limit])


def find_play(organisations: list[Organisation], play_id: int) -> Play | None:
    """A game of one of these organisations."""
    found = Play.objects.filter(organisation__in=organisations, pk=play_id)
    return found.select_related("session__activity", "organisation").first()


def play_by_code(code: str) -> Play | None:
    """The game that a code of four characters opens, until it has ended."""
    link = short_link.resolve(code)
    if link is None or link.kind != LINK_KIND or link.closed_at:
        return None
    return Play.objects.filter(pk=link.target_id).first()


def code_of(play: Play) -> str:
    """The code that players type; empty once the game has ended."""
    link = ShortLink.objects.filter(kind=LINK_KIND, target_id=play.pk, closed_at__isnull=True).first()
    return link.code if link else ""


def player_by_secret(secret: str) -> Player | None:
    """Whose page this address is."""
    found = Player.objects.filter(hash=fingerprint(secret))
    return found.select_related("play").first()


def players_of(play: Play) -> list[Player]:
    """Who plays, in order of arrival, with what was observed."""
    return list(play.players.order_by("joined_at", "pk").prefetch_related("observations"))


@dataclass(frozen=True)
class GridRow:
    """A skill of the grid, and for each player what was seen (empty: nothing yet)."""

    skill: str
    cells: list[tuple[Player, str]]


def grid(play: Play, players: list[Player]) -> list[GridRow]:
    """The observation grid of a game."""
    seen = {(one.player_id, one.skill): one.seen for player in players for one in player.observations.all()}
    skills = GAMES[play.game].skills
    return [GridRow(skill, [(one, seen.get((one.pk, skill), "")) for one in players]) for skill in skills]


def sessions_to_play(organisations: list[Organisation]) -> QuerySet[Session]:
    """Sessions of games that are not over, soonest first."""
    sessions = Session.objects.filter(organisation__in=organisations, activity__kind__in=_GAME_KINDS)
    return (
        sessions.filter(state=SessionState.OPEN).select_related("activity").order_by("starts_at", "pk")[:40]
    )


def bookings_to_keep(play: Play) -> list[Booking]:
    """People booked for the session of this game, for whom an observation may be kept."""
    bookings = Booking.objects.filter(
        session=play.session_id, state=BookingState.BOOKED, person__isnull=False
    )
    return list(bookings.select_related("person").order_by("person__first_name", "pk"))


def game(key: str) -> EscapeGame | BoardGame | None:
    """A game by its key."""
    return GAMES.get(key)


def export_own(person_id: int) -> list[dict[str, str]]:
    """Games that a person wished to keep, and what was observed."""
    players = Player.objects.filter(booking__person=person_id).order_by("pk").select_related("play")
    return [
        {
            "rubrique": "Jeux des métiers",
            "jeu": GAMES[player.play.game].title,
            "date": player.joined_at.isoformat(),
            "observé": " ; ".join(
                f"{one.skill} ({one.get_seen_display()})" for one in player.observations.order_by("pk")
            ),
        }
        for player in players.prefetch_related("observations")
    ]
