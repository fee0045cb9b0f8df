"""The machine end of this room: a vehicle says where it is."""

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from jalon.base.codes import fingerprint
from jalon.network import queries
from jalon.network.engine.pushing import PositionError, record_push
from jalon.network.models import Vehicle

MAX_BYTES = 256 << 10


@csrf_exempt
def positions(request: HttpRequest) -> JsonResponse:
    """`POST`, `Authorization: Bearer <token of the vehicle>`, one JSON position or a list of them.

    `{"lat": 51.03, "lon": 2.37, "at"?, "bearing"?, "speed"?, "trip_id"?, "route_id"?, "block"?}`; `at` is UTC
    seconds or ISO 8601, the arrival when absent. The token says which vehicle it is.
    """
    vehicle = queries.vehicle_of_token(fingerprint(bearer(request)))
    if request.method != "POST":
        return _refuse(405, "POST seulement.")
    if vehicle is None:
        return _refuse(401, "Jeton inconnu.")
    if int(request.headers.get("content-length") or 0) > MAX_BYTES:
        return _refuse(413, "Message trop long.")
    return _record(vehicle, request.body)


def bearer(request: HttpRequest) -> str:
    """The token of `Authorization: Bearer …`, else an empty text."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def _record(vehicle: Vehicle, body: bytes) -> JsonResponse:
    try:
        pushed = record_push(vehicle=vehicle, body=body, now=timezone.now())
    except PositionError as fault:
        return _refuse(400, str(fault))
    return JsonResponse({"accepted": pushed.accepted, "placed": pushed.placed, "faults": pushed.faults})


def _refuse(status: int, error: str) -> JsonResponse:
    return JsonResponse({"error": error}, status=status)
