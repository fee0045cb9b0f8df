"""The machine ends of screens, as docs/screen-protocol.md describes them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from jalon.base.actions.throttle import allowed
from jalon.base.codes import fingerprint
from jalon.base.message import BadMessageError
from jalon.base.visitor import visitor
from jalon.network import queries as network_queries
from jalon.transit import queries
from jalon.transit.actions import pairing, state
from jalon.transit.actions.plays import receive_plays
from jalon.transit.engine.serving import BusyError, answer_state, bundle_for, keep_position
from jalon.transit.forms import machine
from jalon.transit.models import Screen

MAX_BYTES = 512 << 10
POLL_S = 3
PAIRINGS_IN_TEN_MINUTES = 200

View = Callable[[HttpRequest], HttpResponse]
ScreenView = Callable[[HttpRequest, Screen], HttpResponse]


@dataclass(frozen=True)
class RefusedError(Exception):
    """An answer that says no."""

    status: int
    error: str
    retry_after_s: int = 0


def machine_end(method: str) -> Callable[[View], View]:
    """No cookie, no CSRF token, JSON faults, the server's clock on every answer."""

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def end(request: HttpRequest) -> HttpResponse:
            try:
                response = _checked(request, method, view)
            except RefusedError as refusal:
                response = JsonResponse({"error": refusal.error}, status=refusal.status)
                if refusal.retry_after_s:
                    response["Retry-After"] = str(refusal.retry_after_s)
            except BadMessageError as fault:
                response = JsonResponse({"error": str(fault)}, status=400)
            response["X-Jalon-Now"] = f"{timezone.now().timestamp():.3f}"
            response.setdefault("Cache-Control", "no-store")
            return response

        return end

    return decorate


def _checked(request: HttpRequest, method: str, view: View) -> HttpResponse:
    if request.method != method:
        raise RefusedError(405, f"{method} seulement.")
    length = request.headers.get("content-length") or "0"
    if not length.isdecimal() or int(length) > MAX_BYTES:
        raise RefusedError(413, "Message trop long.")
    return view(request)


def for_screens(view: ScreenView) -> View:
    """Only with the token of a paired screen; others get 401 and nothing else."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        screen = screen_of(request)
        if screen is None:
            raise RefusedError(401, "Jeton inconnu.")
        if screen.token_used_at is None:
            pairing.note_first_use(screen=screen)
        return view(request, screen)

    return guarded


def screen_of(request: HttpRequest) -> Screen | None:
    """The screen whose token the request bears."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        return None
    return queries.screen_of_token(fingerprint(token.strip()))


@machine_end("POST")
def ask_pairing(request: HttpRequest) -> HttpResponse:
    """A player without a token gets a code to show."""
    asked = machine.read_pairing(request.body)
    if not allowed(action="screen-pairing", who=visitor(request), limit=PAIRINGS_IN_TEN_MINUTES, seconds=600):
        raise RefusedError(429, "Trop de demandes.", retry_after_s=120)
    screen = pairing.ask_pairing(device=asked.device, width=asked.width, height=asked.height)
    return JsonResponse(
        {
            "code": screen.pairing_code,
            "secret": pairing.secret_of(screen, "player"),
            "expires_at": state.seconds(screen.pairing_expires_at),
            "poll_after_s": POLL_S,
        }
    )


@machine_end("POST")
def poll_pairing(request: HttpRequest) -> HttpResponse:
    """A player asks whether somebody typed its code."""
    device, secret = machine.read_poll(request.body)
    screen = queries.waiting_screen(device)
    if screen is None or not pairing.is_player(screen, secret):
        raise RefusedError(404, "Appairage inconnu.")
    if screen.paired_at is None:
        if screen.pairing_expires_at is None or screen.pairing_expires_at <= timezone.now():
            raise RefusedError(410, "Ce code a expiré.")
        return JsonResponse({"state": "waiting", "poll_after_s": POLL_S}, status=202)
    if screen.token_used_at is not None:
        raise RefusedError(410, "Le jeton a déjà servi.")
    return JsonResponse(_paired(screen))


def _paired(screen: Screen) -> dict[str, str]:
    assert screen.network is not None
    assert screen.vehicle is not None
    return {
        "state": "paired",
        "screen": str(screen.pk),
        "token": pairing.secret_of(screen, "token"),
        "network": screen.network.key,
        "vehicle": screen.vehicle.label,
    }


@machine_end("GET")
@for_screens
def bundle(request: HttpRequest, screen: Screen) -> HttpResponse:
    """The bundle of a service day: 200, 304 when the screen has it, 204 when there is none."""
    assert screen.network is not None
    try:
        row = bundle_for(screen.network, _day(request))
    except BusyError:
        raise RefusedError(503, "La boucle se prépare.", retry_after_s=5) from None
    if row is None:
        return HttpResponse(status=204)
    etag = f'"{row.version}"'
    if etag in (request.headers.get("if-none-match") or "").replace("W/", ""):
        return HttpResponse(status=304, headers={"ETag": etag})
    answer = HttpResponse(bytes(row.content), content_type="application/json", headers={"ETag": etag})
    answer["Content-Encoding"] = "gzip"
    return answer


def _day(request: HttpRequest) -> date | None:
    text = request.GET.get("jour", "")
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RefusedError(400, "« jour » doit être une date AAAA-MM-JJ.") from None


@machine_end("POST")
@for_screens
def hear_state(request: HttpRequest, screen: Screen) -> HttpResponse:
    """What a screen says of itself; the answer repeats everything that it may have missed."""
    said = machine.read_state(request.body)
    now = timezone.now()
    state.hear(screen=screen, state=said, now=now)
    keep_position(screen, said["where"], now)
    return JsonResponse(_told(screen, now))


def _told(screen: Screen, now: datetime) -> dict[str, Any]:
    return {"now": now.timestamp(), **answer_state(screen, now)}


@machine_end("POST")
@for_screens
def receive(request: HttpRequest, screen: Screen) -> HttpResponse:
    """Proofs of play; the same batch twice is counted once."""
    plays = machine.read_plays(request.body)
    accepted, repeated = receive_plays(screen=screen, plays=plays)
    return JsonResponse({"batch": plays.batch, "accepted": accepted, "repeated": repeated})


def may_hear_screen(number: str, request: HttpRequest) -> bool:
    """A screen what is for itself; a desk what is for the screens of its networks."""
    screen = screen_of(request)
    if screen is not None:
        return str(screen.pk) == number
    if not (request.user.is_authenticated and number.isdecimal()):
        return False
    return any(
        queries.find_screen(network, int(number))
        for network in network_queries.visible_networks(request.user)
    )


def may_hear_network(key: str, request: HttpRequest) -> bool:
    """A screen what is for its network; a desk what is for its own."""
    screen = screen_of(request)
    if screen is not None:
        return screen.network is not None and screen.network.key == key
    return may_hear_vehicles(key, request)


def may_hear_vehicles(key: str, request: HttpRequest) -> bool:
    """Desks of this network."""
    if not request.user.is_authenticated:
        return False
    return any(network.key == key for network in network_queries.visible_networks(request.user))
