"""Which network a page of the desk is about, and who may read or change it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

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
    """The view gets the network of the address's key, if its reader may see it (404), or run it (403).

    `request.runs_network` tells templates whether to offer what changes things.
    """

    def decorate(view: NetworkView) -> Callable[..., HttpResponseBase]:
        @role_required(*READS)
        @wraps(view)
        def guarded(request: RoleRequest, /, key: str, **kwargs: Any) -> HttpResponseBase:
            managed = _named(queries.managed_networks(request.user), key)
            network = managed or _named(queries.visible_networks(request.user), key)
            if network is None:
                raise Http404("network")
            if change and managed is None:
                return refused(request)
            cast("Any", request).runs_network = managed is not None
            return view(request, network, **kwargs)

        return guarded

    return decorate


def _named(networks: list[Network], key: str) -> Network | None:
    return next((network for network in networks if network.key == key), None)


def screen_or_404(network: Network, screen_id: int) -> Screen:
    """One screen of this network."""
    screen = find_screen(network, screen_id)
    if screen is None:
        raise Http404("screen")
    return screen
