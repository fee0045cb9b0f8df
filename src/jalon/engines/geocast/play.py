"""The decision that runs on a screen: what to show now, why, and what was refused.

`decide` is a pure function of (bundle, where, now, seen, live); `frontend/screen/play.ts` is the same
function in TypeScript, and the vectors of `frontend/screen/conformance` hold both to the same answers.
Change one, change the other, regenerate the vectors.

The rules, in their order:
1. dark between the hours of `off`, or when the desk says so;
2. a priority message that is due comes before everything;
3. what is on screen stays for its seconds, unless it is withdrawn, expired or passed;
4. messages only when the server was last heard more than `max_offline_hours` ago, or the clock is wrong;
5. on a known trip and metre: offers of the stretches ahead, first the trip's picks in the order of their
   turn, then the others, least recently shown first; with a line only: the line's offers without a stop;
   with nothing known: messages;
6. a passage lasts from entering a stretch until `passage_gap_s` after leaving all: `offers_per_passage`
   offers, a new round only `repeat_after_minutes` after the last began, the same offer likewise.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from jalon.engines.geocast.bundle import Bundle, Fit, Message, Pattern, Stretch, Vacancy

AT_STOP_M = 20.0
CLOCK_BACK_S = 300.0
PRIORITY_EVERY_S = 60.0
FIT_GRACE_S = 600.0

Source = Literal["gps", "host", "feed", "timetable", "line", "none"]


@dataclass(frozen=True, slots=True)
class Where:
    """Where the vehicle is: a trip and metres along its shape, or a line key, or nothing. `at`: when known."""

    at: float
    trip: str | None = None
    metres: float | None = None
    line: str | None = None
    source: Source = "gps"


@dataclass(frozen=True, slots=True)
class Live:
    """What the server said since the bundle: closed vacancy ids or codes, a priority message, dark.

    `fresh_at` is the instant at which the server last confirmed that the bundle is the current one.
    """

    fresh_at: float
    closed: frozenset[str] = frozenset()
    urgent: Message | None = None
    dark: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A round of offers: when it began, when a stretch was last around us, how many offers were shown."""

    since: float
    inside: float
    count: int


@dataclass(frozen=True, slots=True)
class Current:
    """What is on screen, from `since` until `until`. `of` is how many offers this passage has."""

    kind: Literal["offer", "message"]
    id: str
    since: float
    until: float
    rank: int = 0
    of: int = 0
    code: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a screen remembers: last instant of each vacancy and message ("m:" + id), passage, current."""

    shown: Mapping[str, float] = field(default_factory=dict)
    passage: Passage | None = None
    current: Current | None = None


@dataclass(frozen=True, slots=True)
class Show:
    """What to draw. `stop`, `stops_ahead`, `walk_min` and `fit` are None where they are not known."""

    kind: Literal["offer", "message", "off"]
    id: str = ""
    code: str = ""
    stop: str | None = None
    stops_ahead: int | None = None
    walk_min: int | None = None
    fit: Fit | None = None
    rank: int = 0
    of: int = 0


class Refusal(NamedTuple):
    """A vacancy that could have been shown, and why it was not (codes of `explain.WORDS`)."""

    vacancy: str
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What to show, the code of the reason, the vacancies refused, and what to remember."""

    show: Show
    why: str
    refusals: tuple[Refusal, ...]
    seen: Seen


class Place(NamedTuple):
    """Where resolved against the bundle: a trip's pattern and metres, or a line, or why nothing is known."""

    line: int | None
    pattern: Pattern | None
    metres: float
    picks: tuple[int, ...]
    why: str
    source: Source


class Candidate(NamedTuple):
    """A vacancy that is ahead here: its stretch when the trip is known, whether it is the trip's pick."""

    vacancy: int
    stretch: Stretch | None
    picked: bool


def decide(bundle: Bundle, where: Where, now: float, seen: Seen, live: Live) -> Decision:
    """What this screen shows at `now` (UTC seconds), with reasons and the next memory. Never fails."""
    if live.dark or any(a <= now < b for a, b in bundle.off):
        return Decision(Show("off"), "night", (), replace(seen, current=None))
    place = _locate(bundle, where, now)
    ahead = _ahead(bundle, place, seen)
    seen = _track_passage(bundle, seen, now, bool(ahead))
    urgent = _urgent_due(bundle, seen, now, live)
    if urgent is not None:
        return urgent
    kept = _kept(bundle, place, ahead, now, seen, live)
    if kept is not None:
        return kept
    blocked = _blocked(bundle, now, live)
    if blocked:
        return _message(bundle, blocked, (), now, seen, live)
    return _choose(bundle, place, ahead, now, seen, live)


