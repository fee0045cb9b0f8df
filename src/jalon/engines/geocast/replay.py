"""What the screen of each vehicle would have shown, from recorded positions: the screen's own rules replayed.

Between two positions of a trip the vehicle moves evenly along the shape; the screen decides whenever what it
shows ends and whenever the vehicle enters or leaves a stretch.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from jalon.engines.geocast.bundle import Bundle
from jalon.engines.geocast.clock import ServiceClock
from jalon.engines.geocast.decision import Decision, Live, Seen, Where
from jalon.engines.geocast.index import FeedIndex
from jalon.engines.geocast.interpolate import place, vehicle_of
from jalon.engines.geocast.located import Match, Outcome, unsure
from jalon.engines.geocast.match import Tracker
from jalon.engines.geocast.observation import STALE_AFTER_S, Journey, Position, Reading
from jalon.engines.geocast.play import decide

ESTIMATE_EVERY_S = 30.0
# A screen that shows nothing new is asked again at this pace.
IDLE_S = 10.0
# A vehicle that said nothing for longer is out of service: its screen is not guessed.
SILENT_S = 900.0
UNPLACED = frozenset({"unknown_place", "stale_position"})


@dataclass(frozen=True, slots=True)
class Sample:
    """Where a vehicle was at an instant, and the bundle's day that it belongs to."""

    at: float
    match: Match
    day: date


@dataclass(frozen=True, slots=True)
class Play:
    """An offer put on a screen (or refused, in explanations), when, where and why.

    `at_m` is nan and `trip` -1 when only the line was known.
    """

    at: float
    vehicle: str
    trip: int
    shape: int
    at_m: float
    vacancy: str
    reason: str
    place_reason: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """Plays and refusals, each in order of time, then vehicle; how many positions were placed how."""

    plays: list[Play]
    refusals: list[Play]
    vehicles: int
    outcomes: Counter[Outcome]


def tracks(index: FeedIndex, clock: ServiceClock, readings: Iterable[Reading]) -> dict[str, list[Sample]]:
    """Return the samples of each vehicle in time order, positions and estimated calls of all readings."""
    readings = list(readings)
    found: dict[str, list[Sample]] = {}
    tracker = Tracker(index, clock)
    positions = sorted((p for reading in readings for p in reading.positions), key=_when)
    for position in positions:
        match = tracker.see(position)
        found.setdefault(position.vehicle, []).append(_sample(index, clock, position.at, match))
    measured = {vehicle: [sample.at for sample in samples] for vehicle, samples in found.items()}
    for vehicle, at, match in _estimated(index, clock, [j for r in readings for j in r.journeys]):
        if not _is_near(at, measured.get(vehicle, [])):
            found.setdefault(vehicle, []).append(_sample(index, clock, at, match))
    return {vehicle: _once(samples) for vehicle, samples in sorted(found.items())}


def _is_near(at: float, instants: list[float]) -> bool:
    """Tell whether one of the sorted instants is fresh here: a measured position beats an estimated one."""
    i = bisect_right(instants, at - STALE_AFTER_S)
    return i < len(instants) and instants[i] <= at + STALE_AFTER_S


def _when(observed: Position | Journey) -> float:
    return observed.at


def _once(samples: list[Sample]) -> list[Sample]:
    """Sort by time and keep one sample per instant: files overlap."""
    by_time = {sample.at: sample for sample in sorted(samples, key=lambda sample: sample.at)}
    return list(by_time.values())


def _estimated(
    index: FeedIndex, clock: ServiceClock, journeys: list[Journey]
) -> Iterator[tuple[str, float, Match]]:
    """Yield where each journey is while its message is fresh, every thirty seconds until the next message."""
    instants = sorted({journey.at for journey in journeys})
    for journey in sorted(journeys, key=_when):
        after = bisect_right(instants, journey.at)
        until = instants[after] if after < len(instants) else float("inf")
        at = journey.at
        while at < until and at <= journey.at + STALE_AFTER_S:
            match = place(index, clock, journey, at)
            if match is not None:
                yield vehicle_of(index, journey, match.trip), at, match
            at += ESTIMATE_EVERY_S


def _sample(index: FeedIndex, clock: ServiceClock, at: float, match: Match) -> Sample:
    """Date the sample: after midnight a trip may belong to the service of the day before."""
    today = datetime.fromtimestamp(at, ZoneInfo(clock.timezone)).date()
    if match.trip < 0:
        return Sample(at, match, today)
    middle = (int(index.starts_s[match.trip]) + int(index.ends_s[match.trip])) / 2
    gaps = [abs(second - middle) for _, second in clock.moments(at)]
    return Sample(at, match, today - timedelta(days=gaps.index(min(gaps))))


