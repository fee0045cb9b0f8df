"""What every page knows."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from jalon.base.registry import registry
from jalon.directory import queries as directory


@dataclass(frozen=True)
class Heading:
    """A link of the navigation."""

    label: str
    address: str
    current: bool


def _navigation(path: str, roles: frozenset[str]) -> dict[str, list[Heading]]:
    """Headings for these roles; on a page that stands beside others under one heading, those too."""
    addresses = {entry: reverse(entry.url_name) for entry in registry.navigation if entry.roles & roles}
    around = [entry for entry, address in addresses.items() if path.startswith(address)]
    here = max(around, key=lambda entry: len(addresses[entry]), default=None)
    heading = (here.under or here.label) if here else ""
    beside = [entry for entry in addresses if heading and heading in (entry.label, entry.under)]
    shown = len(beside) > 1 and path in (addresses[entry] for entry in beside)
    return {
        "navigation": [
            Heading(entry.label, address, entry.label == heading)
            for entry, address in addresses.items()
            if not entry.under
        ],
        "pages_beside": [Heading(entry.label, addresses[entry], entry == here) for entry in beside]
        if shown
        else [],
    }


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
        **_navigation(request.path, roles),
        "public_url": settings.PUBLIC_URL,
        "public_host": settings.PUBLIC_URL.partition("://")[2],
        "demo": settings.DEMO,
        "oidc": bool(settings.OPENID_CONNECT_URL),
        "oidc_name": settings.OPENID_CONNECT_NAME,
        "memberships": lambda: (
            directory.open_memberships(request.user) if request.user.is_authenticated else []
        ),
    }
