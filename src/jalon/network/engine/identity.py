"""Lines and stop places under keys that survive the replacement of a feed.

A feed's own ids change from one edition to the next; figures by line and stop must not. A line is told by its
short name and the stops its routes share, a stop place by its name and where it stands.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from jalon.engines.gtfs.feed import Feed
from jalon.engines.gtfs.geodesy import distance_m

SAME_PLACE_M = 500.0
MOVED_PLACE_M = 1000.0
APART_M = 300.0


@dataclass(frozen=True)
class LineIdentity:
    """A line as the database keeps it."""

    key: str
    route_ids: tuple[str, ...]
    short_name: str
    long_name: str = ""
    color: str = ""
    text_color: str = ""


@dataclass(frozen=True)
class StopIdentity:
    """A stop place as the database keeps it; degrees WGS84."""

    key: str
    stop_ids: tuple[str, ...]
    name: str
    lat: float
    lon: float


def fold(text: str) -> str:
    """Lower case without accents, words joined by hyphens: how names are compared."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe"))
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    return re.sub(r"[^a-z0-9]+", "-", letters.casefold()).strip("-")


def lines_of(feed: Feed, known: Sequence[LineIdentity]) -> list[LineIdentity]:
    """The lines of a feed, each under the key it already had, else under a new one that nothing holds."""
    by_route = {route: line for line in known for route in line.route_ids}
    by_name: dict[str, list[LineIdentity]] = {}
    for line in known:
        by_name.setdefault(fold(line.short_name), []).append(line)
    taken: set[str] = set()
    found = []
    groups = _route_groups(feed)
    names = [_line_name(feed, group[0]) for group in groups]
    for group, name in zip(groups, names, strict=True):
        namesakes = by_name.get(fold(name), [])
        alone = names.count(name) == 1
        same = [by_route[r] for r in _ids(feed, group) if r in by_route and by_route[r] in namesakes]
        candidates = [*same, *(namesakes if alone else []), *_moved(feed, group, by_route)]
        key = _free(taken, [line.key for line in candidates], fold(name) or "ligne", {x.key for x in known})
        found.append(_line(feed, group, key, name))
    return found


def _line_name(feed: Feed, route: int) -> str:
    return feed.routes.short_names[route] or feed.routes.long_names[route] or feed.routes.ids[route]


def _ids(feed: Feed, group: Iterable[int]) -> list[str]:
    return [feed.routes.ids[route] for route in group]


def _moved(feed: Feed, group: Iterable[int], by_route: dict[str, LineIdentity]) -> list[LineIdentity]:
    """Lines that had all these route ids under another name: renamed, if ids are not simply numbered."""
    ids = _ids(feed, group)
    return [by_route[ids[0]]] if ids[0] in by_route and not ids[0].isdigit() else []


def _line(feed: Feed, group: list[int], key: str, name: str) -> LineIdentity:
    first = group[0]
    routes = feed.routes
    return LineIdentity(
        key=key,
        route_ids=tuple(_ids(feed, group)),
        short_name=name[:60],
        long_name=routes.long_names[first][:200],
        color=routes.colors[first],
        text_color=routes.text_colors[first],
    )


def _free(taken: set[str], wanted: Iterable[str], base: str, used: set[str]) -> str:
    """The first wanted key that no other place of this feed took, else a new one. Marks it taken."""
    key = next((key for key in wanted if key not in taken), None)
    if key is None:
        base, number = base[:80], 1
        key = base
        while key in taken or key in used:
            number += 1
            key = f"{base}-{number}"
    taken.add(key)
    return key


def _route_groups(feed: Feed) -> list[list[int]]:
    """Routes that are one line: same name, and stops in common. Homonyms of other regions stay apart."""
    served = _stops_of_routes(feed)
    groups: dict[str, list[list[int]]] = {}
    for route in range(len(feed.routes.ids)):
        homonyms = groups.setdefault(fold(_line_name(feed, route)), [])
        touching = [group for group in homonyms if any(served[route] & served[other] for other in group)]
        merged = sorted([route, *(other for group in touching for other in group)])
        homonyms[:] = [group for group in homonyms if group not in touching] + [merged]
    return sorted(group for homonyms in groups.values() for group in homonyms)


