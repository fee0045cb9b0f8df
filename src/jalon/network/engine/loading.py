"""A feed from a file, a folder or an address to the network: read whole first, put in force in one switch."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
from django.db import OperationalError

from jalon.accounts.models import User
from jalon.engines.gtfs.feed import Feed as Timetable
from jalon.engines.gtfs.feed import Finding, GtfsError
from jalon.engines.gtfs.read import read
from jalon.network import actions
from jalon.network.engine.identity import LineIdentity, StopIdentity, lines_of, stops_of
from jalon.network.models import Feed, FeedLoad, Line, Network, Stop

__all__ = ["GtfsError", "load_feed", "prepare", "run_load"]

Progress = Callable[[str, float], None]
MAX_BYTES = 1 << 30
TIMEOUT = httpx.Timeout(30.0, connect=10.0)
READ_SHARE = 0.7


def load_feed(
    *,
    network: Network,
    source: str,
    name: str = "",
    by: User | None = None,
    progress: Progress | None = None,
) -> Feed:
    """Load the feed at `source` (path of a zip or folder, or http address) and put it in force.

    Raises GtfsError with every fault when nothing of it can be used: the previous feed then stays.
    """
    tell = progress or (lambda _step, _share: None)
    with _local(source, tell) as path:
        digest = _digest(path)
        timetable = read(path, progress=lambda step, share: tell(step, 0.2 + share * (READ_SHARE - 0.2)))
    tell("lignes et arrêts gardent leur nom", READ_SHARE)
    new = prepare(network, timetable, name=name or Path(source).stem, source=source, digest=digest)
    tell("mise en service", 0.95)
    feed = actions.replace_feed(network=network, new=new, by=by)
    tell("terminé", 1.0)
    return feed


def run_load(load: FeedLoad) -> None:
    """Do a load that a page asked for; its report says how it went, whatever happens."""

    def tell(step: str, share: float) -> None:
        actions.tell_progress(load=load, step=step, share=share)

    if load.ended_at is not None:  # a job may run twice
        return
    try:
        with _sent_file(load) as source:
            feed = load_feed(network=load.network, source=source, name=load.name, by=load.by, progress=tell)
    except GtfsError as fault:
        actions.end_load(load=load, feed=None, report=as_rows(fault.findings))
    except OperationalError:  # the database is away: the job runs again when it is back
        raise
    except Exception:
        broken = Finding("fault", load.source, "erreur inattendue pendant la lecture ; rien n’a été remplacé")
        actions.end_load(load=load, feed=None, report=as_rows([broken]))
        raise
    else:
        actions.end_load(load=load, feed=feed, report=feed.report)


def prepare(
    network: Network, timetable: Timetable, *, name: str, source: str, digest: str
) -> actions.NewFeed:
    """Everything the switch needs, computed outside its transaction."""
    lines = lines_of(timetable, known_lines(network))
    stops = stops_of(timetable, known_stops(network))
    return actions.NewFeed(
        name=name,
        source=source,
        sha256=digest,
        valid_from=timetable.valid_from,
        valid_to=timetable.valid_to,
        timezone=timetable.timezone,
        data=timetable.to_bytes(),
        report=as_rows(timetable.report),
        counts=_counts(timetable),
        lines={line.key: _columns(line) for line in lines},
        stops={stop.key: _columns(stop) for stop in stops},
    )


def known_lines(network: Network) -> list[LineIdentity]:
    """Lines of the network, retired ones last."""
    rows = Line.objects.filter(network=network).order_by("retired", "pk")
    return [LineIdentity(row.key, tuple(row.route_ids), row.short_name) for row in rows]


def known_stops(network: Network) -> list[StopIdentity]:
    """Stop places of the network, retired ones last."""
    rows = Stop.objects.filter(network=network).order_by("retired", "pk")
    return [StopIdentity(row.key, tuple(row.stop_ids), row.name, row.lat, row.lon) for row in rows]


def as_rows(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings as the database keeps them, faults first."""
    rows = [{**asdict(finding), "text": str(finding)} for finding in findings]
    return sorted(rows, key=lambda row: row["severity"] != "fault")


def _columns(place: LineIdentity | StopIdentity) -> dict[str, Any]:
    values = asdict(place)
    values.pop("key")
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def _counts(feed: Timetable) -> dict[str, int]:
    return {
        "lines": len(feed.routes.ids),
        "stops": len(feed.stops.ids),
        "trips": len(feed.trips.ids),
        "calls": len(feed.stop_times.stops),
        "shapes": sum(not shape.startswith("stops:") for shape in feed.shapes.ids),
        "drawn_shapes": sum(shape.startswith("stops:") for shape in feed.shapes.ids),
    }


def _digest(path: Path) -> str:
    if path.is_dir():
        text = "\n".join(f"{file.name} {file.stat().st_size}" for file in sorted(path.glob("*.txt")))
        return sha256(text.encode()).hexdigest()
    if not path.exists():
        return sha256(b"").hexdigest()
    with path.open("rb") as file:
        summed = sha256()
        while block := file.read(1 << 20):
            summed.update(block)
    return summed.hexdigest()


@contextmanager
def _sent_file(load: FeedLoad) -> Iterator[str]:
    """The file of an upload on disk for the time of its reading, or the address as it is."""
    if load.content is None:
        yield load.source
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (Path(load.source).name or "reseau.zip")
        path.write_bytes(bytes(load.content))
        yield str(path)


@contextmanager
def _local(source: str, tell: Progress) -> Iterator[Path]:
    if not source.startswith(("http://", "https://")):
        yield Path(source)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reseau.zip"
        _download(source, path, tell)
        yield path


def _download(url: str, path: Path, tell: Progress) -> None:
    """Fetch a feed to a file. Raises GtfsError, in words, when the address does not give one."""
    try:
        with httpx.stream("GET", url, timeout=TIMEOUT, follow_redirects=True) as response:
            response.raise_for_status()
            _write(response, path, tell)
    except httpx.HTTPStatusError as fault:
        raise _refusal(url, f"l’adresse répond {fault.response.status_code}") from fault
    except (httpx.HTTPError, httpx.InvalidURL) as fault:
        raise _refusal(url, f"l’adresse ne répond pas ({type(fault).__name__})") from fault


def _write(response: httpx.Response, path: Path, tell: Progress) -> None:
    expected = int(response.headers.get("content-length", "0") or 0)
    size = 0
    with path.open("wb") as file:
        for block in response.iter_bytes(1 << 20):
            size += len(block)
            if size > MAX_BYTES:
                raise _refusal(str(response.url), f"plus de {MAX_BYTES >> 20} Mo : trop gros pour un réseau")
            file.write(block)
            tell(f"téléchargement : {size >> 20} Mo", 0.2 * min(size / expected, 1) if expected else 0.1)


def _refusal(url: str, message: str) -> GtfsError:
    return GtfsError([Finding("fault", url, message)])
