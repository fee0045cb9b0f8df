"""Ask the sources of positions, each in its rhythm; what goes wrong is kept on the source in words."""

import time
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import httpx
from django.utils import timezone

from jalon.engines.geocast.observation import PositionError, Reading
from jalon.engines.geocast.positions import read
from jalon.network import actions, queries
from jalon.network.choices import SourceKind
from jalon.network.engine import siri_request
from jalon.network.engine.positions import Recorded, record_journeys, record_positions
from jalon.network.models import PositionSource

TIMEOUT = httpx.Timeout(15.0, connect=5.0)
MAX_BYTES = 64 << 20
SOAP = {"Content-Type": "text/xml; charset=utf-8"}
LINES_KEPT_S = 3600


class SourceError(Exception):
    """A source that gave nothing usable; the text says why, in French."""


def poll_due(now: datetime | None = None) -> int:
    """Ask every source that is due and that no other process took. How many were asked."""
    moment = now or timezone.now()
    asked = 0
    for source in queries.due_sources(moment):
        if actions.claim_source(source=source, now=moment):
            poll(source)
            asked += 1
    return asked


def poll(source: PositionSource) -> None:
    """Ask one source and record what it says; never raises for what a server does."""
    try:
        reading = fetch(source)
        recorded = _record(source, reading)
    except (SourceError, PositionError) as fault:
        actions.source_failed(source=source, now=timezone.now(), error=str(fault))
        return
    remark = (
        f"{len(reading.faults)} positions laissées de côté : {reading.faults[0]}" if reading.faults else ""
    )
    actions.source_answered(
        source=source, now=timezone.now(), seen=recorded.seen, placed=recorded.placed, remark=remark
    )


def fetch(source: PositionSource) -> Reading:
    """What the source says now. Raises SourceError or PositionError, in words."""
    data = _ask(source.url, _question(source))
    zone = ZoneInfo(source.network.timezone)
    return read(data, received_at=timezone.now().timestamp(), zone=zone)


def _record(source: PositionSource, reading: Reading) -> Recorded:
    if reading.positions:
        return record_positions(network=source.network, positions=reading.positions, source=source.kind)
    return record_journeys(network=source.network, journeys=reading.journeys, source=source.kind)


def _question(source: PositionSource) -> bytes | None:
    """The SOAP body for a SIRI server that wants one; None for a plain address."""
    if not source.requestor_ref:
        return None
    if source.kind == SourceKind.SIRI_VM:
        return siri_request.vehicle_monitoring(source.requestor_ref)
    hour = int(time.time() // LINES_KEPT_S)
    return siri_request.estimated_timetable(
        source.requestor_ref, list(_lines(source.url, source.requestor_ref, hour))
    )


@lru_cache(maxsize=32)
def _lines(url: str, requestor_ref: str, _hour: int) -> tuple[str, ...]:
    """Lines that the server knows, asked once an hour."""
    return tuple(siri_request.lines_in(_ask(url, siri_request.lines_discovery(requestor_ref))))


def _ask(url: str, body: bytes | None) -> bytes:
    method, headers = ("POST", SOAP) if body is not None else ("GET", {})
    try:
        with httpx.stream(
            method, url, content=body, headers=headers, timeout=TIMEOUT, follow_redirects=True
        ) as response:
            if response.status_code >= 400:
                raise SourceError(f"L’adresse répond {response.status_code}.")
            return _bounded(response)
    except (httpx.HTTPError, httpx.InvalidURL) as fault:
        raise SourceError(f"L’adresse ne répond pas ({type(fault).__name__}).") from fault


def _bounded(response: httpx.Response) -> bytes:
    data = b""
    for block in response.iter_bytes(1 << 16):
        data += block
        if len(data) > MAX_BYTES:
            raise SourceError(f"La réponse dépasse {MAX_BYTES >> 20} Mo.")
    return data