def _locate(bundle: Bundle, where: Where, now: float) -> Place:
    """Resolve the place: a stale position or an unknown trip falls back to the line, then to nothing."""
    trip = bundle.trips[bundle.trip_index[where.trip]] if where.trip in bundle.trip_index else None
    line = bundle.line_index.get(where.line) if where.line is not None else None
    if line is None and trip is not None:
        line = bundle.patterns[trip.pattern].line
    stale = abs(now - where.at) > bundle.params.stale_position_s
    if trip is not None and where.metres is not None and not stale:
        pattern = bundle.patterns[trip.pattern]
        return Place(pattern.line, pattern, where.metres, trip.picks, "", where.source)
    if line is None:
        return Place(None, None, 0, (), "unknown_place", "none")
    return Place(line, None, 0, (), "stale_position" if stale else "line_only", "line")


def _ahead(bundle: Bundle, place: Place, seen: Seen) -> list[Candidate]:
    """Everything ahead here, in the order in which it should be tried."""
    if place.pattern is None:
        vacancies = () if place.line is None else bundle.line_playlists[place.line]
        rest = [Candidate(vacancy, None, False) for vacancy in vacancies]
        return sorted(rest, key=lambda c: seen.shown.get(bundle.vacancies[c.vacancy].id, 0.0))
    stretches = place.pattern.stretches
    active = [i for i, s in enumerate(stretches) if s.from_m <= place.metres < s.until_m]
    here = set(active)
    picks = [i for i in place.picks if i in here]
    rest = [Candidate(stretches[i].vacancy, stretches[i], False) for i in active if i not in picks]
    rest.sort(key=lambda c: seen.shown.get(bundle.vacancies[c.vacancy].id, 0.0))
    return [Candidate(stretches[i].vacancy, stretches[i], True) for i in picks] + rest


def _track_passage(bundle: Bundle, seen: Seen, now: float, inside: bool) -> Seen:
    """Open, prolong or renew the passage while something is ahead; leave it as it is while nothing is."""
    if not inside:
        return seen
    old, params = seen.passage, bundle.params
    over = (
        old is None
        or not 0 <= now - old.inside <= params.passage_gap_s
        or not 0 <= now - old.since < params.repeat_after_minutes * 60
    )
    if old is None or over:
        return replace(seen, passage=Passage(now, now, 0))
    return replace(seen, passage=replace(old, inside=now))


def _urgent_due(bundle: Bundle, seen: Seen, now: float, live: Live) -> Decision | None:
    """The priority message, at once and then every minute; while it is on screen it stays."""
    message = live.urgent
    if message is None or not _running(message, now):
        return None
    key = "m:" + message.id
    current = seen.current
    if current is not None and current.id == message.id and current.since <= now < current.until:
        return Decision(Show("message", message.id), "priority", (), seen)
    last = seen.shown.get(key)
    if last is not None and 0 <= now - last < PRIORITY_EVERY_S:
        return None
    return _start_message(message, "priority", (), now, seen)


def _kept(
    bundle: Bundle, place: Place, ahead: Sequence[Candidate], now: float, seen: Seen, live: Live
) -> Decision | None:
    """What is on screen stays for its seconds; an offer that closed, expired or was passed leaves at once."""
    current = seen.current
    if current is None or not current.since <= now < current.until:
        return None
    if current.kind == "message":
        known = any(message.id == current.id for message in bundle.messages)
        return Decision(Show("message", current.id), "kept", (), seen) if known else None
    vacancy = next((v for v in bundle.vacancies if v.id == current.id), None)
    if vacancy is None or _unfit(vacancy, current.code, now, live) or _blocked(bundle, now, live):
        return None
    candidate = next((c for c in ahead if bundle.vacancies[c.vacancy].id == current.id), None)
    if candidate is None and place.pattern is not None:
        return None
    return Decision(_offer(bundle, place, candidate, current, now), "kept", (), seen)


def _blocked(bundle: Bundle, now: float, live: Live) -> str:
    """Why no offer at all may be shown now, or nothing."""
    if now < bundle.made_at - CLOCK_BACK_S or now < live.fresh_at - CLOCK_BACK_S:
        return "clock_wrong"
    if now - live.fresh_at > bundle.params.max_offline_hours * 3600:
        return "offline_too_long"
    return ""


def _unfit(vacancy: Vacancy, code: str, now: float, live: Live) -> str:
    """Why this vacancy may not be on any screen now, or nothing."""
    if vacancy.id in live.closed or code in live.closed:
        return "closed"
    if now >= vacancy.valid_until:
        return "expired"
    if vacancy.windows and not any(a <= now < b for a, b in vacancy.windows):
        return "out_of_hours"
    return ""


