"""The same questions put to shapely and, where one can be reached, to PostGIS, in the same run."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np

from jalon.engines.geocast.bench_scene import Scene, vehicles, wanderers
from jalon.engines.geocast.problem import Floats

SECONDS = 3.0
BATCH = 50
URLS = ("JALON_POSTGIS_URL", "DATABASE_URL")


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
    tree = shapely.STRtree(shapely.points(flat(scene.vacancies.lat, scene.vacancies.lon)))
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


def postgis_peer(scene: Scene, seed: int) -> Peer:
    """ST_LineSubstring and ST_DWithin with a GiST index, in a temporary schema; or why it cannot be asked."""
    url = next((os.environ[name] for name in URLS if os.environ.get(name)), "")
    if not url:
        return Peer("PostGIS", absent=f"aucune adresse dans {' ni '.join(URLS)}")
    try:
        import psycopg  # noqa: PLC0415  a peer, not a dependency

        with psycopg.connect(url) as connection, _loaded(connection, scene):
            return _ask_postgis(connection, scene, seed)
    except ImportError:
        return Peer("PostGIS", absent="psycopg n’est pas installé")
    except psycopg.Error as fault:
        return Peer("PostGIS", absent=str(fault).strip().splitlines()[0])


@contextmanager
def _loaded(connection: Any, scene: Scene) -> Iterator[None]:
    """The scene in temporary tables, gone with the connection. psycopg.Error when PostGIS is not there."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        cursor.execute("CREATE TEMP TABLE vacancy (id int, radius float8, place geometry)")
        cursor.execute("CREATE TEMP TABLE shape (id int, metres float8, line geometry)")
        places = flat(scene.vacancies.lat, scene.vacancies.lon)
        with cursor.copy("COPY vacancy (id, radius, place) FROM STDIN") as copy:
            for i, (x, y) in enumerate(places.tolist()):
                copy.write_row((i, float(scene.vacancies.radius_m[i]), f"POINT({x} {y})"))
        corners = flat(scene.shapes.lat, scene.shapes.lon).reshape(len(scene.shapes.ids), -1, 2)
        with cursor.copy("COPY shape (id, metres, line) FROM STDIN") as copy:
            for i, line in enumerate(corners.tolist()):
                text = ", ".join(f"{x} {y}" for x, y in line)
                length = float(scene.shapes.along_m[scene.shapes.first[i + 1] - 1])
                copy.write_row((i, length, f"LINESTRING({text})"))
        cursor.execute("CREATE INDEX ON vacancy USING gist (place)")
        cursor.execute("CREATE INDEX ON shape (id)")
        cursor.execute("ANALYZE vacancy")
        cursor.execute("ANALYZE shape")
    yield


AHEAD = """
SELECT count(v.id) FROM unnest(%s::int[], %s::float8[], %s::float8[]) AS bus (shape, at, lead)
JOIN shape s ON s.id = bus.shape
CROSS JOIN LATERAL (SELECT ST_LineSubstring(
    s.line, least(bus.at / s.metres, 1), least((bus.at + bus.lead) / s.metres, 1)) AS part) AS ahead
LEFT JOIN vacancy v ON ST_DWithin(v.place, ahead.part, %s) AND ST_Distance(v.place, ahead.part) <= v.radius
"""
NEAR = """
SELECT count(v.id) FROM unnest(%s::float8[], %s::float8[]) AS bus (x, y)
LEFT JOIN vacancy v ON ST_DWithin(v.place, ST_MakePoint(bus.x, bus.y), %s)
    AND ST_Distance(v.place, ST_MakePoint(bus.x, bus.y)) <= v.radius
"""


def _ask_postgis(connection: Any, scene: Scene, seed: int) -> Peer:
    shape, at, lead = vehicles(scene, 20_000, seed)
    points = flat(*wanderers(scene, 200_000, seed))
    widest = float(scene.vacancies.radius_m.max())

    def ask_ahead(batch: int) -> int:
        rows = np.arange(batch * BATCH, (batch + 1) * BATCH) % len(shape)
        sent = (shape[rows].tolist(), at[rows].tolist(), lead[rows].tolist(), widest)
        connection.execute(AHEAD, sent).fetchall()
        return BATCH

    def ask_near(batch: int) -> int:
        rows = np.arange(batch * 500, (batch + 1) * 500) % len(points)
        connection.execute(NEAR, (points[rows, 0].tolist(), points[rows, 1].tolist(), widest)).fetchall()
        return len(rows)

    ahead_per_s, count = rate(ask_ahead)
    return Peer("PostGIS", ahead_per_s, rate(ask_near)[0], count)
