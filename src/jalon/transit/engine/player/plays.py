"""Proofs of play: what was on screen, for how long, in batches that may be repeated."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from jalon.engines.geocast.bundle import Bundle, Pattern, Stretch
from jalon.engines.geocast.decision import Show, Where

BATCH_ROWS = 200
KEEP_ROWS = 20_000
LEAST_S, MOST_S = 1.0, 120.0

Row = dict[str, Any]


@dataclass(slots=True)
class PlayLog:
    """Rows that wait, and batches that left without an answer: they leave again under the same id."""

    plays: list[Row] = field(default_factory=list)
    preemptions: list[Row] = field(default_factory=list)
    sent: list[Row] = field(default_factory=list)
    open: Row | None = None

    @property
    def count(self) -> int:
        """How many plays the server has not confirmed yet."""
        return len(self.plays) + sum(len(batch["plays"]) for batch in self.sent)

    def begin(self, row: Row) -> None:
        """An offer comes on screen; the one before has left."""
        self.end(row["at"])
        self.open = row

    def end(self, at: float) -> None:
        """Whatever offer was on screen has left it at this instant."""
        row, self.open = self.open, None
        if row is None:
            return
        seconds = round(at - row["at"], 1)
        if LEAST_S <= seconds <= MOST_S:
            self.plays = [*self.plays, {**row, "seconds": seconds}][-KEEP_ROWS:]

    def preempted(self, begin: float, end: float) -> None:
        """Passenger information came first between these instants."""
        self.preemptions = [*self.preemptions, {"from": begin, "until": end}][-BATCH_ROWS:]

    def next_batch(self) -> Row | None:
        """The batch to send: the oldest without an answer, else what waits, else nothing."""
        if not self.sent and (self.plays or self.preemptions):
            batch = _batch(self.plays[:BATCH_ROWS], self.preemptions)
            self.plays, self.preemptions, self.sent = self.plays[BATCH_ROWS:], [], [batch]
        return self.sent[0] if self.sent else None

    def answered(self, batch: Row, status: int) -> bool:
        """Hear the answer to a batch. Whether the next one may be sent at once."""
        rows = batch["plays"]
        if status == 413 and len(rows) > 1:
            middle = (len(rows) + 1) // 2
            self.sent[:1] = [_batch(rows[:middle], batch["preemptions"]), _batch(rows[middle:], [])]
            return True
        if status in {200, 400, 413}:
            del self.sent[0]
            return True
        return False


def _batch(plays: list[Row], preemptions: list[Row]) -> Row:
    return {"batch": str(uuid4()), "plays": plays, "preemptions": preemptions}


def proof_of(bundle: Bundle, where: Where, show: Show, why: str, at: float) -> Row:
    """The row of an offer that comes on screen at `at`; its seconds are known when it leaves."""
    trip = bundle.trips[bundle.trip_index[where.trip]] if where.trip in bundle.trip_index else None
    pattern = bundle.patterns[trip.pattern] if trip is not None else None
    stretch = _stretch_at(bundle, pattern, where, show) if pattern is not None else None
    line = bundle.line_index.get(where.line or "", pattern.line if pattern is not None else None)
    row = {
        "at": round(at, 1),
        "vacancy": show.id,
        "code": show.code,
        "line": bundle.lines[line].key if line is not None else "",
        "source": where.source,
        "why": why,
        "bundle": bundle.version,
    }
    if stretch is None or pattern is None:
        return {**row, "stop": "", "stretch": "", "trip": "", "metres": None}
    return {
        **row,
        "line": bundle.lines[pattern.line].key,
        "stop": bundle.stops[pattern.stops[stretch.stop]].key,
        "stretch": f"{bundle.shapes[pattern.shape].id}:{stretch.enter_m:.0f}",
        "trip": where.trip,
        "metres": round(where.metres or 0.0, 1),
    }


def _stretch_at(bundle: Bundle, pattern: Pattern, where: Where, show: Show) -> Stretch | None:
    """The stretch of the offer around this metre; none when only the line was known."""
    if show.stop is None or where.metres is None:
        return None
    vacancy, metres = bundle.vacancy_index.get(show.id), where.metres
    found = (s for s in pattern.stretches if s.vacancy == vacancy and s.from_m <= metres < s.until_m)
    return next(found, None)
