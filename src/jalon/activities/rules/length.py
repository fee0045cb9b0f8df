"""How a length of time is said."""

from jalon.base.words import NBSP


def said_length(minutes: int) -> str:
    """« 45 min », « 3 h », « 1 h 30 »."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}{NBSP}min"
    return f"{hours}{NBSP}h{NBSP}{rest:02}" if rest else f"{hours}{NBSP}h"
