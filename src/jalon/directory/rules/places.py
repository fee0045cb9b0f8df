"""Coordinates as people paste them from maps."""

import re

_NUMBER = r"[-+]?\d{1,3}(?:[.,]\d+)?"
_BETWEEN = r"\s*(?:[;,/]|\s)\s*"
_PAIR = re.compile(rf"({_NUMBER})\s*°?\s*([NS])?{_BETWEEN}({_NUMBER})\s*°?\s*([EOW])?", re.IGNORECASE)
_SEXAGESIMAL = re.compile(
    r"(\d{1,3})\s*[°d]\s*(\d{1,2})\s*['’′]\s*([\d.,]+)?\s*(?:\"|″|''|’’)?\s*([NSEOW])", re.IGNORECASE
)
_LINK = re.compile(r"[@/=:]([-+]?\d{1,3}\.\d+)(?:,|%2C|/)([-+]?\d{1,3}\.\d+)", re.IGNORECASE)
_NEGATIVE = frozenset("SOW")


class BadCoordinatesError(ValueError):
    """The text holds no coordinates, or they are not on Earth; the message says it in French."""


def parse_coordinates(text: str) -> tuple[float, float]:
    """Latitude and longitude in degrees from « 51.03, 2.37 », a map's link, or degrees and minutes.

    Raises:
        BadCoordinatesError: no pair of numbers, or none that is on Earth.
    """
    found = _sexagesimal(text) or _link(text) or _decimal(text)
    if found is None:
        raise BadCoordinatesError("On attend deux nombres, par exemple « 51.03, 2.37 ».")
    lat, lon = found
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise BadCoordinatesError(f"{lat}, {lon} n’est pas sur Terre : la latitude vient en premier.")
    return lat, lon


def _sexagesimal(text: str) -> tuple[float, float] | None:
    parts = _SEXAGESIMAL.findall(text)
    if len(parts) != 2:
        return None
    values = {}
    for degrees, minutes, seconds, side in parts:
        size = int(degrees) + int(minutes) / 60 + _number(seconds or "0") / 3600
        axis = "lat" if side.upper() in "NS" else "lon"
        values[axis] = -size if side.upper() in _NEGATIVE else size
    return (values["lat"], values["lon"]) if len(values) == 2 else None


def _link(text: str) -> tuple[float, float] | None:
    match = _LINK.search(text)
    return (float(match[1]), float(match[2])) if match else None


def _decimal(text: str) -> tuple[float, float] | None:
    match = _PAIR.fullmatch(text.strip().strip("()"))
    if match is None:
        return None
    lat, lon = _number(match[1]), _number(match[3])
    return (
        -lat if (match[2] or "").upper() in _NEGATIVE else lat,
        -lon if (match[4] or "").upper() in _NEGATIVE else lon,
    )


def _number(text: str) -> float:
    return float(text.replace(",", "."))
