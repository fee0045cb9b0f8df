"""Everything that changes networks, feeds, vehicles and positions."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.base.actions.event import publish
from jalon.base.codes import fingerprint
from jalon.directory.models import Organisation
from jalon.network.choices import LoadState, SourceKind
from jalon.network.models import (
    Feed,
    FeedLoad,
    Line,
    Network,
    PositionSource,
    Stop,
    Vehicle,
    VehicleState,
)

KEPT_FEEDS = 2
LONGEST_WAIT_S = 600


@dataclass(frozen=True)
class NewFeed:
    """A feed that was read whole, ready to replace the one in force.

    `lines` and `stops` are the columns of Line and Stop, by key.
    """

    name: str
    source: str
    sha256: str
    valid_from: date
    valid_to: date
    timezone: str
    data: bytes
    report: list[dict[str, Any]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    lines: dict[str, dict[str, Any]] = field(default_factory=dict)
    stops: dict[str, dict[str, Any]] = field(default_factory=dict)


@transaction.atomic
def open_network(*, key: str, name: str, operator: Organisation, zone: str = "Europe/Paris") -> Network:
    """The network of this key, made on first call."""
    network, _ = Network.objects.get_or_create(
        key=key, defaults={"name": name, "operator": operator, "timezone": zone}
    )
    return network


@transaction.atomic
def replace_feed(*, network: Network, new: NewFeed, by: User | None = None) -> Feed:
    """Put a feed in force: until this commits, everybody reads the previous one.

    Lines and stops keep their keys; those that are gone are retired, those that are back are revived.
    """
    locked = Network.objects.select_for_update().get(pk=network.pk)
    Feed.objects.filter(network=locked, current=True).update(current=False)
    feed = Feed.objects.create(
        network=locked,
        name=new.name[:200],
        source=new.source[:500],
        sha256=new.sha256,
        valid_from=new.valid_from,
        valid_to=new.valid_to,
        report=new.report,
        counts=new.counts,
        data=new.data,
        loaded_by=by,
        current=True,
    )
    _replace(Line, locked, new.lines)
    _replace(Stop, locked, new.stops)
    _drop_old_timetables(locked)
    locked.timezone = new.timezone
    locked.save(update_fields=["timezone"])
    _content_changed(locked, kind="feed", feed=feed.pk)
    return feed


def _replace(model: type[Line] | type[Stop], network: Network, rows: dict[str, dict[str, Any]]) -> None:
    columns = [*next(iter(rows.values()), {}), "retired"]
    manager: Any = model.objects
    manager.filter(network=network, retired=False).exclude(key__in=rows).update(retired=True)
    manager.bulk_create(
        [model(network=network, key=key, retired=False, **values) for key, values in sorted(rows.items())],
        update_conflicts=True,
        unique_fields=["network", "key"],
        update_fields=columns,
        batch_size=1000,
    )


def _drop_old_timetables(network: Network) -> None:
    kept = Feed.objects.filter(network=network).order_by("-pk").values_list("pk", flat=True)[:KEPT_FEEDS]
    Feed.objects.filter(network=network, data__isnull=False).exclude(pk__in=list(kept)).update(data=None)


def _content_changed(network: Network, *, kind: str, **payload: Any) -> None:
    network.version += 1
    network.save(update_fields=["version"])
    publish(topic=f"network:{network.key}", kind=kind, payload={"network": network.pk, **payload})


@transaction.atomic
def play_day(*, network: Network, day: date | None, by: User | None = None) -> None:
    """Serve the trips of a recorded day as if it were today; None goes back to the calendar."""
    feed = Feed.objects.select_for_update().defer("data").get(network=network, current=True)
    if feed.simulated_date == day:
        return
    feed.simulated_date = day
    feed.save(update_fields=["simulated_date"])
    _content_changed(Network.objects.select_for_update().get(pk=network.pk), kind="feed", feed=feed.pk)


@transaction.atomic
def begin_load(*, network: Network, source: str, name: str, content: bytes | None, by: User) -> FeedLoad:
    """Remember a feed that is to be loaded by a job; `content` is the file that was sent."""
    return FeedLoad.objects.create(
        network=network, source=source[:500], name=name[:200], content=content, by=by
    )


def tell_progress(*, load: FeedLoad, step: str, share: float) -> None:
    """Note how far a load is, for the page that watches it."""
    FeedLoad.objects.filter(pk=load.pk, state__in=[LoadState.WAITING, LoadState.RUNNING]).update(
        state=LoadState.RUNNING, step=step[:120], share=share
    )


@transaction.atomic
def end_load(*, load: FeedLoad, feed: Feed | None, report: list[dict[str, Any]]) -> None:
    """Close a load: with its feed, or with every fault that kept it out."""
    load.state = LoadState.DONE if feed else LoadState.FAILED
    load.feed, load.report, load.content = feed, report, None
    load.share, load.ended_at = 1.0, timezone.now()
    load.save(update_fields=["state", "feed", "report", "content", "share", "ended_at"])


@transaction.atomic
def give_vehicle_token(*, vehicle: Vehicle, by: User) -> str:
    """A new token for a vehicle that pushes its positions, shown once; the one before stops working."""
    token = secrets.token_urlsafe(32)
    vehicle.token_hash = fingerprint(token)
    vehicle.save(update_fields=["token_hash"])
    return token


@transaction.atomic
def add_vehicle(*, network: Network, ref: str, label: str) -> Vehicle:
    """The vehicle of this reference, made on first call."""
    vehicle, _ = Vehicle.objects.get_or_create(
        network=network, ref=ref[:100], defaults={"label": (label or ref)[:60]}
    )
    return vehicle


@transaction.atomic
def know_vehicles(*, network: Network, labels: dict[str, str]) -> dict[str, int]:
    """Ids of vehicles by reference; unknown references become vehicles."""
    known = dict(
        Vehicle.objects.filter(network=network, ref__in=labels).values_list("ref", "pk").order_by("pk")
    )
    missing = [ref for ref in labels if ref not in known]
    if missing:
        Vehicle.objects.bulk_create(
            [Vehicle(network=network, ref=ref, label=labels[ref][:60] or ref[:60]) for ref in missing],
            ignore_conflicts=True,
        )
        known = dict(
            Vehicle.objects.filter(network=network, ref__in=labels).values_list("ref", "pk").order_by("pk")
        )
    return known


STATE_COLUMNS = [
    "at",
    "received_at",
    "source",
    "lat",
    "lon",
    "bearing",
    "fix",
    "line_id",
    "trip_id",
    "shape_id",
    "at_m",
    "reason",
    "still_since",
    "doubted",
]


@transaction.atomic
def save_states(*, network: Network, states: Sequence[VehicleState], quiet: bool = False) -> int:
    """Keep the newest state of each vehicle (in any order of arrival). How many were newer.

    Desks hear of it unless `quiet` (a screen that says where it is, as thousands do every twenty seconds).
    """
    wanted = {state.vehicle_id: state for state in states}
    locked = VehicleState.objects.select_for_update().filter(vehicle_id__in=wanted).order_by("vehicle_id")
    older = {row.vehicle_id: row for row in locked}
    fresh = [s for s in wanted.values() if s.vehicle_id not in older or older[s.vehicle_id].at <= s.at]
    fresh.sort(key=lambda state: state.vehicle_id)
    VehicleState.objects.bulk_create(
        fresh,
        update_conflicts=True,
        unique_fields=["vehicle"],
        update_fields=[c.removesuffix("_id") if c == "line_id" else c for c in STATE_COLUMNS],
        batch_size=1000,
    )
    if fresh and not quiet:
        publish(topic=f"vehicles:{network.key}", kind="positions", payload={"count": len(fresh)})
    return len(fresh)


@transaction.atomic
def add_source(
    *, network: Network, kind: str, url: str, requestor_ref: str = "", every_seconds: int = 20, by: User
) -> PositionSource:
    """Begin to ask an address for positions."""
    return PositionSource.objects.create(
        network=network, kind=kind, url=url, requestor_ref=requestor_ref, every_seconds=every_seconds
    )


@transaction.atomic
def change_source(*, source: PositionSource, values: dict[str, Any], by: User) -> None:
    """Correct a source, or switch it on or off; it is asked again at once."""
    for name, value in values.items():
        setattr(source, name, value)
    source.next_at, source.failures, source.last_error = timezone.now(), 0, ""
    source.save(update_fields=[*values, "next_at", "failures", "last_error"])


@transaction.atomic
def remove_source(*, source: PositionSource, by: User) -> None:
    """Forget an address."""
    source.delete()


def claim_source(*, source: PositionSource, now: datetime) -> bool:
    """Take a due source for this process; False when another worker was faster."""
    hold = now + timedelta(seconds=max(source.every_seconds, 60))
    due = PositionSource.objects.filter(pk=source.pk, active=True, next_at=source.next_at)
    return due.update(next_at=hold, asked_at=now) == 1


def source_answered(
    *, source: PositionSource, now: datetime, seen: int, placed: int, remark: str = ""
) -> None:
    """Note a good answer; `remark` is what had to be left out of it."""
    PositionSource.objects.filter(pk=source.pk).update(
        last_success_at=now,
        last_error=remark[:300],
        failures=0,
        seen=seen,
        placed=placed,
        next_at=now + timedelta(seconds=source.every_seconds),
    )


def source_failed(*, source: PositionSource, now: datetime, error: str) -> None:
    """Note in words why a source gave nothing; it is asked again later and later, ten minutes at most."""
    failures = source.failures + 1
    wait = min(source.every_seconds * 2 ** min(failures, 10), LONGEST_WAIT_S)
    PositionSource.objects.filter(pk=source.pk).update(
        last_error=error[:300], failures=failures, next_at=now + timedelta(seconds=wait)
    )


def push_received(*, network: Network, now: datetime, seen: int, placed: int) -> None:
    """Note that vehicles push their positions, so that the page of sources shows it."""
    values = {"last_success_at": now, "asked_at": now, "seen": seen, "placed": placed}
    if not PositionSource.objects.filter(network=network, kind=SourceKind.PUSH).update(**values):
        PositionSource.objects.create(network=network, kind=SourceKind.PUSH, **values)
