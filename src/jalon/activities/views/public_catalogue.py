"""The catalogue as everybody reads it: no account, no cookie, plain words."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jalon.activities.choices import INDIVIDUAL, ParticipantKind
from jalon.activities.queries import catalogue as queries


@require_safe
def activities(request: HttpRequest) -> HttpResponse:
    """What the territory proposes, by theme; what is held between professionals stands apart."""
    context = {
        "shelves": queries.shelves(queries.published()),
        "professional": queries.published(for_people=False),
    }
    return render(request, "activities/public/activities.html", context)


@require_safe
def activity(request: HttpRequest, activity_id: int) -> HttpResponse:
    """One activity, and when one can come."""
    found = queries.find_published(activity_id)
    if found is None:
        raise Http404("activity")
    context = {
        "activity": found,
        "sessions": queries.coming_sessions(found, public_only=True),
        "professional": found.participants != ParticipantKind.PERSON,
        "individual": found.kind in INDIVIDUAL,
    }
    return render(request, "activities/public/activity.html", context)
