"""An organisation books its own people: an employer its staff, a partner its professionals."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from jalon.activities import actions
from jalon.activities.choices import BookingClosing, BookingState, ParticipantKind, SessionState
from jalon.activities.forms.booking import GuestForm
from jalon.activities.models import Session
from jalon.activities.queries import booking as queries
from jalon.activities.queries.session import find_session
from jalon.activities.rules.refusal import RefusedError
from jalon.activities.rules.session import said_place
from jalon.activities.views.session import attempt
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.directory.queries import organisations_as

senders = role_required(Role.ADVISER, Role.EMPLOYER)


def _kinds(request: RoleRequest) -> list[str]:
    """Whom this reader may send: partners their professionals too."""
    partner = bool(organisations_as(request.user, Role.ADVISER))
    return [ParticipantKind.STAFF, *([ParticipantKind.PROFESSIONAL] if partner else [])]


@require_safe
@senders
def listing(request: RoleRequest) -> HttpResponse:
    """What is held for companies and for professionals, soonest first."""
    sessions = queries.for_organisations(_kinds(request))
    free = queries.seats_by_session([one.pk for one in sessions])
    sent = queries.sent_counts(request.organisations, [one.pk for one in sessions])
    lines = [(one, free[one.pk], sent.get(one.pk, 0)) for one in sessions]
    return render(request, "activities/for_professionals.html", {"lines": lines})


def _session_or_404(request: RoleRequest, session_id: int) -> Session:
    """An open session for whom this reader may send; advisers read the others too."""
    session = find_session(request.organisations, session_id)
    if session is None or session.activity.participants not in _kinds(request):
        raise Http404("session")
    if session.state == SessionState.DRAFT:
        raise Http404("session")
    return session


@senders
def book_guest(request: RoleRequest, session_id: int) -> HttpResponse:
    """Say who comes; those already said stand below."""
    session = _session_or_404(request, session_id)
    form = GuestForm(request.POST or None, organisations=request.organisations)
    if request.method == "POST" and form.is_valid() and _book(request, session, form):
        return redirect("activities:book_guest", session.pk)
    sent = [row for one in request.organisations for row in queries.sent_by(one, session)]
    context = {
        "session": session,
        "form": form,
        "sent": sent,
        "place": said_place(session),
        "free": queries.free_seats(session),
    }
    return render(request, "activities/book_guest.html", context, status=422 if form.errors else 200)


def _book(request: RoleRequest, session: Session, form: GuestForm) -> bool:
    name = form.cleaned_data["guest_name"]
    try:
        row = actions.book_guest(
            session=session,
            organisation=form.sender(),
            guest_name=name,
            guest_email=form.cleaned_data["guest_email"],
            by=request.user,
        )
    except RefusedError as error:
        form.add_error(None, error)
        return False
    waits = row.state == BookingState.WAITING
    messages.success(request, f"{name} est en liste d’attente." if waits else f"{name} a sa place.")
    return True


@require_POST
@senders
def withdraw(request: RoleRequest, booking_id: int) -> HttpResponse:
    """Somebody does not come after all, or the seat that was offered is taken."""
    row = queries.find_sent(request.organisations, booking_id)
    if row is None:
        raise Http404("booking")
    if "yes" in request.POST:
        attempt(request, lambda: actions.accept_offer(booking=row, by=request.user), "La place est prise.")
    else:
        closing = BookingClosing.PERSON
        attempt(
            request,
            lambda: actions.cancel_booking(booking=row, closing=closing, by=request.user),
            "C’est noté. La place va à qui attend.",
        )
    return redirect("activities:book_guest", row.session_id)
