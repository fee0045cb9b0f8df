"""Areas of a GeoJSON file (RFC 7946): read with care, and which of them holds a point."""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from jalon.activities.rules.refusal import RefusedError

Point = tuple[float, float]
Ring = list[Point]
Box = tuple[float, float, float, float]

# A whole country of districts is about 20 MB; a ring of a district has a few hundred corners.
MAX_BYTES = 30_000_000
MAX_AREAS = 5000
MAX_CORNERS = 200_000
# Names of properties, as published files have them (QPV of the ANCT, IRIS of the IGN, open data of towns).
_CODES = ("code_qp", "codeqp", "code_iris", "code_quartier", "code", "id")
_NAMES = ("lib_qp", "nom_qp", "nom_iris", "lib_iris", "nom_quartier", "libelle", "label", "nom", "name")
_PRIORITIES = ("priority", "prioritaire", "qpv")
_TRUE = {"1", "true", "vrai", "oui", "yes", "qpv"}


@dataclass(frozen=True)
class Area:
    """One district of a file; `box` is west, south, east, north in degrees."""

    code: str
    name: str
    priority: bool
    geometry: dict[str, Any]
    box: Box


def read_areas(content: bytes) -> list[Area]:
    """The districts of a GeoJSON FeatureCollection, each with a code of its own.

    Raises:
        RefusedError: what is wrong, and with which district.
    """
    features = _features(_parse(content))
    if not features:
        raise RefusedError("Ce fichier ne contient aucun quartier.")
    if len(features) > MAX_AREAS:
        raise RefusedError(f"Ce fichier contient {len(features)} zones : {MAX_AREAS} au plus.")
    areas = [_area(feature, number) for number, feature in enumerate(features, start=1)]
    _check_codes(areas)
    return areas


def _parse(content: bytes) -> Any:
    if len(content) > MAX_BYTES:
        raise RefusedError(f"Ce fichier dépasse {MAX_BYTES // 1_000_000} Mo : gardez le seul territoire.")
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise RefusedError("Ce fichier n’est pas du texte en UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise RefusedError(
            "Ce fichier n’est pas du GeoJSON : le texte ne se lit pas comme du JSON."
        ) from error


def _features(content: Any) -> list[Any]:
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection":
        raise RefusedError("Ce fichier n’est pas une « FeatureCollection » GeoJSON.")
    if not isinstance(features, list):
        raise RefusedError("Ce fichier n’a pas de liste « features ».")
    return features


def _area(feature: Any, number: int) -> Area:
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        raise RefusedError(f"La zone {number} n’a pas de propriétés : il faut au moins un nom.")
    values = {str(key).lower(): value for key, value in feature["properties"].items()}
    name = _first(values, _NAMES)[:160]
    code = (_first(values, _CODES) or _text(feature.get("id")) or name)[:40]
    if not name:
        raise RefusedError(f"La zone {number} n’a pas de nom (propriété « nom » ou « name »).")
    geometry = _geometry(feature.get("geometry"), f"{name} (zone {number})")
    priority = any(_text(values.get(key)).lower() in _TRUE for key in _PRIORITIES)
    return Area(code, name, priority, geometry, box_of(geometry))


def _first(values: dict[str, Any], names: Sequence[str]) -> str:
    return next((text for name in names if (text := _text(values.get(name)))), "")


def _text(value: Any) -> str:
    """A text or a number as one line; NUL, which the database refuses, and what is no text give nothing."""
    if isinstance(value, bool):
        return str(value)
    if not isinstance(value, str | int | float):
        return ""
    # A lone surrogate cannot be written anywhere.
    plain = str(value).encode("utf-8", "ignore").decode().replace("\x00", "")
    return " ".join(plain.split())


