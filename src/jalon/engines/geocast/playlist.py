"""Who is shown on which trip: the day's plan of turns, fair among employers, compiled into ordered playlists.

The day is played once, trip after trip, as the timetable has it. A pattern is cut into rounds (a passage, or
`repeat_after_minutes` of a long one). Each round has `offers_per_passage` turns, given among all offers ahead
anywhere in it: next comes the employer who has received least for its weight **on this line**, then least
over the network; within it, the vacancy that has received least. That is max-min fairness (weighted fair
queueing with the seconds on screen as service): an employer with one vacancy receives as much as one with
twenty of the same priority, and who is near a short stretch only has a turn kept for the moment the bus is
there. Weight is the highest priority among the employer's vacancies on the line; an offer whose shifts no bus
of the line serves counts half. Ties fall by a hash of the seed: the same input gives the same playlists.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import heapify, heappop, heapreplace
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from jalon.engines.geocast.ahead import patterns_ahead
from jalon.engines.geocast.bundle import Params, Pattern, Trip
from jalon.engines.geocast.day import ServiceDay
from jalon.engines.geocast.offers import Offer, Share, Unplayed
from jalon.engines.geocast.problem import Stretches
from jalon.engines.geocast.shares import Ledger

NO_BUS_FITS = 0.5
READABLE_S = 4.0


class _Chance(NamedTuple):
    """A stretch of a pattern in one round, with the seconds of the trip between which it may be shown."""

    stretch: int
    vacancy: int
    begin_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Playlists:
    """The plan of a day: patterns with stretches, trips with picks, offers of each line as a whole."""

    patterns: tuple[Pattern, ...]
    trips: tuple[Trip, ...]
    line_playlists: tuple[tuple[int, ...], ...]
    shares: tuple[Share, ...]
    unplayed: tuple[Unplayed, ...]


def compile_playlists(
    day: ServiceDay,
    stretches: Stretches,
    offers: Sequence[Offer],
    params: Params | None = None,
    *,
    seed: int = 0,
    already: Mapping[tuple[str, str], float] | None = None,
) -> Playlists:
    """Plan the whole day. `stretches.vacancies` are positions in `offers`.

    `already` are seconds that offers have had on screen today, by (line key, offer id): a plan made in the
    middle of the day gives the others their turn.
    """
    params = params or Params()
    patterns = patterns_ahead(day, stretches, offers, params)
    ledger = Ledger(day, offers, _weights(patterns, offers), already or {})
    ties = [crc32(f"{seed}:{offer.id}".encode()) for offer in offers]
    planner = _Planner(day, patterns, offers, params, ledger, ties)
    trips = tuple(replace(trip, picks=planner.picks(trip)) for trip in day.trips)
    lines = tuple(_line_playlist(line, patterns, ledger) for line in range(len(day.lines)))
    unplayed = _unplayed(day, stretches, offers, patterns, ledger)
    return Playlists(patterns, trips, lines, ledger.shares(), unplayed)


def _weights(patterns: Sequence[Pattern], offers: Sequence[Offer]) -> dict[tuple[int, int], float]:
    """Weight of each (line, vacancy) that is ahead on one of the line's patterns."""
    fitted: dict[tuple[int, int], bool] = {}
    for pattern in patterns:
        for stretch in pattern.stretches:
            key = (pattern.line, stretch.vacancy)
            good = bool(stretch.fits) or not offers[stretch.vacancy].shifts
            fitted[key] = fitted.get(key, False) or good
    return {key: offers[key[1]].priority * (1 if good else NO_BUS_FITS) for key, good in fitted.items()}


