"""The decision that runs on a screen: what to show now, why, and what was refused.

`decide` is a pure function of (bundle, where, now, seen, live); `frontend/screen/play.ts` is the same
function in TypeScript, and the vectors of `frontend/screen/conformance` hold both to the same answers.
Change one, change the other, regenerate the vectors.

The rules, in their order:
1. dark between the hours of `off`, or when the desk says so;
2. a priority message that is due comes before everything;
3. what is on screen stays for its seconds, unless it is withdrawn, expired or passed;
4. messages only when the server was last heard more than `max_offline_hours` ago, or the clock is wrong;
5. on a known trip and metre: offers of the stretches ahead, first the trip's picks of this round in the order
   of their turn, then, as far as no turn is kept for picks further on, the others, least recently shown
   first; with a line only: the line's offers without a stop; with nothing known: messages;
6. a passage lasts from entering a stretch until `passage_gap_s` after leaving all: `offers_per_passage`
   offers, a new round only `repeat_after_minutes` after the last began, the same offer likewise.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from jalon.engines.geocast.bundle import Bundle, Fit, Message, Pattern, Stretch, Trip, Vacancy
from jalon.engines.geocast.decision import (
    Current,
    Decision,
    Live,
    Passage,
    Refusal,
    Seen,
    Show,
    Source,
    Where,
)

__all__ = ["Current", "Decision", "Live", "Passage", "Refusal", "Seen", "Show", "Where", "decide"]

AT_STOP_M = 20.0
CLOCK_BACK_S = 300.0
PRIORITY_EVERY_S = 60.0
FIT_GRACE_S = 600.0


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


class Moment(NamedTuple):
    """One question, resolved: everything that the rules look at."""

    bundle: Bundle
    now: float
    live: Live
    seen: Seen
    place: Place
    ahead: tuple[Candidate, ...]


def decide(bundle: Bundle, where: Where, now: float, seen: Seen, live: Live) -> Decision:
    """What this screen shows at `now` (UTC seconds), with reasons and the next memory. Never fails."""
    if live.dark or any(a <= now < b for a, b in bundle.off):
        return Decision(Show("off"), "night", (), replace(seen, current=None))
    place = _locate(bundle, where, now)
    ahead = tuple(_ahead(bundle, place, seen))
    seen = _track_passage(bundle, seen, now, bool(ahead))
    moment = Moment(bundle, now, live, seen, place, ahead)
    return _urgent_due(moment) or _kept(moment) or _choose(moment)


def _locate(bundle: Bundle, where: Where, now: float) -> Place:
    """Resolve the place: a stale position or an unknown trip falls back to the line, then to nothing."""
    trip = bundle.trips[bundle.trip_index[where.trip]] if where.trip in bundle.trip_index else None
    line = bundle.line_index.get(where.line) if where.line is not None else None
    if line is None and trip is not None:
        line = bundle.patterns[trip.pattern].line
    stale = abs(now - where.at) > bundle.params.stale_position_s
    if trip is not None and where.metres is not None and not stale:
        pattern = bundle.patterns[trip.pattern]
        return Place(
            pattern.line, pattern, where.metres, _picks(trip, pattern, where.metres), "", where.source
        )
    if line is None:
        return Place(None, None, 0, (), "unknown_place", "none")
    return Place(line, None, 0, (), "stale_position" if stale else "line_only", "line")


def _picks(trip: Trip, pattern: Pattern, metres: float) -> tuple[int, ...]:
    """The trip's picks in the round around this metre."""
    here = (i for i, (begin, end) in enumerate(pattern.rounds) if begin <= metres < end)
    return next((trip.picks[i] for i in here if i < len(trip.picks)), ())


def _ahead(bundle: Bundle, place: Place, seen: Seen) -> list[Candidate]:
    """Everything ahead here, in the order in which it should be tried."""

    def last_shown(candidate: Candidate) -> float:
        return seen.shown.get(bundle.vacancies[candidate.vacancy].id, 0.0)

    if place.pattern is None:
        vacancies = () if place.line is None else bundle.line_playlists[place.line]
        return sorted((Candidate(vacancy, None, False) for vacancy in vacancies), key=last_shown)
    stretches = place.pattern.stretches
    active = [i for i, s in enumerate(stretches) if s.from_m <= place.metres < s.until_m]
    picks = [i for i in place.picks if i in active]
    rest = [Candidate(stretches[i].vacancy, stretches[i], False) for i in active if i not in picks]
    return [Candidate(stretches[i].vacancy, stretches[i], True) for i in picks] + sorted(rest, key=last_shown)


