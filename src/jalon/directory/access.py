"""Who may open a page: a role in an organisation, or nothing is shown."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django_htmx.http import HttpResponseClientRedirect

from jalon.accounts.models import User
from jalon.directory import queries
from jalon.directory.choices import Role
from jalon.directory.models import Organisation

P = ParamSpec("P")


class RoleRequest(HttpRequest):
    """A request whose author was let in.

    `organisations` are those in which one of the asked roles is held (never empty for advisers, employers
    and operators); `organisation` is the one chosen by `?organisation=<id>`, else the oldest membership. An
    administrator without membership acts for the host association; both are empty before there is one.
    """

    user: User
    organisation: Organisation
    organisations: list[Organisation]


View = Callable[Concatenate[RoleRequest, P], HttpResponseBase]
OpenView = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def role_required(*roles: str) -> Callable[[View[P]], OpenView[P]]:
    """Let in who holds one of `roles` in some organisation; administrators only where `roles` names them.

    A stranger is sent to sign in and comes back; somebody without the role reads a 403 page that shows
    nothing; an organisation asked for by address in which the role is not held is a 404.
    """

    def decorate(view: View[P]) -> OpenView[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            if not _let_in(request, request.user, roles):
                return refused(request)
            response = view(cast("RoleRequest", request), *args, **kwargs)
            add_never_cache_headers(cast("Any", response))
            return response

        return cast("OpenView[P]", guarded)

    return decorate


def refused(request: HttpRequest) -> HttpResponse:
    """The 403 page: says in plain words that this is not for the reader, and nothing else."""
    return render(request, "directory/refused.html", status=403)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Back to this page after signing in; from a partial, back to the page that holds it."""
    if getattr(request, "htmx", False):
        current = request.htmx.current_url_abs_path or "/"  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(redirect_to_login(current)["Location"])
    return redirect_to_login(request.get_full_path())


def _let_in(request: HttpRequest, user: User, roles: tuple[str, ...]) -> bool:
    held = queries.organisations_as(user, *roles)
    organisations = list({organisation.pk: organisation for organisation in held}.values())
    if not organisations and not (user.is_administrator and Role.ADMINISTRATOR in roles):
        return False
    if not organisations:
        host = queries.host()
        organisations = [host] if host else []
    granted = cast("RoleRequest", request)
    granted.organisations = organisations
    granted.organisation = _chosen(request, organisations)
    return True


def _chosen(request: HttpRequest, organisations: list[Organisation]) -> Organisation:
    wanted = request.GET.get("organisation", "")
    if not wanted or not organisations:
        return organisations[0] if organisations else cast("Organisation", None)
    for organisation in organisations:
        if str(organisation.pk) == wanted:
            return organisation
    raise Http404("organisation")
