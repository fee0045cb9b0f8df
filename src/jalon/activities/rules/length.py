"""How a length of time is said."""

from django.utils.translation import gettext as _

from jalon.base.words import NBSP


def said_length(minutes: int) -> str:
    """« 45 min », « 3 h », « 1 h 30 »."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}{NBSP}min"
    if not rest:
        return f"{hours}{NBSP}h"
    return _("%(hours)s h %(minutes)s") % {"hours": hours, "minutes": f"{rest:02}"}
