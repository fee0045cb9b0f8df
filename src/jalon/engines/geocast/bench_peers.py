"""The same questions put to shapely, in the same run; `bench_postgis` asks PostGIS."""

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np

from jalon.engines.geocast.bench_scene import Scene, vehicles, wanderers
from jalon.engines.geocast.problem import Floats

SECONDS = 3.0
BATCH = 50


@dataclass(frozen=True, slots=True)
class Peer:
    """Positions per second of a peer, on this many positions; or why there is no figure."""

    name: str
    ahead_per_s: float | None = None
    near_per_s: float | None = None
    positions: int = 0
    absent: str = ""


def flat(lat: Floats, lon: Floats) -> Floats:
    """Degrees to metres on one plane for the whole scene, as a peer would be used: [point, 2]."""
    return np.stack([lon * 111_320 * np.cos(np.radians(46.5)), lat * 111_200], axis=-1)


def rate(ask: Callable[[int], int], seconds: float = SECONDS) -> tuple[float, int]:
    """Positions per second of `ask(batch)`, and how many were asked, for about this many seconds."""
    started, done, batch = perf_counter(), 0, 0
    while perf_counter() - started < seconds:
        done += ask(batch)
        batch += 1
    return done / (perf_counter() - started), done


def shapely_peer(scene: Scene, seed: int) -> Peer:
    """Substring of the line ahead, then STRtree within the radius; and points against the same tree."""
    try:
        import shapely  # noqa: PLC0415  a peer, not a dependency
        from shapely.ops import substring  # noqa: PLC0415  a peer, not a dependency
    except ImportError:
        return Peer("shapely", absent="shapely n’est pas installé (groupe « test »)")
    radius = scene.vacancies.radius_m
    places: Any = shapely.points(flat(scene.vacancies.lat, scene.vacancies.lon))
    tree = shapely.STRtree(places)
    corners = flat(scene.shapes.lat, scene.shapes.lon).reshape(len(scene.shapes.ids), -1, 2)
    lines: Any = shapely.linestrings(corners)
    shape, at, lead = vehicles(scene, 20_000, seed)
    length = scene.shapes.along_m[scene.shapes.first[1:] - 1]
    scaled = shapely.length(lines) / length
    points: Any = shapely.points(flat(*wanderers(scene, 200_000, seed)))
    widest = float(radius.max())

    def ask_ahead(batch: int) -> int:
        rows = np.arange(batch * BATCH, (batch + 1) * BATCH) % len(shape)
        for i in rows:
            line = shape[i]
            part = substring(lines[line], at[i] * scaled[line], (at[i] + lead[i]) * scaled[line])
            close = tree.query(part, predicate="dwithin", distance=widest)
            close[shapely.distance(tree.geometries[close], part) <= radius[close]].sort()
        return BATCH

    def ask_near(batch: int) -> int:
        rows = np.arange(batch * 5_000, (batch + 1) * 5_000) % len(points)
        asked, close = tree.query(points[rows], predicate="dwithin", distance=widest)
        gap = shapely.distance(points[rows][asked], tree.geometries[close])
        (gap <= radius[close]).sum()
        return len(rows)

    ask_near(0)
    ahead_per_s, count = rate(ask_ahead)
    return Peer("shapely", ahead_per_s, rate(ask_near)[0], count)
