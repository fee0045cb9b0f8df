"""A person's own page: what comes next, the calendar, who knows what."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jalon.activities import actions as activities
from jalon.activities.choices import BookingClosing
from jalon.activities.models import Booking
from jalon.activities.rules.refusal import RefusedError
from jalon.activities.rules.session import said_place
from jalon.base.actions.calendar import feed_address, open_feed, revoke_feeds
from jalon.introductions import actions as introductions
from jalon.introductions import queries
from jalon.people import actions as people_actions
from jalon.people import queries as people
from jalon.people.models import Person
from jalon.portal.forms.own import ReasonForm
from jalon.portal.queries import own
from jalon.portal.views.own_door import owned


@require_safe
@owned
def page(request: HttpRequest, owner: Person, code: str) -> HttpResponse:
    """What comes next, what happened, who follows me."""
    return render(request, "portal/own.html", {"page": own.own_page(owner), "code": code})


@require_POST
@owned
def keep(request: HttpRequest, owner: Person, code: str) -> HttpResponse:
    """I wish my file to stay."""
    people_actions.keep_file(person=owner)
    return redirect("own:page", code)


@require_POST
@owned
def stop(request: HttpRequest, owner: Person, code: str) -> HttpResponse:
    """I no longer wish to go on: one request, or all."""
    number = request.POST.get("interest", "")
    mine = {str(one.pk): one for one in queries.open_interests(people.file_ids(owner))}
    if not number or number in mine:
        introductions.withdraw(person=owner, interest=mine.get(number))
    return redirect("own:page", code)


@require_POST
@owned
def back(request: HttpRequest, owner: Person, code: str) -> HttpResponse:
    """Call me again."""
    for interest in queries.unreachable_interests(people.file_ids(owner)):
        if str(interest.pk) == request.POST.get("interest"):
            introductions.come_back(interest=interest)
    return redirect("own:page", code)


@require_http_methods(["GET", "HEAD", "POST"])
@owned
def booking(request: HttpRequest, owner: Person, code: str, booking_id: int) -> HttpResponse:
    """One seat: accept it, refuse it, give it back."""
    found = own.find_own_booking(owner, booking_id)
    if found is None:
        raise Http404("booking")
    fault = ""
    if request.method == "POST":
        try:
            _answer(found, request.POST)
        except RefusedError as error:
            fault = str(error.messages[0])
        else:
            return redirect("own:page", code)
    context = {"booking": found, "place": said_place(found.session), "fault": fault, "code": code}
    return render(request, "portal/own_booking.html", context, status=422 if fault else 200)


def _answer(found: Booking, given: dict[str, str]) -> None:
    answer = given.get("answer")
    if answer == "accept":
        activities.accept_offer(booking=found)
    elif answer == "decline":
        activities.decline_offer(booking=found)
    elif answer == "cancel":
        reason = given.get("reason", "")[:255]
        activities.cancel_booking(booking=found, closing=BookingClosing.PERSON, reason=reason)


@require_http_methods(["GET", "HEAD", "POST"])
@owned
def calendar(request: HttpRequest, owner: Person, code: str) -> HttpResponse:
    """My appointments, and an address that my telephone follows."""
    address = ""
    if request.method == "POST" and "revoke" in request.POST:
        revoke_feeds(kind="person", target_id=owner.pk)
    elif request.method == "POST":
        address = feed_address(open_feed(kind="person", target_id=owner.pk))
    context = {"calendar": own.own_calendar(owner), "address": address, "code": code}
    return render(request, "portal/own_calendar.html", context)


@require_safe
@owned
def who(request: HttpRequest, owner: Person, code: str) -> HttpResponse:
    """Who follows me, why, since when; what they saw."""
    return render(request, "portal/own_who.html", {"who": own.who_knows(owner), "code": code})


@require_http_methods(["GET", "HEAD", "POST"])
@owned
def refuse(request: HttpRequest, owner: Person, code: str, organisation_id: int) -> HttpResponse:
    """I do not want this organisation to follow me: asked once, then done at once."""
    organisation = own.find_follower(owner, organisation_id)
    if organisation is None:
        raise Http404("organisation")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        people_actions.object_to(person=owner, organisation=organisation, reason=form.cleaned_data["reason"])
        return redirect("own:who", code)
    context = {"organisation": organisation, "form": form, "code": code}
    return render(request, "portal/own_refuse.html", context, status=422 if form.is_bound else 200)


@require_POST
@owned
def accept_again(request: HttpRequest, owner: Person, code: str, objection_id: int) -> HttpResponse:
    """I accept this organisation again."""
    objection = own.find_objection(owner, objection_id)
    if objection is None:
        raise Http404("objection")
    people_actions.lift_objection(objection=objection)
    return redirect("own:who", code)


@require_http_methods(["GET", "HEAD", "POST"])
@owned
def erase(request: HttpRequest, owner: Person, code: str) -> HttpResponse:
    """Erase everything: asked once, then done."""
    done = request.method == "POST"
    if done:
        people_actions.erase(person=owner)
    return render(request, "portal/own_erase.html", {"code": code, "done": done})
