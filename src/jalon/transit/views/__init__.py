"""Pages: the screen itself, and the operator's desk."""

from jalon.transit.views.screen import screen_page

__all__ = ["screen_page"]
