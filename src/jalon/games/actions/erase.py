"""Take a person's name away from the chairs of games."""

from jalon.games.models import Player


def erase_person(person_id: int) -> None:
    """The chair stays, under a number; it no longer leads to a booking."""
    for player in Player.objects.filter(booking__person=person_id).order_by("pk"):
        player.name, player.booking = f"joueur {player.pk}", None
        player.save(update_fields=["name", "booking"])
