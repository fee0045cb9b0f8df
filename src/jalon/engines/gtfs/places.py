"""Coordinates that were written the other way round: found by where the feed's time zone is."""

from functools import cache
from importlib.resources import files
from re import findall

import numpy as np
import polars as pl

from jalon.engines.gtfs import geodesy

NEAR_M = 1_500_000.0
FAR_M = 2_500_000.0
OUTLIER_M = 1_000_000.0


@cache
def _zones() -> dict[str, tuple[float, float]]:
    """Principal place of each time zone in degrees, from the tz database's own table."""
    places: dict[str, tuple[float, float]] = {}
    for line in files("tzdata.zoneinfo").joinpath("zone.tab").read_text().splitlines():
        parts = line.split("\t")
        if line.startswith("#") or len(parts) < 3:
            continue
        lat, lon = findall(r"[+-]\d+", parts[1])
        places[parts[2]] = (_degrees(lat, 3), _degrees(lon, 4))
    return places


def _degrees(text: str, width: int) -> float:
    """ISO 6709 degrees and minutes, seconds ignored, such as +4852 or -07400."""
    degrees, minutes = float(text[1:width]), float(text[width : width + 2])
    return (degrees + minutes / 60) * (-1 if text[0] == "-" else 1)


def _centre(lat: np.ndarray, lon: np.ndarray) -> tuple[float, float]:
    return float(np.median(lat)), float(np.median(lon))


def swapped(frame: pl.DataFrame, lat: str, lon: str, timezone: str) -> bool:
    """Whether latitudes and longitudes of the whole file stand in each other's column."""
    known = frame.filter(pl.col(lat).is_finite() & pl.col(lon).is_finite())
    if not len(known):
        return False
    x, y = known[lat].to_numpy(), known[lon].to_numpy()
    if np.median(np.abs(x)) > 90 and np.median(np.abs(y)) <= 90:
        return True
    home = _zones().get(timezone)
    centre = _centre(x, y)
    if home is None or abs(centre[1]) > 90 or abs(centre[0]) > 90:
        return False
    there, turned = (float(geodesy.distance_m(*home, *place)) for place in (centre, centre[::-1]))
    return there > FAR_M and turned < NEAR_M


def turn(frame: pl.DataFrame, lat: str, lon: str) -> pl.DataFrame:
    """The frame with both columns exchanged."""
    return frame.with_columns(pl.col(lon).alias(lat), pl.col(lat).alias(lon))


def lone_swaps(frame: pl.DataFrame, lat: str, lon: str) -> pl.Series:
    """Rows that lie a continent away from the others, and among them once exchanged."""
    x, y = frame[lat].to_numpy(), frame[lon].to_numpy()
    ok = np.isfinite(x) & np.isfinite(y)
    if ok.sum() < 3:
        return pl.Series(np.zeros(len(frame), bool))
    centre = _centre(x[ok], y[ok])
    with np.errstate(invalid="ignore"):
        far = geodesy.distance_m(*centre, np.clip(x, -90, 90), y) > OUTLIER_M
        near = geodesy.distance_m(*centre, np.clip(y, -90, 90), x) < OUTLIER_M / 2
    return pl.Series(ok & far & near & (np.abs(y) <= 90))