def _stops_of_routes(feed: Feed) -> list[set[int]]:
    counts = np.diff(feed.stop_times.first)
    routes = np.repeat(feed.trips.routes, counts).astype(np.int64)
    parents = feed.stops.parents[feed.stop_times.stops]
    places = np.where(parents >= 0, parents, feed.stop_times.stops)
    served: list[set[int]] = [set() for _ in feed.routes.ids]
    for route, place in np.unique(np.stack([routes, places.astype(np.int64)], axis=1), axis=0).tolist():
        served[route].add(place)
    return served


def stops_of(feed: Feed, known: Sequence[StopIdentity]) -> list[StopIdentity]:
    """The stop places of a feed (platforms of one station or name are one place), under lasting keys."""
    by_name: dict[str, list[StopIdentity]] = {}
    by_id: dict[str, StopIdentity] = {stop_id: stop for stop in known for stop_id in stop.stop_ids}
    for stop in known:
        by_name.setdefault(fold(stop.name), []).append(stop)
    used = {stop.key for stop in known}
    taken: set[str] = set()
    found = []
    for platforms in _places(feed):
        name, lat, lon = _centre(feed, platforms)
        near = _nearest(by_name.get(fold(name), []), lat, lon, SAME_PLACE_M)
        ids = [feed.stops.ids[platform] for platform in platforms]
        renamed = _nearest([by_id[i] for i in ids if i in by_id], lat, lon, MOVED_PLACE_M)
        key = _free(taken, [stop.key for stop in (*near, *renamed)], fold(name) or "arret", used)
        found.append(StopIdentity(key, tuple(ids), name[:160], lat, lon))
    return found


def _nearest(stops: Sequence[StopIdentity], lat: float, lon: float, within_m: float) -> list[StopIdentity]:
    if not stops:
        return []
    gaps = _gap(lat, lon, np.array([s.lat for s in stops]), np.array([s.lon for s in stops]))
    return [stops[i] for i in np.argsort(gaps, kind="stable").tolist() if gaps[i] <= within_m]


def _gap(lat: float, lon: float, lats: np.ndarray, lons: np.ndarray) -> np.ndarray:
    return np.asarray(distance_m(np.full_like(lats, lat), np.full_like(lons, lon), lats, lons))


def _places(feed: Feed) -> list[list[int]]:
    """Platforms grouped: by their station, else with the stops of the same name less than 300 m away."""
    groups: dict[int, list[int]] = {}
    loose: dict[str, list[int]] = {}
    stations = set(feed.stops.parents[feed.stops.parents >= 0].tolist())
    for stop, parent in enumerate(feed.stops.parents.tolist()):
        if parent >= 0 or stop in stations:
            groups.setdefault(parent if parent >= 0 else stop, []).append(stop)
        else:
            loose.setdefault(fold(feed.stops.names[stop]), []).append(stop)
    alike = [group for homonyms in loose.values() for group in _clusters(feed, homonyms)]
    return sorted([*(sorted(group) for group in groups.values()), *alike])


def _clusters(feed: Feed, stops: list[int]) -> list[list[int]]:
    clusters: list[list[int]] = []
    for stop in stops:
        lat, lon = float(feed.stops.lat[stop]), float(feed.stops.lon[stop])
        near = [c for c in clusters if _gap(lat, lon, feed.stops.lat[c], feed.stops.lon[c]).min() < APART_M]
        merged = sorted([stop, *(other for cluster in near for other in cluster)])
        clusters = [*(cluster for cluster in clusters if cluster not in near), merged]
    return clusters


def _centre(feed: Feed, platforms: list[int]) -> tuple[str, float, float]:
    """The station's name and point where there is one, else the first name and the middle."""
    stations = set(feed.stops.parents[platforms].tolist()) - {-1}
    first = stations.pop() if stations else platforms[0]
    name = feed.stops.names[first] or feed.stops.ids[first]
    return name, float(feed.stops.lat[platforms].mean()), float(feed.stops.lon[platforms].mean())
