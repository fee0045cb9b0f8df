"""What a screen is answered: its bundle, made on the way when it is missing, and what it may have missed.

Thousands of screens ask the same within seconds: what does not depend on the screen is kept for a second.
"""

import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from jalon.network import actions as network_actions
from jalon.network import queries as network_queries
from jalon.network.choices import Fix, SourceKind
from jalon.network.engine.feeds import blocks_of
from jalon.network.models import Network, VehicleState
from jalon.transit import queries
from jalon.transit.actions.content import as_json
from jalon.transit.engine.compiling import build, service_day_now
from jalon.transit.models import Bundle, Screen, ScreenMessage

STATE_EVERY_S, SLOWEST_STATE_S = 20.0, 60.0
STATES_PER_S = 100
KEPT_S = 1.0
DAYS_AHEAD = 2


class BusyError(Exception):
    """Another process is making this bundle."""


@dataclass(frozen=True)
class Common:
    """What every screen of a network is told."""

    bundle: Bundle | None
    closed: list[str]
    urgent: list[ScreenMessage]
    state_every_s: float
    feed_id: int | None


_common: dict[int, tuple[float, Common]] = {}


def bundle_for(network: Network, day: date | None) -> Bundle | None:
    """The bundle of a service day (now's when None) its content read when asked for; made now if missing."""
    now = timezone.now()
    wanted = day or service_day_now(network, now)
    today = network_queries.service_date(network, now)
    row = queries.bundle_in_force(network, wanted)
    if row is None and abs((wanted - today).days) <= DAYS_AHEAD:
        row = build_once(network, wanted)
    return row


@transaction.atomic
def build_once(network: Network, day: date) -> Bundle | None:
    """Make a missing bundle; BusyError while another process does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(7_402, %s)", [network.pk])
        (mine,) = cursor.fetchone()
    if not mine:
        raise BusyError
    return queries.bundle_in_force(network, day) or build(network=network, day=day)


def common_of(network: Network, now: datetime) -> Common:
    """Bundle in force and what it holds that is closed, at most a second old."""
    kept = _common.get(network.pk)
    if kept is not None and time.monotonic() - kept[0] < KEPT_S:
        return kept[1]
    bundle = queries.bundle_in_force(network, service_day_now(network, now))
    feed = network_queries.current_row(network)
    fresh = Common(
        bundle=bundle,
        closed=queries.closed_of(bundle) if bundle else [],
        urgent=queries.urgent_messages(network),
        state_every_s=state_every_s(queries.network_screens(network).count()),
        feed_id=feed.pk if feed is not None else None,
    )
    _common[network.pk] = (time.monotonic(), fresh)
    return fresh


def state_every_s(screens: int) -> float:
    """Seconds between two states of a screen: a large network speaks less often, a hundred times a second."""
    return min(max(STATE_EVERY_S, screens / STATES_PER_S), SLOWEST_STATE_S)


def answer_state(screen: Screen, now: datetime) -> dict[str, Any]:
    """The answer to a state: current version, closed offers, commands, what is known of the vehicle."""
    assert screen.network is not None
    common = common_of(screen.network, now)
    urgent = next((each for each in common.urgent if each.screen_id in {None, screen.pk}), None)
    row = common.bundle
    place = screen.vehicle.last_state if screen.vehicle else None
    return {
        "bundle": {"day": row.service_date.isoformat(), "version": row.version} if row else None,
        "state_every_s": common.state_every_s,
        "live": {
            "closed": common.closed,
            "urgent": as_json(urgent) if urgent else None,
            "dark": queries.is_dark(screen, now),
            "preempt": queries.is_preempted(screen, now),
            "reload": screen.reloads,
        },
        "vehicle": _vehicle(common, place),
        "position": position(place, now) if place else None,
    }


def _vehicle(common: Common, place: VehicleState | None) -> dict[str, str | None] | None:
    if place is None:
        return None
    blocks = blocks_of(common.feed_id) if common.feed_id and place.trip_id else {}
    return {"line": place.line.key if place.line else None, "block": blocks.get(place.trip_id) or None}


def position(place: VehicleState, now: datetime) -> dict[str, Any] | None:
    """Where the vehicle is, as screens read it; None when it is too old to be used."""
    if network_queries.is_stale(place, now):
        return None
    on_trip = place.fix == Fix.ON_TRIP
    return {
        "at": place.at.timestamp(),
        "trip": place.trip_id if on_trip else None,
        "line": place.line.key if place.line else None,
        "metres": place.at_m if on_trip else None,
        "lat": place.lat,
        "lon": place.lon,
    }


def keep_position(screen: Screen, where: dict[str, Any], now: datetime) -> None:
    """The screen's own receiver also says where the vehicle is; the screen has placed it already."""
    if (
        where["source"] not in {"gps", "host"}
        or where["lat"] is None
        or where["lon"] is None
        or not screen.vehicle
    ):
        return
    at = network_queries.instant(where["at"] or now.timestamp())
    if at > now + timedelta(seconds=30):
        return
    assert screen.network is not None
    line = network_queries.line_by_key(screen.network, where["line"]) if where["line"] else None
    placed = where["trip"] is not None and where["metres"] is not None
    network_actions.save_states(
        network=screen.network,
        quiet=True,
        states=[
            VehicleState(
                vehicle=screen.vehicle,
                at=at,
                received_at=now,
                source=SourceKind.PUSH,
                lat=where["lat"],
                lon=where["lon"],
                bearing=where["heading"],
                fix=Fix.ON_TRIP if placed else Fix.ON_LINE if line else Fix.UNKNOWN,
                line=line,
                trip_id=(where["trip"] or "") if placed else "",
                at_m=where["metres"] if placed else None,
                reason="trip" if placed else "line_only" if line else "no_line",
            )
        ],
    )


def forget_common() -> None:
    """Ask the database again at once."""
    _common.clear()
