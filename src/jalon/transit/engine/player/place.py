"""Where the bus is: the server's position of the vehicle, else the timetable of its block, else its line.

A player in Python has no receiver of its own; a position without a trip is known by its line only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from jalon.engines.geocast.bundle import Bundle, Trip
from jalon.engines.geocast.decision import Where

DELAY_KEPT_S = 1800
NEXT_TRIP_S = 900


@dataclass(slots=True)
class Positioner:
    """The last position that was heard, and what it said of the block and its delay."""

    fix: Mapping[str, Any] | None = None
    vehicle: Mapping[str, Any] | None = None
    track: tuple[str, str, float, float] | None = None

    def heard(self, fix: Mapping[str, Any]) -> None:
        """A position of the server: state answer or live event."""
        self.fix = fix

    def where(self, bundle: Bundle, now: float) -> Where:
        """Where the bus is now."""
        fix, line = self.fix, (self.vehicle or {}).get("line")
        if fix is None or abs(now - fix["at"]) > bundle.params.stale_position_s:
            planned = self._planned(bundle, now)
            if planned is not None:
                return Where(now, planned[0].id, planned[1], line, "timetable")
        else:
            trip = bundle.trips[bundle.trip_index[fix["trip"]]] if fix["trip"] in bundle.trip_index else None
            if trip is not None and fix["metres"] is not None:
                self._note(bundle, trip, fix)
                return Where(fix["at"], trip.id, fix["metres"], None, "feed")
            line = fix["line"] or line
        return Where(now, None, None, line, "none" if line is None else "line")

    def _note(self, bundle: Bundle, trip: Trip, fix: Mapping[str, Any]) -> None:
        if self.track is not None and self.track[3] == fix["at"]:
            return
        planned = np.interp(fix["metres"], bundle.patterns[trip.pattern].metres, bundle.runs[trip.run])
        delay_s = fix["at"] - bundle.midnight - trip.start_s - float(planned)
        self.track = (bundle.day, trip.block, delay_s, fix["at"])

    def _planned(self, bundle: Bundle, now: float) -> tuple[Trip, float] | None:
        """The trip of the block that the timetable has on the road now, or soon, and its metres."""
        day, block, delay_s, at = self.track or ("", "", 0.0, 0.0)
        block = block if day == bundle.day and block else (self.vehicle or {}).get("block") or ""
        late = delay_s if day == bundle.day and abs(now - at) < DELAY_KEPT_S else 0.0
        second = now - bundle.midnight - late
        trips = [trip for trip in bundle.trips if trip.block == block] if block else []
        for trip in trips:
            run = bundle.runs[trip.run]
            if 0 <= second - trip.start_s <= run[-1]:
                metres = np.interp(second - trip.start_s, run, bundle.patterns[trip.pattern].metres)
                return trip, float(metres)
        soon = (trip for trip in trips if 0 < trip.start_s - second <= NEXT_TRIP_S)
        return next(((trip, 0.0) for trip in soon), None)
