"""The machine end of the page at the door: JSON, with the session of who signed in."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods, require_POST

from jalon.accounts.models import User
from jalon.activities.actions.arrival import add_seat
from jalon.activities.actions.door import receive
from jalon.activities.forms.attendance import read_arrival, read_gestures
from jalon.activities.models import Session
from jalon.activities.queries.attendance import find_arrival, find_at_door, snapshot
from jalon.base.message import BadMessageError
from jalon.directory.choices import Role
from jalon.directory.models import Organisation
from jalon.directory.queries import organisations_as

# Forty gestures go at once, each with a signature of twelve thousand signs at most.
MAX_BYTES = 2 << 20

End = Callable[[HttpRequest, Session, Organisation], HttpResponse]


def door_end(view: End) -> Callable[[HttpRequest, int], HttpResponse]:
    """Who may hold this session's sheet, or a fault in JSON: 401 asks the page to have somebody sign in."""

    @ensure_csrf_cookie
    @wraps(view)
    def end(request: HttpRequest, session_id: int) -> HttpResponse:
        response = _guarded(view, request, session_id)
        add_never_cache_headers(response)
        return response

    return end


def _guarded(view: End, request: HttpRequest, session_id: int) -> HttpResponse:
    organisations = organisations_as(request.user, Role.ADVISER) if request.user.is_authenticated else []
    if not organisations:
        return _shut(request)
    session = find_at_door(_user(request), organisations, session_id)
    if session is None:
        return _fault(404, "Séance inconnue.")
    own = next((one for one in organisations if one.pk == session.organisation_id), organisations[0])
    try:
        _check_length(request)
        return view(request, session, own)
    except BadMessageError as fault:
        return _fault(400, str(fault))
    except ValidationError as error:
        return _fault(409, " ".join(error.messages))


def _shut(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return _fault(401, "Entrez de nouveau.")
    return _fault(403, "Cette page est celle des professionnels de la séance.")


def _check_length(request: HttpRequest) -> None:
    length = request.headers.get("content-length") or "0"
    if not length.isdecimal() or int(length) > MAX_BYTES:
        raise BadMessageError("Message trop long.")


def _fault(status: int, words: str) -> JsonResponse:
    return JsonResponse({"error": words}, status=status)


@require_http_methods(["GET", "POST"])
@door_end
def door(request: HttpRequest, session: Session, organisation: Organisation) -> HttpResponse:
    """GET: what the device keeps. POST: its gestures; what became of each, and what is new."""
    answers = {}
    if request.method == "POST":
        sent = read_gestures(request.body)
        answers = receive(session=session, sent=sent, by=_user(request), organisation=organisation)
        session.refresh_from_db()
    return JsonResponse({"answers": answers, "snapshot": snapshot(session)})


@require_POST
@door_end
def chair(request: HttpRequest, session: Session, organisation: Organisation) -> HttpResponse:
    """One more chair for somebody who came without a seat."""
    arrival = find_arrival(session, read_arrival(request.body))
    if arrival is None:
        return _fault(404, "Cette personne n’attend plus de place.")
    add_seat(arrival=arrival, by=_user(request), organisation=organisation)
    session.refresh_from_db()
    return JsonResponse({"answers": {}, "snapshot": snapshot(session)})


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)
