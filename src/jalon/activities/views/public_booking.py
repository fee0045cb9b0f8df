"""Booking from the public calendar: no account, no cookie; the page says what happens next."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from jalon.activities import actions
from jalon.activities.actions.visitor import VisitorBooking, book_visitor
from jalon.activities.forms.booking import OwnCodeForm, PublicBookForm
from jalon.activities.models import Booking, Session
from jalon.activities.queries import public_session
from jalon.activities.queries.booking import free_seats, waiting_before
from jalon.activities.rules.refusal import RefusedError
from jalon.activities.rules.session import said_place
from jalon.base.actions.throttle import allowed
from jalon.base.choices import Medium
from jalon.base.visitor import same_site, visitor
from jalon.people.queries import key_owner

# A family or a workshop may share one address; a machine sends far more.
BOOKINGS, WINDOW_S = 20, 600


@never_cache
@csrf_exempt
def book(request: HttpRequest, session_id: int) -> HttpResponse:
    """One question: who comes? Exempt from the cookie-bound token: `same_site` refuses other sites."""
    session = public_session.find_public(session_id)
    if session is None:
        raise Http404("session")
    if request.method != "POST":
        return _ask(request, session, PublicBookForm(), OwnCodeForm())
    if not same_site(request):
        raise PermissionDenied
    if not allowed(action="booking", who=visitor(request), limit=BOOKINGS, seconds=WINDOW_S):
        return render(request, "activities/public/too_many.html", {"session": session}, status=429)
    return _with_code(request, session) if "code" in request.POST else _with_name(request, session)


def _with_name(request: HttpRequest, session: Session) -> HttpResponse:
    form = PublicBookForm(request.POST)
    if not form.is_valid():
        return _ask(request, session, form, OwnCodeForm(), status=422)
    try:
        made = book_visitor(session=session, language=request.LANGUAGE_CODE, **form.given())
    except RefusedError as error:
        form.add_error(None, str(error))
        return _ask(request, session, form, OwnCodeForm(), status=422)
    except ValidationError as error:
        form.add_error("reach", error)
        return _ask(request, session, form, OwnCodeForm(), status=422)
    return _booked(request, made, reach=str(form.cleaned_data["reach"]))


def _with_code(request: HttpRequest, session: Session) -> HttpResponse:
    form = OwnCodeForm(request.POST)
    person = key_owner(form.cleaned_data["code"]) if form.is_valid() else None
    if person is None:
        if form.is_valid():
            unknown = _("Ce code n’ouvre rien, ou plus rien. Vérifiez-le, ou écrivez votre prénom.")
            form.add_error("code", unknown)
        return _ask(request, session, PublicBookForm(), form, status=422)
    try:
        row = actions.book(session=session, person=person, medium=Medium.SLIP)
    except RefusedError as error:
        form.add_error(None, str(error))
        return _ask(request, session, PublicBookForm(), form, status=422)
    return _booked(request, VisitorBooking(row, ""), code=form.cleaned_data["code"])


def _ask(
    request: HttpRequest, session: Session, form: PublicBookForm, code_form: OwnCodeForm, status: int = 200
) -> HttpResponse:
    context = {
        "session": session,
        "place": said_place(session),
        "free": free_seats(session),
        "form": form,
        "code_form": code_form,
    }
    return render(request, "activities/public/book.html", context, status=status)


def _booked(request: HttpRequest, made: VisitorBooking, *, reach: str = "", code: str = "") -> HttpResponse:
    """The answer itself, not another address: what it shows is for these eyes only, and once."""
    row: Booking = made.booking
    context = {
        "booking": row,
        "session": row.session,
        "place": said_place(row.session),
        "before": waiting_before(row),
        "slip_code": made.slip_code,
        "own_code": made.slip_code or code,
        "reach": reach,
    }
    return render(request, "activities/public/booked.html", context)
