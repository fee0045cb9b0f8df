"""The same questions put to PostGIS through the `psql` client: engines have no database of their own.

The scene goes into temporary tables with a GiST index; the server's own clock times the queries.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from urllib.parse import parse_qs, unquote, urlsplit

from jalon.engines.geocast.bench_peers import Peer, flat
from jalon.engines.geocast.bench_scene import Scene, vehicles, wanderers

URLS = ("JALON_POSTGIS_URL", "DATABASE_URL")
AHEAD, NEAR = 1_000, 10_000
LIMIT_S = 900
CLOCK = "SELECT 'clock', extract(epoch FROM clock_timestamp());\n"

TABLES = """
CREATE TEMP TABLE vacancy (id int, radius float8, place geometry);
CREATE TEMP TABLE shape (id int, metres float8, line geometry);
CREATE TEMP TABLE bus (shape int, at float8, lead float8);
CREATE TEMP TABLE wanderer (place geometry);
"""
INDEXES = """
CREATE INDEX ON vacancy USING gist (place);
CREATE INDEX ON shape (id);
ANALYZE vacancy; ANALYZE shape; ANALYZE bus; ANALYZE wanderer;
SET max_parallel_workers_per_gather = 0;
"""
WARM_UP = "SELECT count(*) FROM vacancy WHERE ST_DWithin(place, ST_MakePoint(0, 0), 1);\n"
ASK_AHEAD = """
SELECT count(v.id) FROM bus JOIN shape s ON s.id = bus.shape
CROSS JOIN LATERAL (SELECT ST_LineSubstring(
    s.line, least(bus.at / s.metres, 1), least((bus.at + bus.lead) / s.metres, 1)) AS part) AS ahead
LEFT JOIN LATERAL (SELECT id, place, radius FROM vacancy
    WHERE ST_DWithin(vacancy.place, ahead.part, {widest})) v ON ST_DWithin(v.place, ahead.part, v.radius);
"""
ASK_NEAR = """
SELECT count(v.id) FROM wanderer w
LEFT JOIN LATERAL (SELECT id, place, radius FROM vacancy
    WHERE ST_DWithin(vacancy.place, w.place, {widest})) v ON ST_DWithin(v.place, w.place, v.radius);
"""


def postgis_peer(scene: Scene, seed: int) -> Peer:
    """ST_LineSubstring and ST_DWithin with a GiST index, one core; or why PostGIS cannot be asked."""
    url = next((os.environ[name] for name in URLS if os.environ.get(name)), "")
    if not url:
        return Peer("PostGIS", absent=f"aucune adresse dans {' ni '.join(URLS)}")
    client = shutil.which("psql")
    if client is None:
        return Peer("PostGIS", absent="le client psql n’est pas installé")
    command = [client, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
    script = "".join(_script(scene, seed))
    try:
        done = subprocess.run(
            command,
            input=script,
            text=True,
            capture_output=True,
            env=_environment(url),
            timeout=LIMIT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Peer("PostGIS", absent=f"pas de réponse en {LIMIT_S} s")
    if done.returncode:
        return Peer("PostGIS", absent=(done.stderr.strip().splitlines() or ["échec de psql"])[0])
    clock = [float(line.split("|")[1]) for line in done.stdout.splitlines() if line.startswith("clock|")]
    return Peer("PostGIS", AHEAD / (clock[1] - clock[0]), NEAR / (clock[2] - clock[1]), AHEAD)


def _environment(url: str) -> dict[str, str]:
    """The address as variables, so that a password does not show in the list of processes."""
    parts = urlsplit(url)
    hosts = parse_qs(parts.query).get("host", [])
    known = {
        "PGHOST": parts.hostname or (hosts[0] if hosts else ""),
        "PGPORT": str(parts.port or ""),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": unquote(parts.path.lstrip("/")),
    }
    return {**os.environ, **{name: value for name, value in known.items() if value}}


def _script(scene: Scene, seed: int) -> Iterator[str]:
    """What psql is told: load, index, warm up, ask, with the time before and after each question."""
    widest = float(scene.vacancies.radius_m.max())
    yield "CREATE EXTENSION IF NOT EXISTS postgis;" + TABLES
    yield from _copy("vacancy", _vacancies(scene))
    yield from _copy("shape", _shapes(scene))
    yield from _copy("bus", _rows(*(part.tolist() for part in vehicles(scene, AHEAD, seed))))
    yield from _copy(
        "wanderer", (f"POINT({x} {y})\n" for x, y in flat(*wanderers(scene, NEAR, seed)).tolist())
    )
    yield INDEXES + WARM_UP
    yield CLOCK + ASK_AHEAD.format(widest=widest) + CLOCK + ASK_NEAR.format(widest=widest) + CLOCK


def _copy(table: str, rows: Iterator[str]) -> Iterator[str]:
    yield f"COPY {table} FROM STDIN;\n"
    yield from rows
    yield "\\.\n"


def _rows(*columns: list[float]) -> Iterator[str]:
    return ("\t".join(map(repr, row)) + "\n" for row in zip(*columns, strict=True))


def _vacancies(scene: Scene) -> Iterator[str]:
    places = flat(scene.vacancies.lat, scene.vacancies.lon).tolist()
    radii = scene.vacancies.radius_m.tolist()
    return (f"{i}\t{radii[i]}\tPOINT({x} {y})\n" for i, (x, y) in enumerate(places))


def _shapes(scene: Scene) -> Iterator[str]:
    corners = flat(scene.shapes.lat, scene.shapes.lon).reshape(len(scene.shapes.ids), -1, 2).tolist()
    metres = scene.shapes.along_m[scene.shapes.first[1:] - 1].tolist()
    for i, line in enumerate(corners):
        text = ",".join(f"{x} {y}" for x, y in line)
        yield f"{i}\t{metres[i]}\tLINESTRING({text})\n"
