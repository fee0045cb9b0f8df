"""Enumerations of the games."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class GameKind(TextChoices):
    ESCAPE = "escape", _("jeu d’évasion")
    BOARD = "board", _("grand jeu de plateau")


class MoveKind(TextChoices):
    """What can happen in a game; the state is what these rows make, in their order."""

    START = "start", "début"
    PAUSE = "pause", "pause"
    RESUME = "resume", "reprise"
    ANSWER = "answer", "réponse"
    HINT = "hint", "indice"
    VOTE = "vote", "avis"
    CHOICE = "choice", "choix de l’équipe"
    END = "end", "fin"


class Seen(TextChoices):
    """What a facilitator writes in the observation grid: what was seen today, never a score."""

    SEEN = "seen", "vu"
    HELPED = "helped", "vu, avec un coup de main"
    NOT_TODAY = "not_today", "pas eu l’occasion"
