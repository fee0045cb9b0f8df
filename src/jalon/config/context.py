"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from jalon.base.registry import registry
from jalon.directory import queries as directory


def page(request: HttpRequest) -> dict[str, Any]:
    """Host association, headings for the roles of who reads, and where one is."""
    roles = directory.roles_of(request.user) if request.user.is_authenticated else frozenset()
    host = directory.host()
    return {
        "host": host,
        "home": reverse("portal:home"),
        # The adviser's desk stands above the rooms that lead back to it.
        "desk_page": reverse("desk:desk"),
        "roles": roles,
        "navigation": [entry for entry in registry.navigation if entry.roles & roles],
        "public_url": settings.PUBLIC_URL,
        "public_host": settings.PUBLIC_URL.partition("://")[2],
        "demo": settings.DEMO,
        "oidc": bool(settings.OPENID_CONNECT_URL),
        "oidc_name": settings.OPENID_CONNECT_NAME,
        "memberships": lambda: (
            directory.open_memberships(request.user) if request.user.is_authenticated else []
        ),
    }
