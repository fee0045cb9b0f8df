"""The machine end of this room: a vehicle says where it is."""

from dataclasses import replace

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from jalon.base.codes import fingerprint
from jalon.engines.geocast.observation import PositionError
from jalon.engines.geocast.positions import read
from jalon.network import queries
from jalon.network.actions import push_received
from jalon.network.choices import SourceKind
from jalon.network.engine.positions import record_positions
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
    now = timezone.now()
    try:
        reading = read(body, received_at=now.timestamp())
    except PositionError as fault:
        return _refuse(400, str(fault))
    if not reading.positions:
        return _refuse(400, " ".join(reading.faults)[:500] or "Aucune position dans ce message.")
    own = [replace(p, vehicle=vehicle.ref, label=vehicle.label) for p in reading.positions]
    recorded = record_positions(network=vehicle.network, positions=own, source=SourceKind.PUSH, now=now)
    push_received(network=vehicle.network, now=now, seen=recorded.seen, placed=recorded.placed)
    return JsonResponse(
        {"accepted": len(own), "placed": recorded.placed, "faults": list(reading.faults)[:20]}
    )


def _refuse(status: int, error: str) -> JsonResponse:
    return JsonResponse({"error": error}, status=status)