def _refused(bundle: Bundle, line: int, vacancy: Vacancy, now: float, seen: Seen, live: Live) -> str:
    """Why this vacancy may not start now, or nothing."""
    code = vacancy.codes.get(line, "")
    if not code:
        return "no_code"
    reason = _unfit(vacancy, code, now, live)
    if reason:
        return reason
    last = seen.shown.get(vacancy.id)
    if last is not None and 0 <= now - last < bundle.params.repeat_after_minutes * 60:
        return "repeated"
    return ""


def _once(ahead: Sequence[Candidate]) -> Iterator[Candidate]:
    """Each vacancy once: a loop meets it twice, and its first candidate decides."""
    met: set[int] = set()
    for candidate in ahead:
        if candidate.vacancy not in met:
            met.add(candidate.vacancy)
            yield candidate


def _choose(
    bundle: Bundle, place: Place, ahead: Sequence[Candidate], now: float, seen: Seen, live: Live
) -> Decision:
    """The first candidate that nothing forbids, else a message; every refusal on the way is kept."""
    if place.line is None or not ahead:
        why = "nothing_near" if place.pattern is not None else place.why
        return _message(bundle, why, (), now, seen, live)
    passage = seen.passage
    if passage is None or passage.count >= bundle.params.offers_per_passage:
        return _message(bundle, "passage_full", (), now, seen, live)
    refusals, free = [], []
    for candidate in _once(ahead):
        vacancy = bundle.vacancies[candidate.vacancy]
        reason = _refused(bundle, place.line, vacancy, now, seen, live)
        if reason:
            refusals.append(Refusal(vacancy.id, reason))
        else:
            free.append(candidate)
    if not free:
        return _message(bundle, "all_refused", tuple(refusals), now, seen, live)
    return _start_offer(bundle, place, free, tuple(refusals), now, seen, passage)


def _start_offer(
    bundle: Bundle,
    place: Place,
    free: Sequence[Candidate],
    refusals: tuple[Refusal, ...],
    now: float,
    seen: Seen,
    passage: Passage,
) -> Decision:
    """Put the first free candidate on screen, and remember it."""
    candidate, params = free[0], bundle.params
    vacancy = bundle.vacancies[candidate.vacancy]
    rank = passage.count + 1
    current = Current(
        kind="offer",
        id=vacancy.id,
        since=now,
        until=now + params.seconds_per_offer,
        rank=rank,
        of=min(params.offers_per_passage, passage.count + len(free)),
        code=vacancy.codes[place.line] if place.line is not None else "",
    )
    after = Seen(shown={**seen.shown, vacancy.id: now}, passage=replace(passage, count=rank), current=current)
    why = place.why or ("picked" if candidate.picked else "next_ahead")
    return Decision(_offer(bundle, place, candidate, current, now), why, refusals, after)


def _offer(bundle: Bundle, place: Place, candidate: Candidate | None, current: Current, now: float) -> Show:
    """The offer as it is drawn now: the count of stops goes down while it stays on screen."""
    bare = Show("offer", current.id, code=current.code, rank=current.rank, of=current.of)
    if candidate is None or candidate.stretch is None or place.pattern is None:
        return bare
    stretch = candidate.stretch
    sure = place.source != "timetable"
    return replace(
        bare,
        stop=bundle.stops[place.pattern.stops[stretch.stop]].name,
        stops_ahead=_stops_ahead(place.pattern, place.metres, stretch) if sure else None,
        walk_min=stretch.walk_min,
        fit=_fit(stretch, now - bundle.midnight),
    )


def _stops_ahead(pattern: Pattern, metres: float, stretch: Stretch) -> int:
    """How many stops until the one to get off at, itself included; 0 when the bus stands at it."""
    return sum(metres + AT_STOP_M < m for m in pattern.metres[: stretch.stop + 1])


def _fit(stretch: Stretch, second: float) -> Fit | None:
    """The first shift whose bus is still to come (or just left), else the first of the day."""
    coming = (fit for fit in stretch.fits if fit.bus_s >= second - FIT_GRACE_S)
    return next(coming, stretch.fits[0] if stretch.fits else None)


def _running(message: Message, now: float) -> bool:
    return message.starts_at <= now and (message.ends_at is None or now < message.ends_at)


def _message(
    bundle: Bundle, why: str, refusals: tuple[Refusal, ...], now: float, seen: Seen, live: Live
) -> Decision:
    """The association's message that was shown least recently; the first of all when none is running."""
    running = [message for message in bundle.messages if _running(message, now)] or [bundle.messages[0]]
    message = min(running, key=lambda m: seen.shown.get("m:" + m.id, 0.0))
    return _start_message(message, why, refusals, now, seen)


def _start_message(
    message: Message, why: str, refusals: tuple[Refusal, ...], now: float, seen: Seen
) -> Decision:
    current = Current("message", message.id, now, now + message.seconds)
    after = replace(seen, shown={**seen.shown, "m:" + message.id: now}, current=current)
    return Decision(Show("message", message.id), why, refusals, after)
