"""The network as a drawing: the most used path of each line, stretches with offers, vehicles."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import cos, radians

import numpy as np

from jalon.engines.geocast.bundle import Bundle as Content
from jalon.engines.geocast.bundle import Pattern
from jalon.transit.engine.lettering import Box, Place, place_names
from jalon.transit.engine.reading import content_of

WIDTH, HEIGHT, MARGIN = 760, 520, 44
ABOVE = Place(0, -12, "middle")
FEW_LINES = 6
FEW_STOPS = 26
STYLES = ("r3", "r9", "rE")


@dataclass(frozen=True)
class Frame:
    """Degrees to points of the drawing."""

    west: float
    north: float
    east_scale: float
    north_scale: float
    left: float
    top: float

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        """Where a place is drawn."""
        x = self.left + (lon - self.west) * self.east_scale
        return round(x, 1), round(self.top + (self.north - lat) * self.north_scale, 1)


@dataclass(frozen=True)
class Mark:
    """A name or a plate at a point. Coordinates are texts: a French page would write a comma in them."""

    x: float
    y: float
    text: str
    style: str = ""
    place: Place = ABOVE

    @property
    def cx(self) -> str:
        """Across."""
        return f"{self.x:g}"

    @property
    def cy(self) -> str:
        """Down."""
        return f"{self.y:g}"

    @property
    def dx(self) -> str:
        """Across from the place to the text."""
        return f"{self.place.dx:g}"

    @property
    def dy(self) -> str:
        """Down from the place to the text."""
        return f"{self.place.dy:g}"

    @property
    def move(self) -> str:
        """The place as a transformation."""
        return f"translate({self.x:g} {self.y:g})"


@dataclass(frozen=True)
class Drawing:
    """What the template draws."""

    frame: Frame
    routes: list[tuple[str, str]] = field(default_factory=list)
    stretches: list[str] = field(default_factory=list)
    stops: list[Mark] = field(default_factory=list)
    ends: list[Mark] = field(default_factory=list)
    thin: bool = False


@lru_cache(maxsize=6)
def drawing_of(bundle_id: int) -> Drawing | None:
    """The drawing of a bundle; None when no trip runs that day."""
    content = content_of(bundle_id)
    patterns = _main_patterns(content)
    if not patterns:
        return None
    frame = _frame(content, patterns)
    lines = list(dict.fromkeys(pattern.line for pattern in patterns))
    styles = {line: STYLES[i % len(STYLES)] for i, line in enumerate(lines)}
    ends = _ends(content, frame, patterns, styles)
    return Drawing(
        frame=frame,
        routes=[(_path(frame, _points(content, p)), styles[p.line]) for p in patterns],
        stretches=[path for p in patterns for path in _stretches(content, frame, p)],
        stops=_lettered(_stops(content, frame, patterns), content, frame, patterns, ends),
        ends=ends,
        thin=len(lines) > FEW_LINES,
    )


def _main_patterns(content: Content) -> list[Pattern]:
    """For each line the pattern with most trips, and the one of the other end with most."""
    counts = Counter(trip.pattern for trip in content.trips)
    chosen: dict[tuple[int, int], Pattern] = {}
    for index, _ in counts.most_common():
        pattern = content.patterns[index]
        chosen.setdefault((pattern.line, pattern.stops[-1]), pattern)
    of_line: Counter[int] = Counter()
    kept = []
    for (line, _), pattern in chosen.items():
        if of_line[line] < 2:
            of_line[line] += 1
            kept.append(pattern)
    return sorted(kept, key=lambda pattern: pattern.line)


Points = tuple[Sequence[float], Sequence[float], Sequence[float]]


def _points(content: Content, pattern: Pattern) -> Points:
    """Latitudes, longitudes in degrees, metres along the path."""
    shape = content.shapes[pattern.shape]
    return [v / 1e5 for v in shape.lat], [v / 1e5 for v in shape.lon], [v / 10 for v in shape.along_dm]


def _frame(content: Content, patterns: Sequence[Pattern]) -> Frame:
    lat = np.concatenate([_points(content, p)[0] for p in patterns])
    lon = np.concatenate([_points(content, p)[1] for p in patterns])
    shrink = cos(radians(float(lat.mean())))
    wide, high = max((lon.max() - lon.min()) * shrink, 1e-4), max(lat.max() - lat.min(), 1e-4)
    scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)
    return Frame(
        west=float(lon.min()),
        north=float(lat.max()),
        east_scale=float(scale * shrink),
        north_scale=float(scale),
        left=float((WIDTH - wide * scale) / 2),
        top=float((HEIGHT - high * scale) / 2),
    )


def _path(frame: Frame, points: Points, begin_m: float = 0.0, end_m: float = float("inf")) -> str:
    """A path of the drawing between two metres."""
    drawn = _corners(frame, points, begin_m, end_m)
    return "M" + " L".join(f"{x:g} {y:g}" for x, y in drawn) if len(drawn) > 1 else ""


def _corners(
    frame: Frame, points: Points, begin_m: float = 0.0, end_m: float = float("inf")
) -> list[tuple[float, float]]:
    """Points of the drawing between two metres, none closer than the eye sees."""
    lat, lon, along = points
    end_m = min(end_m, along[-1])
    inside = [m for m in along if begin_m < m < end_m]
    metres = [begin_m, *inside, end_m]
    places = zip(np.interp(metres, along, lat), np.interp(metres, along, lon), strict=True)
    drawn: list[tuple[float, float]] = []
    for x, y in (frame.at(float(a), float(b)) for a, b in places):
        if not drawn or abs(x - drawn[-1][0]) + abs(y - drawn[-1][1]) >= 1.5:
            drawn.append((x, y))
    return drawn


def _stretches(content: Content, frame: Frame, pattern: Pattern) -> list[str]:
    """Where an offer passes: the catchments along this pattern, joined."""
    spans = sorted((stretch.enter_m, stretch.exit_m) for stretch in pattern.stretches)
    joined: list[tuple[float, float]] = []
    for begin, end in spans:
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    points = _points(content, pattern)
    return [path for begin, end in joined if (path := _path(frame, points, begin, end))]


def _stop_point(content: Content, frame: Frame, pattern: Pattern, position: int) -> tuple[float, float]:
    lat, lon, along = _points(content, pattern)
    metres = pattern.metres[position]
    return frame.at(float(np.interp(metres, along, lat)), float(np.interp(metres, along, lon)))


def _stops(content: Content, frame: Frame, patterns: Sequence[Pattern]) -> list[Mark]:
    """Stops with their names where there is room for all of them."""
    marks: dict[str, Mark] = {}
    for pattern in patterns:
        for position, stop in enumerate(pattern.stops):
            name = content.stops[stop].name
            if name not in marks:
                marks[name] = Mark(*_stop_point(content, frame, pattern, position), name)
    return list(marks.values()) if len(marks) <= FEW_STOPS else []


def _lettered(
    stops: list[Mark], content: Content, frame: Frame, patterns: Sequence[Pattern], ends: Sequence[Mark]
) -> list[Mark]:
    """The same stops with their names beside the lines, the numbers of lines and each other."""
    paths = [_corners(frame, _points(content, pattern)) for pattern in patterns]
    numbers = [Box(end.x - 13, end.y + 12, end.x + 13, end.y + 34) for end in ends]
    sheet = Box(4, 4, WIDTH - 4, HEIGHT - 4)
    places = place_names([((stop.x, stop.y), stop.text) for stop in stops], paths, numbers, sheet)
    return [replace(stop, place=place) for stop, place in zip(stops, places, strict=True)]


def _ends(content: Content, frame: Frame, patterns: Sequence[Pattern], styles: dict[int, str]) -> list[Mark]:
    """The number of the line where it ends; one where two lines end together."""
    marks: dict[tuple[int, int], Mark] = {}
    for pattern in patterns:
        x, y = _stop_point(content, frame, pattern, len(pattern.stops) - 1)
        name, style = content.lines[pattern.line].name, styles[pattern.line].replace("r", "end")
        cell = (int(x // 26), int(y // 26))
        marks.setdefault(cell, Mark(x, y, name[:4], style))
    return list(marks.values())


def plates(drawing: Drawing, places: Iterable[tuple[str, float | None, float | None, bool]]) -> list[Mark]:
    """Vehicles (label, lat, lon, lost) inside the drawing."""
    marks = []
    for label, lat, lon, lost in places:
        if lat is None or lon is None:
            continue
        x, y = drawing.frame.at(lat, lon)
        if -20 <= x <= WIDTH + 20 and -20 <= y <= HEIGHT + 20:
            marks.append(Mark(x, y, label, "bus--lost" if lost else ""))
    return marks