def _track_passage(bundle: Bundle, seen: Seen, now: float, inside: bool) -> Seen:
    """Open, prolong or renew the passage while something is ahead; leave it as it is while nothing is."""
    if not inside:
        return seen
    old, params = seen.passage, bundle.params
    if (
        old is None
        or not 0 <= now - old.inside <= params.passage_gap_s
        or not 0 <= now - old.since < params.repeat_after_minutes * 60
    ):
        return replace(seen, passage=Passage(now, now, 0))
    return replace(seen, passage=replace(old, inside=now))


def _urgent_due(moment: Moment) -> Decision | None:
    """The priority message, at once and then every minute; while it is on screen it stays."""
    message, now, seen = moment.live.urgent, moment.now, moment.seen
    if message is None or not _running(message, now):
        return None
    current = seen.current
    if current is not None and current.id == message.id and current.since <= now < current.until:
        return Decision(Show("message", message.id), "priority", (), seen)
    last = seen.shown.get("m:" + message.id)
    if last is not None and 0 <= now - last < PRIORITY_EVERY_S:
        return None
    return _start_message(message, "priority", (), now, seen)


def _kept(moment: Moment) -> Decision | None:
    """What is on screen stays for its seconds; an offer that closed, expired or was passed leaves at once."""
    current = moment.seen.current
    if current is None or not current.since <= moment.now < current.until:
        return None
    if current.kind == "message":
        known = any(message.id == current.id for message in moment.bundle.messages)
        return Decision(Show("message", current.id), "kept", (), moment.seen) if known else None
    index = moment.bundle.vacancy_index.get(current.id)
    if index is None or _blocked(moment) or _unfit(moment, moment.bundle.vacancies[index], current.code):
        return None
    candidate = next((c for c in moment.ahead if c.vacancy == index), None)
    if candidate is None and moment.place.pattern is not None:
        return None
    return Decision(_offer(moment, candidate, current), "kept", (), moment.seen)


def _blocked(moment: Moment) -> str:
    """Why no offer at all may be shown now, or nothing."""
    now, heard_at = moment.now, moment.live.fresh_at
    if now < moment.bundle.made_at - CLOCK_BACK_S or now < heard_at - CLOCK_BACK_S:
        return "clock_wrong"
    return "offline_too_long" if now - heard_at > moment.bundle.params.max_offline_hours * 3600 else ""


def _unfit(moment: Moment, vacancy: Vacancy, code: str) -> str:
    """Why this vacancy may not be on any screen now, or nothing."""
    if vacancy.id in moment.live.closed or code in moment.live.closed:
        return "closed"
    if moment.now >= vacancy.valid_until:
        return "expired"
    if vacancy.windows and not any(a <= moment.now < b for a, b in vacancy.windows):
        return "out_of_hours"
    return ""


def _refused(moment: Moment, line: int, vacancy: Vacancy) -> str:
    """Why this vacancy may not start now, or nothing."""
    code = vacancy.codes.get(line, "")
    if not code:
        return "no_code"
    last = moment.seen.shown.get(vacancy.id)
    repeat_s = moment.bundle.params.repeat_after_minutes * 60
    repeated = last is not None and 0 <= moment.now - last < repeat_s
    return _unfit(moment, vacancy, code) or ("repeated" if repeated else "")


def _once(ahead: Sequence[Candidate]) -> Iterator[Candidate]:
    """Each vacancy once: a loop meets it twice, and its first candidate decides."""
    met: set[int] = set()
    for candidate in ahead:
        if candidate.vacancy not in met:
            met.add(candidate.vacancy)
            yield candidate