def _geometry(value: Any, who: str) -> dict[str, Any]:
    kind = value.get("type") if isinstance(value, dict) else None
    if kind not in {"Polygon", "MultiPolygon"}:
        raise RefusedError(f"{who} n’est pas une surface : il faut « Polygon » ou « MultiPolygon ».")
    polygons = [value.get("coordinates")] if kind == "Polygon" else value.get("coordinates")
    if not isinstance(polygons, list) or not polygons:
        raise RefusedError(f"{who} n’a pas de coordonnées.")
    clean = [_polygon(polygon, who) for polygon in polygons]
    if sum(len(ring) for polygon in clean for ring in polygon) > MAX_CORNERS:
        raise RefusedError(f"{who} a plus de {MAX_CORNERS} coins : simplifiez son tracé.")
    return {"type": kind, "coordinates": clean[0] if kind == "Polygon" else clean}


def _polygon(value: Any, who: str) -> list[list[list[float]]]:
    if not isinstance(value, list) or not value:
        raise RefusedError(f"{who} n’a pas de contour.")
    return [_ring(ring, who) for ring in value]


def _ring(value: Any, who: str) -> list[list[float]]:
    if not isinstance(value, list) or len(value) < 4:
        raise RefusedError(f"{who} a un contour de moins de quatre points.")
    ring = [_corner(corner, who) for corner in value]
    if ring[0] != ring[-1]:
        raise RefusedError(f"{who} a un contour qui ne se ferme pas.")
    return ring


def _corner(value: Any, who: str) -> list[float]:
    numbers = value[:2] if isinstance(value, list) else []
    plain = [number for number in numbers if isinstance(number, int | float) and not isinstance(number, bool)]
    if len(plain) != 2 or not all(_finite(number) for number in plain):
        raise RefusedError(f"{who} a un point qui n’est pas fait de deux nombres.")
    lon, lat = float(plain[0]), float(plain[1])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise RefusedError(
            f"{who} n’est pas en degrés : exportez le fichier en WGS 84, longitude puis latitude."
        )
    return [lon, lat]


def _finite(number: float) -> bool:
    try:
        return math.isfinite(number)
    except OverflowError:
        return False


def _check_codes(areas: list[Area]) -> None:
    seen: dict[str, str] = {}
    for area in areas:
        if area.code in seen:
            raise RefusedError(f"{area.name} et {seen[area.code]} ont le même code « {area.code} ».")
        seen[area.code] = area.name


def box_of(geometry: dict[str, Any]) -> Box:
    """West, south, east, north of a geometry."""
    corners = [corner for polygon in _polygons(geometry) for ring in polygon for corner in ring]
    lons, lats = [lon for lon, _ in corners], [lat for _, lat in corners]
    return min(lons), min(lats), max(lons), max(lats)


def holds(geometry: dict[str, Any], lat: float, lon: float) -> bool:
    """Whether a Polygon or MultiPolygon covers a point; its edges belong to it, what is in a hole does not.

    Edges are straight in degrees, as RFC 7946 section 3.1.1 has them.
    """
    return any(_covers(polygon, lon, lat) for polygon in _polygons(geometry))


def _polygons(geometry: dict[str, Any]) -> list[Any]:
    coordinates = geometry["coordinates"]
    return [coordinates] if geometry["type"] == "Polygon" else list(coordinates)


def _covers(rings: Sequence[Sequence[Sequence[float]]], x: float, y: float) -> bool:
    if any(_on_edge(ring, x, y) for ring in rings):
        return True
    return _inside(rings[0], x, y) and not any(_inside(hole, x, y) for hole in rings[1:])


def _edges(ring: Sequence[Sequence[float]]) -> Iterator[tuple[float, float, float, float]]:
    for (x1, y1), (x2, y2) in pairwise(ring):
        yield x1, y1, x2, y2


def _on_edge(ring: Sequence[Sequence[float]], x: float, y: float) -> bool:
    return any(
        (x2 - x1) * (y - y1) == (x - x1) * (y2 - y1)
        and min(x1, x2) <= x <= max(x1, x2)
        and min(y1, y2) <= y <= max(y1, y2)
        for x1, y1, x2, y2 in _edges(ring)
    )


def _inside(ring: Sequence[Sequence[float]], x: float, y: float) -> bool:
    """A ray to the east crosses an odd number of edges; each edge has its lower end, not its upper one."""
    crossings = 0
    for x1, y1, x2, y2 in _edges(ring):
        if (y1 <= y) != (y2 <= y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            crossings += 1
    return crossings % 2 == 1
