"""Secret addresses of an adviser's calendars."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from jalon.activities.queries import calendar as queries
from jalon.activities.views.session import advisers
from jalon.base.actions.calendar import feed_address, open_feed, revoke_feeds
from jalon.directory.access import RoleRequest


@require_http_methods(["GET", "HEAD", "POST"])
@advisers
def calendars(request: RoleRequest) -> HttpResponse:
    """One's own calendar, those of one's partner and of its places: give an address, take all back.

    An address is shown once, in the answer to its making; it is stored nowhere, messages included.
    """
    shelves = queries.calendars_of(request.user, request.organisations)
    if request.method != "POST":
        return render(request, "activities/calendars.html", {"shelves": shelves})
    asked = request.POST.get("calendar", "")
    shelf = next((one for one in shelves if one.key == asked), None)
    if shelf is None:
        raise Http404("calendar")
    if "revoke" in request.POST:
        revoke_feeds(kind=shelf.kind, target_id=shelf.target_id)
        messages.success(request, f"« {shelf.name} » : plus aucune adresse ne mène à cet agenda.")
        return redirect("activities:calendars")
    secret = open_feed(kind=shelf.kind, target_id=shelf.target_id)
    given = {"key": shelf.key, "address": feed_address(secret)}
    shelves = queries.calendars_of(request.user, request.organisations)
    return render(request, "activities/calendars.html", {"shelves": shelves, "given": given})