def _choose(moment: Moment) -> Decision:
    """The first candidate that nothing forbids, else a message; every refusal on the way is kept."""
    line, passage, blocked = moment.place.line, moment.seen.passage, _blocked(moment)
    if blocked:
        return _message(moment, blocked)
    if line is None or not moment.ahead:
        return _message(moment, moment.place.why or "nothing_near")
    if passage is None or passage.count >= moment.bundle.params.offers_per_passage:
        return _message(moment, "passage_full")
    free, refusals = _sorted_out(moment, line, passage)
    if not free:
        return _message(moment, "all_refused", refusals)
    return _start_offer(moment, line, passage, free, refusals)


def _sorted_out(moment: Moment, line: int, passage: Passage) -> tuple[list[Candidate], tuple[Refusal, ...]]:
    """Who may be shown, in order, and who may not: what is not a pick leaves room for picks to come."""
    room = moment.bundle.params.offers_per_passage - passage.count - _to_come(moment, line)
    free, refusals = [], []
    for candidate in _once(moment.ahead):
        vacancy = moment.bundle.vacancies[candidate.vacancy]
        reason = _refused(moment, line, vacancy)
        if not reason and room <= 0 and not candidate.picked:
            reason = "reserved"
        if reason:
            refusals.append(Refusal(vacancy.id, reason))
        else:
            free.append(candidate)
    return free, tuple(refusals)


def _to_come(moment: Moment, line: int) -> int:
    """How many picks of this round are further on and could be shown."""
    pattern, metres = moment.place.pattern, moment.place.metres
    if pattern is None:
        return 0
    later = (pattern.stretches[i] for i in moment.place.picks if pattern.stretches[i].from_m > metres)
    return sum(not _refused(moment, line, moment.bundle.vacancies[s.vacancy]) for s in later)


def _start_offer(
    moment: Moment, line: int, passage: Passage, free: Sequence[Candidate], refusals: tuple[Refusal, ...]
) -> Decision:
    """Put the first free candidate on screen, and remember it."""
    candidate, params, now = free[0], moment.bundle.params, moment.now
    vacancy = moment.bundle.vacancies[candidate.vacancy]
    current = Current(
        kind="offer",
        id=vacancy.id,
        since=now,
        until=now + params.seconds_per_offer,
        rank=passage.count + 1,
        of=min(params.offers_per_passage, passage.count + len(free)),
        code=vacancy.codes[line],
    )
    shown = {**moment.seen.shown, vacancy.id: now}
    seen = Seen(shown, replace(passage, count=current.rank), current)
    why = moment.place.why or ("picked" if candidate.picked else "next_ahead")
    return Decision(_offer(moment, candidate, current), why, refusals, seen)


def _offer(moment: Moment, candidate: Candidate | None, current: Current) -> Show:
    """The offer as it is drawn now: the count of stops goes down while it stays on screen."""
    bare = Show("offer", current.id, code=current.code, rank=current.rank, of=current.of)
    pattern = moment.place.pattern
    if candidate is None or candidate.stretch is None or pattern is None:
        return bare
    stretch = candidate.stretch
    sure = moment.place.source != "timetable"
    return replace(
        bare,
        stop=moment.bundle.stops[pattern.stops[stretch.stop]].name,
        stops_ahead=_stops_ahead(pattern, moment.place.metres, stretch) if sure else None,
        walk_min=stretch.walk_min,
        fit=_fit(stretch, moment.now - moment.bundle.midnight),
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


def _message(moment: Moment, why: str, refusals: tuple[Refusal, ...] = ()) -> Decision:
    """The association's message that was shown least recently; the first of all when none is running."""
    messages, shown = moment.bundle.messages, moment.seen.shown
    running = [message for message in messages if _running(message, moment.now)] or messages[:1]
    message = min(running, key=lambda m: shown.get("m:" + m.id, 0.0))
    return _start_message(message, why, refusals, moment.now, moment.seen)


def _start_message(
    message: Message, why: str, refusals: tuple[Refusal, ...], now: float, seen: Seen
) -> Decision:
    current = Current("message", message.id, now, now + message.seconds)
    after = replace(seen, shown={**seen.shown, "m:" + message.id: now}, current=current)
    return Decision(Show("message", message.id), why, refusals, after)
