"""« À faire d’abord », one's day, one's people, the partner's week: what joins the rooms of the desk."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.portal.queries import desk as desk_queries
from jalon.portal.queries import desk_people, desk_week

_VIEWS = ("moi", "equipe", "silence")


@role_required(Role.ADVISER)
def desk(request: RoleRequest) -> HttpResponse:
    """What waits for us, oldest on top; today; at the employers'. Refreshes itself."""
    mine = request.GET.get("vue") == "moi"
    found = desk_queries.desk(request.user, request.organisations, mine=mine)
    context = {
        "desk": found,
        "mine": mine,
        "today": timezone.localdate(),
        "topics": [f"desk:{organisation.pk}" for organisation in request.organisations],
        "sentence": _sentence(found),
    }
    part = "#lists" if request.headers.get("HX-Request") else ""
    return render(request, f"portal/desk.html{part}", context)


def _sentence(found: desk_queries.Desk) -> str:
    late = {0: "Aucune promesse n’est dépassée.", 1: "Une promesse est dépassée."}
    today = {0: "Aucune ne tombe aujourd’hui.", 1: "Une tombe aujourd’hui."}
    first = late.get(found.late, f"{found.late} promesses sont dépassées.")
    return f"{first} {today.get(found.due_today, f'{found.due_today} tombent aujourd’hui.')}"


@role_required(Role.ADVISER)
def day(request: RoleRequest) -> HttpResponse:
    """What one does oneself today."""
    own = desk_week.own_day(request.user, request.organisations)
    return render(request, "portal/desk_day.html", {"own": own, "today": timezone.localdate()})


@role_required(Role.ADVISER)
def people(request: RoleRequest) -> HttpResponse:
    """Whom one accompanies, sorted as one likes."""
    view = request.GET.get("vue", "moi")
    view = view if view in _VIEWS else "moi"
    order = request.GET.get("tri", "nouvelles")
    page, lines = desk_people.listed(
        request.user, request.organisations, view=view, order=order, number=request.GET.get("page", 1)
    )
    context = {"page": page, "lines": lines, "view": view, "order": order}
    return render(request, "portal/desk_people.html", context)


@role_required(Role.ADVISER)
def week(request: RoleRequest) -> HttpResponse:
    """What the partner holds in a week."""
    monday = desk_week.monday_of(request.GET.get("semaine", ""))
    context = {
        "days": desk_week.week(request.organisation, request.organisations, monday),
        "organisation": request.organisation,
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "several": request.organisations if len(request.organisations) > 1 else [],
    }
    return render(request, "portal/desk_week.html", context)
