"""Does a bus bring me before the shift begins, and does one take me home after it ends?

Of the buses whose time between bus and shift (`wait_s`, the walk taken off) is within EARLY_S or
LATE_S, the one with the least `wait_s + WALK_WEIGHT * walk_s` is given, both ways: a minute on foot costs as
much as three minutes of waiting, so that a stop at the door twenty minutes earlier wins over a quarter of an
hour on foot. Of equals the one with the shorter walk.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jalon.engines.gtfs.feed import Bools, Ints
from jalon.engines.gtfs.timetable import MAX_WALK_M, NEVER, DayTimetable, Point

DAY_S = 86_400
EARLY_S = 75 * 60
LATE_S = 75 * 60
WALK_WEIGHT = 3


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
    """The best bus before the shift, and the best one home after it; None: there is none."""

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
        """The bus before the shift with the least waiting and walking."""
        wait_s = start_s - self.calls.arrive_s - self.walk
        for row in self._best_first(wait_s, EARLY_S):
            board = self._first_home_before(row)
            if board is not None:
                return self._ride(board, row, int(self.walk[row]), int(wait_s[row]))
        return None

    def home(self, end_s: int) -> Ride | None:
        """The bus after the shift with the least walking and waiting."""
        wait_s = self.calls.depart_s - self.walk - end_s
        for row in self._best_first(wait_s, LATE_S):
            alight = self._last_home_after(row)
            if alight is not None:
                return self._ride(row, alight, int(self.walk[row]), int(wait_s[row]))
        return None

    def _best_first(self, wait_s: Ints, most_s: int) -> list[int]:
        """Calls near work whose waiting is in the window, the least waiting and walking first."""
        rows = np.flatnonzero(self.near & (wait_s >= 0) & (wait_s <= most_s))
        cost_s = wait_s[rows] + WALK_WEIGHT * self.walk[rows]
        return list(map(int, rows[np.lexsort((self.walk[rows], cost_s))]))

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