@dataclass(slots=True)
class _Planner:
    """Plays the trips one after the other and gives each round to those who have received least."""

    day: ServiceDay
    patterns: Sequence[Pattern]
    offers: Sequence[Offer]
    params: Params
    ledger: Ledger
    ties: Sequence[int]
    known: dict[tuple[int, int], list[list[_Chance]]] = field(default_factory=dict)

    def picks(self, trip: Trip) -> tuple[tuple[int, ...], ...]:
        """For each round of the pattern, positions in its stretches, the earliest stop first."""
        shown: dict[int, float] = {}
        return tuple(self._round(trip, chances, shown) for chances in self._chances(trip))

    def _round(self, trip: Trip, chances: Sequence[_Chance], shown: dict[int, float]) -> tuple[int, ...]:
        """The offers of one round; their seconds are written down, and when each will have been shown."""
        left: dict[int, _Chance] = {}
        for chance in chances:
            if chance.vacancy not in left and self._may(trip, chance, shown):
                left[chance.vacancy] = chance
        line = self.patterns[trip.pattern].line
        for vacancy in left:
            self.ledger.chance(line, vacancy)
        taken: list[_Chance] = []
        for best in self._in_turn(line, list(left.values())):
            taken.append(best)
            seconds = min(self.params.seconds_per_offer, best.end_s - best.begin_s)
            self.ledger.give(line, best.vacancy, seconds)
            shown[best.vacancy] = best.begin_s
            if len(taken) == self.params.offers_per_passage:
                break
        return tuple(chance.stretch for chance in sorted(taken, key=lambda chance: chance.end_s))

    def _in_turn(self, line: int, chances: Sequence[_Chance]) -> Iterator[_Chance]:
        """Each chance when its turn comes; what is given meanwhile counts: ranks only ever grow."""
        heap = [(self._rank(line, chance), i) for i, chance in enumerate(chances)]
        heapify(heap)
        while heap:
            i = heap[0][1]
            now = (self._rank(line, chances[i]), i)
            if now > heap[0]:
                heapreplace(heap, now)
                continue
            heappop(heap)
            yield chances[i]

    def _may(self, trip: Trip, chance: _Chance, shown: Mapping[int, float]) -> bool:
        """Whether the offer is open then, and was not shown on this trip too short a time before."""
        again = self.params.repeat_after_minutes * 60
        if chance.vacancy in shown and chance.end_s - shown[chance.vacancy] < again:
            return False
        return self.offers[chance.vacancy].open_at(self.day.midnight + trip.start_s + chance.begin_s)

    def _rank(self, line: int, chance: _Chance) -> tuple[float, float, float, int]:
        return (*self.ledger.rank(line, chance.vacancy), self.ties[chance.vacancy])

    def _chances(self, trip: Trip) -> list[list[_Chance]]:
        """For each round of the pattern what is ahead in it, with this trip's running times."""
        key = (trip.pattern, trip.run)
        if key not in self.known:
            pattern = self.patterns[trip.pattern]
            run = np.asarray(self.day.runs[trip.run], float)
            self.known[key] = [_in_round(pattern, run, begin, end) for begin, end in pattern.rounds]
        return self.known[key]


def _in_round(pattern: Pattern, run: NDArray[np.float64], begin_m: float, end_m: float) -> list[_Chance]:
    """The stretches that can be shown between these metres, for at least READABLE_S seconds."""
    rows = [i for i, s in enumerate(pattern.stretches) if s.from_m < end_m and s.until_m > begin_m]
    begins = np.interp([max(pattern.stretches[i].from_m, begin_m) for i in rows], pattern.metres, run)
    ends = np.interp([min(pattern.stretches[i].until_m, end_m) for i in rows], pattern.metres, run)
    chances = (
        _Chance(i, pattern.stretches[i].vacancy, begin, end)
        for i, begin, end in zip(rows, begins.tolist(), ends.tolist(), strict=True)
    )
    return [chance for chance in chances if chance.end_s - chance.begin_s >= READABLE_S]


def _line_playlist(line: int, patterns: Sequence[Pattern], ledger: Ledger) -> tuple[int, ...]:
    """All vacancies of a line, those who received least first: for a bus that knows its line only."""
    near = {stretch.vacancy for pattern in patterns if pattern.line == line for stretch in pattern.stretches}
    return tuple(sorted(near, key=lambda vacancy: (*ledger.rank(line, vacancy), vacancy)))


def _unplayed(
    day: ServiceDay,
    stretches: Stretches,
    offers: Sequence[Offer],
    patterns: Sequence[Pattern],
    ledger: Ledger,
) -> tuple[Unplayed, ...]:
    """Every offer without a turn, with the first thing that kept it away."""
    running = np.isin(stretches.shapes, day.feed_shapes)
    near = set(stretches.vacancies[running].tolist())
    ahead = {stretch.vacancy for pattern in patterns for stretch in pattern.stretches}
    day_s = range(day.midnight, day.midnight + 30 * 3600, 900)
    answers = []
    for i, offer in enumerate(offers):
        if ledger.plays_of(i):
            continue
        reason = "never_its_turn"
        if i not in ahead:
            reason = "no_stop" if i in near else "too_far"
        elif not any(offer.open_at(now) for now in day_s):
            reason = "closed"
        answers.append(Unplayed(offer.id, reason))
    return tuple(answers)
