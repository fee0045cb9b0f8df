"""Do the buses of a line fit a shift: one that brings before it starts, one that takes back after it ends."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from jalon.engines.geocast.bundle import Fit
from jalon.engines.geocast.day import ServiceDay
from jalon.engines.geocast.offers import DAY_S, Shift

MAX_WAIT_S = 3600


class Ride(NamedTuple):
    """One bus between two stops: seconds of the day when it arrives there, and when it passes here."""

    arrives_s: int
    leaves_s: int


class Rides:
    """Direct buses of each line between two stop names, found once per pair."""

    def __init__(self, day: ServiceDay) -> None:
        self._day = day
        self._names = [[day.stops[s].name for s in pattern.stops] for pattern in day.patterns]
        self._trips: list[list[int]] = [[] for _ in day.patterns]
        self._patterns: list[list[int]] = [[] for _ in day.lines]
        self._known: dict[tuple[int, str, str], list[Ride]] = {}
        for i, trip in enumerate(day.trips):
            self._trips[trip.pattern].append(i)
        for i, pattern in enumerate(day.patterns):
            self._patterns[pattern.line].append(i)

    def between(self, line: int, start: str, end: str) -> list[Ride]:
        """Rides of this line from one stop name to another, sorted by arrival."""
        key = (line, start, end)
        if key not in self._known:
            self._known[key] = sorted(
                ride for p in self._patterns[line] for ride in self._rides(p, start, end)
            )
        return self._known[key]

    def _rides(self, pattern: int, start: str, end: str) -> list[Ride]:
        names = self._names[pattern]
        if start not in names or end not in names:
            return []
        a = names.index(start)
        b = next((i for i in range(a + 1, len(names)) if names[i] == end), -1)
        if b < 0:
            return []
        runs, trips = self._day.runs, (self._day.trips[t] for t in self._trips[pattern])
        return [Ride(t.start_s + runs[t.run][b], t.start_s + runs[t.run][a]) for t in trips]

    def fits(
        self, line: int, stops: tuple[str, str], walk_s: int, shifts: Sequence[Shift]
    ) -> tuple[Fit, ...]:
        """The shifts that a bus of this line serves, riding from the first stop to the second, by hour."""
        found = (self._fit(line, stops, walk_s, shift) for shift in shifts)
        return tuple(sorted((fit for fit in found if fit is not None), key=lambda fit: fit.start_s))

    def _fit(self, line: int, stops: tuple[str, str], walk_s: int, shift: Shift) -> Fit | None:
        here, there = stops
        there_by = shift.start_s - walk_s
        coming = self.between(line, here, there)
        last = bisect_right(coming, there_by, key=lambda ride: ride.arrives_s) - 1
        if last < 0 or there_by - coming[last].arrives_s > MAX_WAIT_S:
            return None
        back = _back(self.between(line, there, here), shift.end_after_start_s + walk_s)
        return Fit(shift.start_s, coming[last].leaves_s, back)


def _back(rides: Sequence[Ride], from_s: int) -> int | None:
    """The first departure from work within the hour, in seconds of the day on which it leaves."""
    departures = sorted(ride.leaves_s for ride in rides)
    for shifted in (from_s, from_s - DAY_S):
        i = bisect_left(departures, shifted)
        if i < len(departures) and departures[i] - shifted <= MAX_WAIT_S:
            return departures[i]
    return None
