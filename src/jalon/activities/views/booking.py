"""An adviser books for a person: from the page of a session, and the page of a booking."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from jalon.activities import actions
from jalon.activities.choices import BookingClosing, BookingState, ParticipantKind
from jalon.activities.forms.booking import CancelForm, StepForm
from jalon.activities.models import Booking, Session
from jalon.activities.queries import booking as queries
from jalon.activities.queries.fit import warnings_for
from jalon.activities.queries.travel import said_trip, trip_of
from jalon.activities.rules.refusal import RefusedError
from jalon.activities.rules.session import said_place
from jalon.activities.ticket import ticket_pdf
from jalon.activities.views.session import attempt, session_or_404
from jalon.base.choices import Medium
from jalon.casework.queries import open_steps
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.people import queries as people
from jalon.people.actions import record_access
from jalon.people.models import Person

advisers = role_required(Role.ADVISER)


@advisers
def book(request: RoleRequest, session_id: int) -> HttpResponse:
    """Find a person by one field, and book; what should be known first is said before."""
    session = session_or_404(request, session_id)
    if session.activity.participants != ParticipantKind.PERSON:
        return redirect("activities:book_guest", session.pk)
    typed = request.POST if request.method == "POST" else request.GET
    chosen = typed.get("person", "")
    if not chosen.isdecimal():
        return _choose(request, session, typed.get("q", ""))
    person = _person_or_404(request, int(chosen))
    if request.method != "POST":
        return _before(request, session, person)
    return _book(request, session, person)


def _person_or_404(request: RoleRequest, person_id: int) -> Person:
    person = people.find_visible(request.user, person_id)
    if person is None:
        raise Http404("person")
    return person


def _choose(request: RoleRequest, session: Session, text: str) -> HttpResponse:
    found = people.search(request.user, text) if text.strip() else []
    noted = queries.booked_among(session, found)
    context = {
        "session": session,
        "q": text,
        "people": [(one, noted.get(one.pk, "")) for one in found],
        "free": queries.free_seats(session),
    }
    return render(request, "activities/book.html", context, status=422 if request.method == "POST" else 200)


def _before(request: RoleRequest, session: Session, person: Person, status: int = 200) -> HttpResponse:
    """What one should know before booking this person."""
    context = {
        "session": session,
        "person": person,
        "place": said_place(session),
        "warnings": warnings_for(session, person),
        "free": queries.free_seats(session),
        "trip": said_trip(trip_of(person, session)),
        "step_form": StepForm(request.POST or None, steps=open_steps(person)),
        "back": _back_name(request),
    }
    return render(request, "activities/book_sure.html", context, status=status)


def _book(request: RoleRequest, session: Session, person: Person) -> HttpResponse:
    if "sure" not in request.POST and warnings_for(session, person):
        return _before(request, session, person, status=422)
    form = StepForm(request.POST, steps=open_steps(person) if request.POST.get("step") else [])
    step = form.chosen() if form.is_valid() else None
    try:
        row = actions.book(session=session, person=person, by=request.user, step=step, medium=Medium.DESK)
    except RefusedError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _said(row, person))
    return _back(request, session, person)


def _said(booking: Booking, person: Person) -> str:
    """What became of it, and what the person knows of it."""
    reached = any(people.reachable_by(person, channel) for channel in ("sms", "mail", "letter"))
    told = "Un message part." if reached else "Aucun message possible : donnez-lui le billet."
    if booking.state == BookingState.WAITING:
        before = queries.waiting_before(booking)
        rank = f"{before} personne{'s' if before > 1 else ''} avant" if before else "en premier"
        return f"La séance est complète : {person} est en liste d’attente, {rank}. {told}"
    return f"{person} a sa place. Code d’entrée : {booking.door_code}. {told}"


def _back_name(request: RoleRequest) -> str:
    typed = request.POST if request.method == "POST" else request.GET
    return "personne" if typed.get("retour") == "personne" else ""


def _back(request: RoleRequest, session: Session, person: Person) -> HttpResponse:
    if _back_name(request):
        return redirect("activities:person_bookings", person.pk)
    return redirect("activities:session", session.pk)


@require_safe
@advisers
def people_options(request: RoleRequest, session_id: int) -> HttpResponse:
    """Suggestions while one types: people this adviser may see."""
    session = session_or_404(request, session_id)
    found = people.search(request.user, request.GET.get("q", ""), limit=8)
    noted = queries.booked_among(session, found)
    options = [
        {"value": one.pk, "label": str(one), "detail": noted.get(one.pk) or _reach(one)} for one in found
    ]
    return render(request, "reference/options.html", {"options": options})


def _reach(person: Person) -> str:
    contact = next(iter(person.contacts.all()), None)
    return contact.value if contact else ""


def booking_or_404(request: RoleRequest, booking_id: int) -> Booking:
    """A booking that this reader may see; else there is none."""
    row = queries.find_for(request.user, booking_id)
    if row is None:
        raise Http404("booking")
    return row


@require_safe
@advisers
def booking(request: RoleRequest, booking_id: int) -> HttpResponse:
    """A seat: whose, when, where, how to come, and what can be done with it."""
    return _render(request, booking_or_404(request, booking_id))


def _render(request: RoleRequest, row: Booking, **filled: Any) -> HttpResponse:
    if row.person and row.opens_file:
        mine = request.organisation
        record_access(person=row.person, user=request.user, page="inscription", organisation=mine)
    context = {
        "booking": row,
        "session": row.session,
        "place": said_place(row.session),
        "before": queries.waiting_before(row),
        "coming": row.session.starts_at > timezone.now(),
        "trip": said_trip(trip_of(row.person, row.session)) if row.person and row.opens_file else "",
        "history": queries.history_of(row),
        "cancel_form": CancelForm(),
        "step_form": _step_form(row) if row.opens_file else None,
        **filled,
    }
    return render(request, "activities/booking.html", context, status=422 if filled else 200)


def _step_form(row: Booking) -> StepForm | None:
    steps = open_steps(row.person) if row.person else []
    if row.step and row.step not in steps:
        steps.append(row.step)
    return StepForm(steps=steps, initial={"step": row.step_id or ""}) if steps else None


@require_POST
@advisers
def cancel(request: RoleRequest, booking_id: int) -> HttpResponse:
    """The person does not come: the seat goes to who waits."""
    row = booking_or_404(request, booking_id)
    form = CancelForm(request.POST)
    if not form.is_valid():
        return _render(request, row, cancel_form=form)
    closing = BookingClosing.PERSON if "person" in request.POST else BookingClosing.ADVISER
    reason = form.cleaned_data["reason"]
    attempt(
        request,
        lambda: actions.cancel_booking(booking=row, closing=closing, reason=reason, by=request.user),
        "L’inscription est annulée. La place va à qui attend.",
    )
    return redirect("activities:booking", row.pk)


@require_POST
@advisers
def answer(request: RoleRequest, booking_id: int) -> HttpResponse:
    """The person said yes or no to the seat that was offered, to their adviser."""
    row = booking_or_404(request, booking_id)
    if "yes" in request.POST:
        act, done = actions.accept_offer, "La place est prise."
    else:
        act, done = actions.decline_offer, "C’est noté : la place est proposée à la personne suivante."
    attempt(request, lambda: act(booking=row, by=request.user), done)
    return redirect("activities:booking", row.pk)


@require_POST
@advisers
def step(request: RoleRequest, booking_id: int) -> HttpResponse:
    """Which step of the pathway this seat serves."""
    row = booking_or_404(request, booking_id)
    if row.person is None or not row.opens_file:
        raise Http404("booking")
    form = StepForm(request.POST, steps=open_steps(row.person))
    if form.is_valid():
        chosen = form.chosen()
        attempt(
            request,
            lambda: actions.serve_step(booking=row, step=chosen, by=request.user),
            "L’étape est notée." if chosen else "L’étape est retirée.",
        )
    return redirect("activities:booking", row.pk)


@require_safe
@advisers
def ticket(request: RoleRequest, booking_id: int, paper: str) -> HttpResponse:
    """The ticket to print: hour, place, bus, and the code of the door."""
    row = booking_or_404(request, booking_id)
    response = HttpResponse(ticket_pdf(row, paper), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="billet-{row.pk}.pdf"'
    return response
