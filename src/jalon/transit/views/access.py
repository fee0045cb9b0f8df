"""Which network a page of the desk is about, and who may read or change it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponseBase

from jalon.directory.access import RoleRequest, refused, role_required
from jalon.directory.choices import Role
from jalon.network import queries
from jalon.network.models import Network
from jalon.transit.models import Screen
from jalon.transit.queries import find_screen

READS = (Role.OPERATOR, Role.ADVISER, Role.ADMINISTRATOR)

NetworkView = Callable[..., HttpResponseBase]


def desk_page(*, change: bool = False) -> Callable[[NetworkView], Callable[..., HttpResponseBase]]:
    """The view gets the network of the address's key, if its reader may see it (404), or run it (403)."""

    def decorate(view: NetworkView) -> Callable[..., HttpResponseBase]:
        @role_required(*READS)
        @wraps(view)
        def guarded(request: RoleRequest, /, key: str, **kwargs: Any) -> HttpResponseBase:
            network = _named(queries.visible_networks(request.user), key)
            if change and network not in queries.managed_networks(request.user):
                return refused(request)
            return view(request, network, **kwargs)

        return guarded

    return decorate


def _named(networks: list[Network], key: str) -> Network:
    for network in networks:
        if network.key == key:
            return network
    raise Http404("network")


def screen_or_404(network: Network, screen_id: int) -> Screen:
    """One screen of this network."""
    screen = find_screen(network, screen_id)
    if screen is None:
        raise Http404("screen")
    return screen


def runs(request: RoleRequest, network: Network) -> bool:
    """Whether the reader may change things here."""
    return network in queries.managed_networks(request.user)
