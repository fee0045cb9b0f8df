"""Invented networks of three sizes for the benchmark, the same for the same seed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jalon.engines.geocast.problem import Floats, Vacancies
from jalon.engines.gtfs import geodesy
from jalon.engines.gtfs.feed import Shapes

RADII_M = (200.0, 300.0, 500.0, 800.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """How large: towns hold both the lines and the vacancies, `spread_m` wide."""

    shapes: int
    vacancies: int
    towns: int
    spread_m: float
    points: int = 120
    step_m: float = 120.0


SCALES = {
    "city": Scale(shapes=33, vacancies=150, towns=1, spread_m=4_000),
    "region": Scale(shapes=2_000, vacancies=20_000, towns=40, spread_m=6_000),
    "nation": Scale(shapes=20_000, vacancies=1_000_000, towns=600, spread_m=9_000),
}


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """Shapes and vacancies, and the towns' centres in degrees."""

    shapes: Shapes
    vacancies: Vacancies


def scene_of(scale: Scale, seed: int) -> Scene:
    """Lines that wander out of towns spread over a country, and vacancies in the same towns."""
    draw = np.random.default_rng(seed)
    towns = np.stack([draw.uniform(43, 50.5, scale.towns), draw.uniform(-1.5, 7.5, scale.towns)], axis=1)
    lat, lon = _lines(draw, scale, towns)
    first = (np.arange(scale.shapes + 1) * scale.points).astype(np.int32)
    ids = tuple(f"s{i}" for i in range(scale.shapes))
    shapes = Shapes(ids, first, lat, lon, geodesy.along_m(lat, lon, first))
    return Scene(shapes, _vacancies(draw, scale, towns))


def _lines(draw: np.random.Generator, scale: Scale, towns: Floats) -> tuple[Floats, Floats]:
    """Points of every line in degrees: a heading that turns a little at each step."""
    count, points = scale.shapes, scale.points
    town = towns[draw.integers(0, len(towns), count)]
    heading = draw.uniform(0, 2 * np.pi, (count, 1)) + np.cumsum(
        draw.normal(0, 0.25, (count, points)), axis=1
    )
    start = draw.normal(0, scale.spread_m / 2, (count, 1, 2))
    metres = start + np.cumsum(scale.step_m * np.stack([np.cos(heading), np.sin(heading)], axis=2), axis=1)
    return _degrees(np.repeat(town, points, axis=0), metres.reshape(-1, 2))


def _vacancies(draw: np.random.Generator, scale: Scale, towns: Floats) -> Vacancies:
    town = towns[draw.integers(0, len(towns), scale.vacancies)]
    lat, lon = _degrees(town, draw.normal(0, scale.spread_m, (scale.vacancies, 2)))
    return Vacancies(tuple(map(str, range(scale.vacancies))), lat, lon, draw.choice(RADII_M, scale.vacancies))


def _degrees(centres: Floats, metres: Floats) -> tuple[Floats, Floats]:
    lat = centres[:, 0] + metres[:, 1] / 111_200
    return lat, centres[:, 1] + metres[:, 0] / (111_320 * np.cos(np.radians(centres[:, 0])))


def vehicles(scene: Scene, count: int, seed: int) -> tuple[NDArray[np.int32], Floats, Floats]:
    """Shape, metres along it, and metres covered in the next five minutes at 18 to 54 km/h."""
    draw = np.random.default_rng(seed)
    shape = draw.integers(0, len(scene.shapes.ids), count).astype(np.int32)
    length = scene.shapes.along_m[scene.shapes.first[1:] - 1]
    return shape, draw.uniform(0, 1, count) * length[shape], draw.uniform(5, 15, count) * 300


def wanderers(scene: Scene, count: int, seed: int) -> tuple[Floats, Floats]:
    """Positions in degrees, within some hundred metres of the lines but on none."""
    draw = np.random.default_rng(seed)
    point = draw.integers(0, len(scene.shapes.lat), count)
    centres = np.stack([scene.shapes.lat[point], scene.shapes.lon[point]], axis=1)
    return _degrees(centres, draw.normal(0, 300, (count, 2)))
