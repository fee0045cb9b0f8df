"""Which organisation a page is about, and whether the reader may open or change it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from jalon.directory import queries
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.directory.models import Organisation

P = ParamSpec("P")
OrganisationView = Callable[Concatenate[RoleRequest, Organisation, P], HttpResponse]
Opened = Callable[..., HttpResponseBase]

EVERYBODY = (Role.ADVISER, Role.EMPLOYER, Role.OPERATOR, Role.ADMINISTRATOR)


def reads_organisation(view: OrganisationView[P]) -> Opened:
    """The view gets the organisation of the address if the reader may read it; else 404."""

    def opened(request: RoleRequest, pk: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        organisation = queries.readable(request.user).filter(pk=pk).first()
        return view(request, _present(organisation), *args, **kwargs)

    return _guarded(view, opened, *EVERYBODY)


def changes_organisation(view: OrganisationView[P]) -> Opened:
    """The view gets the organisation of the address if the reader may change it; else 404."""

    def opened(request: RoleRequest, pk: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return view(request, _present(queries.changeable(request.user, pk)), *args, **kwargs)

    return _guarded(view, opened, *EVERYBODY)


def staff_only(view: Callable[Concatenate[RoleRequest, P], HttpResponse]) -> Opened:
    """The host's advisers and administrators; for others this page does not exist."""

    def opened(request: RoleRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not queries.is_staff(request.user):
            raise Http404("staff")
        return view(request, *args, **kwargs)

    return _guarded(view, opened, Role.ADVISER, Role.ADMINISTRATOR)


def _guarded(view: Callable[..., HttpResponse], opened: Callable[..., HttpResponse], *roles: str) -> Opened:
    """The inner door behind the outer one, under the view's own name."""
    return role_required(*roles)(cast("Any", wraps(view)(opened)))


def _present(organisation: Organisation | None) -> Organisation:
    if organisation is None:
        raise Http404("organisation")
    return organisation


def client_address(request: HttpRequest) -> str:
    """Where a request comes from, as far as the proxy in front tells."""
    return str(request.META.get("REMOTE_ADDR", ""))
