"""Tables of screens: the screens, what they are given, what they say they played."""

from jalon.transit.models.bundle import Bundle, ScreenMessage, ScreenStop
from jalon.transit.models.play import Play, PlayBatch, PlayHour, Preemption
from jalon.transit.models.screen import Screen

__all__ = [
    "Bundle",
    "Play",
    "PlayBatch",
    "PlayHour",
    "Preemption",
    "Screen",
    "ScreenMessage",
    "ScreenStop",
]
