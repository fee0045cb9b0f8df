"""A game that is played: its players, its moves and what was observed."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.models import Booking, Session
from jalon.directory.models import Organisation
from jalon.games.choices import MoveKind, Seen


class Play(models.Model):
    """One game of one team; what happened is in its moves."""

    game = models.CharField(max_length=40, help_text="key of the story")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", related_query_name="games_play"
    )
    session = models.ForeignKey(
        Session, null=True, on_delete=models.PROTECT, related_name="+", related_query_name="games_play"
    )
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-opened_at"], name="play_desk")]

    def __str__(self) -> str:
        return f"{self.game} {self.opened_at:%Y-%m-%d}"


class Player(models.Model):
    """A chair at the table: the name one wishes to be called today, and a role. No person's file."""

    play = models.ForeignKey(Play, on_delete=models.PROTECT, related_name="players")
    name = models.CharField(max_length=30)
    role = models.CharField(max_length=20)
    # SHA-256 of the secret in the address of the player's page.
    hash = models.CharField(max_length=64, unique=True)
    # Set by the facilitator, when the person wishes to keep what was observed.
    booking = models.ForeignKey(
        Booking, null=True, on_delete=models.PROTECT, related_name="+", related_query_name="games_player"
    )
    joined_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="player_name_once", fields=["play", "name"]),
            models.UniqueConstraint(
                name="player_booking_once", fields=["play", "booking"], condition=Q(booking__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Move(models.Model):
    """Something that happened, numbered: two answers at the same instant come one after the other."""

    play = models.ForeignKey(Play, on_delete=models.PROTECT, related_name="moves")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=MoveKind.choices)
    player = models.ForeignKey(Player, null=True, on_delete=models.PROTECT, related_name="moves")
    # Key of the puzzle or situation, and what was answered or chosen.
    about = models.CharField(max_length=20, blank=True)
    value = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(name="move_number", fields=["play", "number"])]

    def __str__(self) -> str:
        return f"{self.play_id} {self.number} {self.kind}"


class Observation(models.Model):
    """One cell of the observation grid."""

    player = models.ForeignKey(Player, on_delete=models.PROTECT, related_name="observations")
    skill = models.CharField(max_length=120)
    seen = models.CharField(max_length=10, choices=Seen.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(name="observed_once", fields=["player", "skill"])]

    def __str__(self) -> str:
        return f"{self.player_id} {self.seen}"
