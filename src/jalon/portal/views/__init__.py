"""Pages that join rooms."""

from jalon.portal.views.errors import csrf_failure

__all__ = ["csrf_failure"]
