"""The observation grid, and what a person may keep of it."""

from django.db import transaction

from jalon.accounts.models import User
from jalon.activities.choices import BookingState
from jalon.activities.models import Booking
from jalon.games.choices import Seen
from jalon.games.models import Observation, Player
from jalon.games.rules import RefusedError
from jalon.games.stories import GAMES
from jalon.people.actions import add_milestone


def observe(*, player: Player, skill: str, seen: str, by: User) -> None:
    """Write or correct one cell."""
    if skill not in GAMES[player.play.game].skills:
        raise RefusedError("Cette ligne n’est pas dans la grille de ce jeu.")
    Observation.objects.update_or_create(player=player, skill=skill, defaults={"seen": Seen(seen), "by": by})


@transaction.atomic
def keep_for_person(*, player: Player, booking: Booking, by: User) -> None:
    """The person wishes to keep what was observed: it becomes a milestone of their pathway.

    Raises:
        RefusedError: the booking is not of this session, or it is taken by another chair.
    """
    play = player.play
    person = booking.person
    if person is None or booking.session_id != play.session_id or booking.state != BookingState.BOOKED:
        raise RefusedError("Cette inscription n’est pas de la séance de cette partie.")
    if player.booking_id or play.players.filter(booking=booking).exists():
        raise RefusedError("Ces observations sont déjà dans un parcours.")
    player.booking = booking
    player.save(update_fields=["booking"])
    seen = player.observations.exclude(seen=Seen.NOT_TODAY).order_by("pk").values_list("skill", flat=True)
    detail = f"{GAMES[play.game].title} : {' ; '.join(seen)}" if seen else GAMES[play.game].title
    add_milestone(
        person=person,
        kind="games.played",
        organisation=play.organisation,
        by=by,
        detail=detail.replace(" :", "\u00a0:"),
        about=("session", play.session_id),
    )
