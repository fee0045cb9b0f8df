"""Coordinates as people paste them: two numbers, or the address of a map."""

import re

_PAIR = re.compile(r"^\s*(-?\d{1,2}(?:[.,]\d+)?)\s*[;,\s]\s*(-?\d{1,3}(?:[.,]\d+)?)\s*$")
_ADDRESSES = (
    re.compile(r"[?&#]mlat=(-?\d+\.?\d*)&mlon=(-?\d+\.?\d*)"),
    re.compile(r"#map=[\d.]+/(-?\d+\.?\d*)/(-?\d+\.?\d*)"),
    re.compile(r"@(-?\d+\.\d+),(-?\d+\.\d+)"),
    re.compile(r"[?&](?:q|ll|query|destination)=(-?\d+\.\d+)(?:,|%2C)(-?\d+\.\d+)"),
    re.compile(r"^geo:(-?\d+\.?\d*),(-?\d+\.?\d*)"),
)


def parse_coordinates(text: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees, None when the text holds none that are on the earth."""
    match = next((m for pattern in _ADDRESSES if (m := pattern.search(text))), None) or _PAIR.match(text)
    if match is None:
        return None
    lat, lon = (float(number.replace(",", ".")) for number in match.groups())
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None
