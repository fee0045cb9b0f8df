"""Does a bus bring me before the shift begins, and does one take me home after it ends?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jalon.engines.gtfs.feed import Bools, Ints
from jalon.engines.gtfs.timetable import MAX_WALK_M, NEVER, DayTimetable, Point

DAY_S = 86_400
EARLY_S = 75 * 60
LATE_S = 75 * 60


@dataclass(frozen=True, slots=True)
class Ride:
    """One bus: indices in the feed, seconds of the service day. Times are those at each stop.

    On the way there `alight_stop` is near the workplace and `board_stop` is the asked stop, else the first
    of the trip; on the way home it is the other way round. `wait_s` is the time between bus and shift, the
    walk taken off.
    """

    trip: int
    route: int
    board_stop: int
    depart_s: int
    alight_stop: int
    arrive_s: int
    walk_s: int
    wait_s: int


@dataclass(frozen=True, slots=True)
class ShiftFit:
    """The last bus that brings before the shift, the first that takes home after it; None: there is none."""

    there: Ride | None
    home: Ride | None

    @property
    def fits(self) -> bool:
        """Whether both ways exist."""
        return self.there is not None and self.home is not None


def shift_fit(
    day: DayTimetable,
    workplace: Point,
    start_s: int,
    end_s: int,
    *,
    routes: Sequence[int] | None = None,
    stops: Sequence[int] | None = None,
    max_walk_m: float = MAX_WALK_M,
) -> ShiftFit:
    """Buses for a shift of that day, of these routes (all when None), without a change.

    With `stops`, the bus there must be boarded, and the bus home left, at one of them: where the person
    lives. An `end_s` that is not after `start_s` is on the next day.
    """
    end_s = end_s if end_s > start_s else end_s + DAY_S
    search = _Shift(day, workplace, routes, stops, max_walk_m)
    return ShiftFit(search.there(start_s), search.home(end_s))


class _Shift:
    """Calls near the workplace and calls near home, as masks over the calls of the day."""

    def __init__(
        self,
        day: DayTimetable,
        workplace: Point,
        routes: Sequence[int] | None,
        stops: Sequence[int] | None,
        max_walk_m: float,
    ) -> None:
        calls = day.calls
        self.day, self.calls = day, calls
        self.walk: Ints = day.walks(workplace, max_walk_m)[calls.stop]
        self.near: Bools = self.walk < NEVER
        if routes is not None:
            self.near &= np.isin(day.feed.trips.routes[calls.trip], np.asarray(routes))
        self.run = day.forward.run
        home = np.ones(len(calls.stop), np.bool_) if stops is None else np.isin(calls.stop, np.asarray(stops))
        self.home_calls = np.flatnonzero(home)

    def there(self, start_s: int) -> Ride | None:
        """The bus that arrives last, with the walk, no sooner than EARLY_S before the shift."""
        ready = self.calls.arrive_s + self.walk
        fits = self.near & (ready <= start_s) & (ready >= start_s - EARLY_S)
        rows = np.flatnonzero(fits)
        for row in rows[np.lexsort((self.walk[rows], -ready[rows]))]:
            board = self._first_home_before(int(row))
            if board is not None:
                return self._ride(board, int(row), int(self.walk[row]), start_s - int(ready[row]))
        return None

    def home(self, end_s: int) -> Ride | None:
        """The bus that leaves first after the walk from work, no later than LATE_S after the shift."""
        spare = self.calls.depart_s - self.walk
        fits = self.near & (spare >= end_s) & (spare <= end_s + LATE_S)
        rows = np.flatnonzero(fits)
        for row in rows[np.lexsort((self.walk[rows], spare[rows]))]:
            alight = self._last_home_after(int(row))
            if alight is not None:
                return self._ride(int(row), alight, int(self.walk[row]), int(spare[row]) - end_s)
        return None

    def _first_home_before(self, row: int) -> int | None:
        begin = self.calls.first[self.run[row]]
        low, high = np.searchsorted(self.home_calls, [begin, row])
        return int(self.home_calls[low]) if low < high else None

    def _last_home_after(self, row: int) -> int | None:
        end = self.calls.first[self.run[row] + 1]
        low, high = np.searchsorted(self.home_calls, [row + 1, end])
        return int(self.home_calls[high - 1]) if low < high else None

    def _ride(self, board: int, alight: int, walk_s: int, wait_s: int) -> Ride:
        trip = int(self.calls.trip[alight])
        return Ride(
            trip=trip,
            route=int(self.day.feed.trips.routes[trip]),
            board_stop=int(self.calls.stop[board]),
            depart_s=int(self.calls.depart_s[board]),
            alight_stop=int(self.calls.stop[alight]),
            arrive_s=int(self.calls.arrive_s[alight]),
            walk_s=walk_s,
            wait_s=wait_s,
        )
