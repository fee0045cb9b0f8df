"""The bookings of one person: what comes, what was, and what fits."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jalon.activities.queries import booking as queries
from jalon.activities.queries.fit import what_fits
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.people import queries as people
from jalon.people.actions import record_access
from jalon.people.rules import Information


@require_safe
@role_required(Role.ADVISER)
def person_bookings(request: RoleRequest, person_id: int) -> HttpResponse:
    """Seats past and to come, one field to find a session, and what fits, near, soon."""
    person = people.find_visible(request.user, person_id)
    if person is None or Information.BOOKINGS not in people.information_for(request.user, person):
        raise Http404("person")
    record_access(person=person, user=request.user, page="inscriptions", organisation=request.organisation)
    text = request.GET.get("q", "").strip()
    coming, past = queries.split_of_person(person)
    context = {
        "person": person,
        "coming": coming,
        "past": past,
        "q": text,
        "sessions": queries.find_sessions(request.organisations, text) if text else [],
        "fits": [] if text else what_fits(person),
    }
    return render(request, "activities/person_bookings.html", context)
