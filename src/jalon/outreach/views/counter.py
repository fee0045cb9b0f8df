"""The counter of a telephone at the stop: works with one thumb, and without network."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import ensure_csrf_cookie

from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.outreach import queries
from jalon.outreach.choices import AgeBand, Gender, Wish
from jalon.outreach.queries.counter import counter_rows


@ensure_csrf_cookie
@role_required(Role.ADVISER)
def counter(request: RoleRequest) -> HttpResponse:
    """The page that the telephone keeps, with the stands of the days to come."""
    now = timezone.now()
    stands = queries.counter_stands(request.user, request.organisations, now)
    context = {
        "stands": counter_rows(stands, now),
        "genders": Gender.choices,
        "ages": AgeBand.choices,
        "wishes": Wish.choices,
    }
    return render(request, "outreach/counter.html", context)
