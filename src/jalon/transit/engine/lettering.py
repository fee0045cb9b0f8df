"""Where the names of stops stand on a drawing: inside it, beside the lines, beside each other.

Each name tries eight places around its stop; the least covered one wins, the longest names first. Units are
those of the drawing; `y` counts down.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import hypot
from typing import NamedTuple


class Place(NamedTuple):
    """Where a name stands from its stop, and which end of it."""

    dx: float
    dy: float
    anchor: str


CHARACTER, HEIGHT = 8.2, 15.0
STEP = 5.0
LINE_REACH = 5.0
PLACES = (
    Place(0.0, -12.0, "middle"),
    Place(0.0, 24.0, "middle"),
    Place(13.0, 5.0, "start"),
    Place(-13.0, 5.0, "end"),
    Place(9.0, -10.0, "start"),
    Place(-9.0, -10.0, "end"),
    Place(9.0, 20.0, "start"),
    Place(-9.0, 20.0, "end"),
)
OUTSIDE, ON_NAME, ON_MARK = 10_000.0, 40.0, 8.0

Point = tuple[float, float]


class Box(NamedTuple):
    """A rectangle: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, point: Point, reach: float) -> bool:
        """Whether a point is inside, or as near."""
        x, y = point
        return self.left - reach < x < self.right + reach and self.top - reach < y < self.bottom + reach

    def meets(self, other: "Box") -> bool:
        """Whether two rectangles share anything."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def place_names(
    names: Sequence[tuple[Point, str]],
    paths: Iterable[Sequence[Point]],
    marks: Sequence[Box],
    sheet: Box,
) -> list[Place]:
    """A place for each (stop, name), beside `paths` (corners of lines) and `marks`, within `sheet`."""
    scene = _Scene([dot for path in paths for dot in _dots(path)], [stop for stop, _ in names], marks, sheet)
    taken: list[Box] = []
    found: dict[int, Place] = {}
    for i in sorted(range(len(names)), key=lambda i: -len(names[i][1])):
        stop, name = names[i]
        tries = [(place, _box(stop, name, place)) for place in PLACES]
        costs = [_cost(box, stop, scene, taken) for _, box in tries]
        found[i], box = tries[costs.index(min(costs))]
        taken.append(box)
    return [found[i] for i in range(len(names))]


class _Scene(NamedTuple):
    """What names should not cover, and the sheet that they should not leave."""

    dots: Sequence[Point]
    stops: Sequence[Point]
    marks: Sequence[Box]
    sheet: Box


def _box(stop: Point, name: str, place: Place) -> Box:
    width = CHARACTER * len(name)
    before = {"start": 0.0, "middle": width / 2, "end": width}[place.anchor]
    left, bottom = stop[0] + place.dx - before, stop[1] + place.dy + 3
    return Box(left, bottom - HEIGHT, left + width, bottom)


def _cost(box: Box, own: Point, scene: _Scene, taken: Sequence[Box]) -> float:
    """How much this place covers."""
    sheet = scene.sheet
    inside = box.left >= sheet.left and box.right <= sheet.right
    inside = inside and box.top >= sheet.top and box.bottom <= sheet.bottom
    return (
        (0 if inside else OUTSIDE)
        + sum(box.holds(dot, LINE_REACH) for dot in scene.dots)
        + ON_MARK * sum(box.holds(stop, 6.0) for stop in scene.stops if stop != own)
        + ON_MARK * sum(box.meets(mark) for mark in scene.marks)
        + ON_NAME * sum(box.meets(other) for other in taken)
    )


def _dots(path: Sequence[Point]) -> Iterable[Point]:
    """Points along a path, a few units apart."""
    for (x0, y0), (x1, y1) in pairwise(path):
        count = max(1, round(hypot(x1 - x0, y1 - y0) / STEP))
        yield from ((x0 + (x1 - x0) * n / count, y0 + (y1 - y0) * n / count) for n in range(count))