class Screen:
    """One vehicle's screen: remembers what it showed, decides as the real one does.

    `bundle_on(day)` gives the bundle of a service day, None when nothing runs on it.
    """

    def __init__(self, index: FeedIndex, vehicle: str, bundle_on: Callable[[date], Bundle | None]) -> None:
        self.index = index
        self.vehicle = vehicle
        self.bundle_on = bundle_on
        self.seen = Seen()

    def run(self, samples: Sequence[Sample]) -> Iterator[tuple[bool, Play]]:
        """Yield (shown, play) for every offer put on screen and every new refusal."""
        refused: set[tuple[str, str]] = set()
        for i, sample in enumerate(samples):
            following = samples[i + 1] if i + 1 < len(samples) else None
            for now, here, decision in self._decisions(sample, following):
                if decision.show.kind == "offer" and decision.why != "kept":
                    refused.clear()
                    yield True, self._play(now, here, decision.show.id, decision.why)
                for refusal in decision.refusals:
                    if refusal not in refused:
                        refused.add(refusal)
                        yield False, self._play(now, here, refusal.vacancy, refusal.reason)
                if decision.why in UNPLACED and ("", decision.why) not in refused:
                    refused.add(("", decision.why))
                    yield False, self._play(now, here, "", decision.why)

    def _decisions(self, sample: Sample, following: Sample | None) -> Iterator[tuple[float, Match, Decision]]:
        bundle = self.bundle_on(sample.day)
        if bundle is None:
            return
        end = sample.at + STALE_AFTER_S if following is None else min(following.at, sample.at + SILENT_S)
        moving = following is not None and _moves(sample, following)
        events = self._crossings(bundle, sample, following) if moving and following is not None else []
        now = float(ceil(sample.at))
        while now < end:
            here = (
                _between(sample, following, now) if moving and following is not None else _held(sample, now)
            )
            where = _where(self.index, here, now if moving else sample.at)
            decision = decide(bundle, where, now, self.seen, Live(fresh_at=now))
            self.seen = decision.seen
            yield now, here, decision
            now = self._next(now, events)

    def _next(self, now: float, events: list[float]) -> float:
        """Return the next whole second at which something may change."""
        current = self.seen.current
        due = current.until if current is not None and current.until > now else now + IDLE_S
        k = bisect_right(events, now)
        return max(float(ceil(min(due, events[k]) if k < len(events) else due)), now + 1)

    def _crossings(self, bundle: Bundle, a: Sample, b: Sample) -> list[float]:
        """Return the whole seconds at which the vehicle crosses an end of a stretch between two samples."""
        trip = bundle.trip_index.get(self.index.feed.trips.ids[a.match.trip])
        low, high = sorted((a.match.at_m, b.match.at_m))
        if trip is None or high <= low:
            return []
        stretches = bundle.patterns[bundle.trips[trip].pattern].stretches
        ends = {metres for stretch in stretches for metres in (stretch.from_m, stretch.until_m)}
        pace = (b.at - a.at) / (b.match.at_m - a.match.at_m)
        return sorted({float(ceil(a.at + (m - a.match.at_m) * pace)) for m in ends if low <= m <= high})

    def _play(self, now: float, here: Match, vacancy: str, reason: str) -> Play:
        return Play(now, self.vehicle, here.trip, here.shape, here.at_m, vacancy, reason, here.reason)


def _moves(a: Sample, b: Sample) -> bool:
    """Tell whether the place between two samples is known: same trip, not too long apart."""
    placed = a.match.outcome == b.match.outcome == "on_trip"
    return placed and a.match.trip == b.match.trip and b.at - a.at <= STALE_AFTER_S


def _held(sample: Sample, now: float) -> Match:
    """Return the last known place; once it is stale, the line only."""
    if now - sample.at <= STALE_AFTER_S or sample.match.outcome == "unknown":
        return sample.match
    return unsure(sample.match.route, "stale")


def _between(a: Sample, b: Sample, now: float) -> Match:
    share = (now - a.at) / (b.at - a.at)
    return replace(a.match, at_m=a.match.at_m + share * (b.match.at_m - a.match.at_m))


def _where(index: FeedIndex, here: Match, known_at: float) -> Where:
    """Return the place as the screen takes it; lines are known by the feed's route id."""
    line = index.feed.routes.ids[here.route] if here.route >= 0 else None
    if here.outcome == "unknown":
        return Where(known_at)
    if here.outcome == "on_line":
        return Where(known_at, line=line, source="feed")
    return Where(known_at, index.feed.trips.ids[here.trip], here.at_m, line, "feed")


def replay(
    index: FeedIndex,
    clock: ServiceClock,
    readings: Iterable[Reading],
    bundle_on: Callable[[date], Bundle | None],
) -> Replayed:
    """Replay the screens of all vehicles of the readings."""
    plays: list[Play] = []
    refusals: list[Play] = []
    outcomes: Counter[Outcome] = Counter()
    found = tracks(index, clock, readings)
    for vehicle, samples in found.items():
        outcomes.update(sample.match.outcome for sample in samples)
        for shown, play in Screen(index, vehicle, bundle_on).run(samples):
            (plays if shown else refusals).append(play)
    return Replayed(sorted(plays, key=_order), sorted(refusals, key=_order), len(found), outcomes)


def _order(play: Play) -> tuple[float, str, str]:
    return play.at, play.vehicle, play.vacancy
