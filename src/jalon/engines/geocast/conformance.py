"""Vectors that hold the two interpreters, Python here and TypeScript on the screen, to the same answers.

    python -m jalon.engines.geocast.conformance        writes frontend/screen/conformance/*.json again

A case is a list of steps played in order, each from the memory that the step before left: the question
(`now`, `where`, `live`) and the decision; then the memory after the last step.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jalon.engines.geocast import bundle_json
from jalon.engines.geocast.bundle import Bundle, Message
from jalon.engines.geocast.conformance_bundle import BEGIN, sample_bundle
from jalon.engines.geocast.decision import Decision, Live, Seen, Where
from jalon.engines.geocast.play import decide

FOLDER = Path(__file__).parents[4] / "frontend" / "screen" / "conformance"
Step = tuple[float, Where, Live]

URGENT = Message("u1", "Travaux", "L’arrêt Port est reporté.", 15, BEGIN, BEGIN + 200)


def cases() -> dict[str, list[Step]]:
    """The questions by name; instants are seconds after the start of the sample trip."""
    return {
        "a passage shows three offers, then messages": list(_ride("t1", 0, 500, 4)),
        "a loop meets a vacancy twice and shows it once": list(_ride("loop", 0, 420, 4)),
        "a stop that is passed ends the offer": list(_ride("t1", 60, 130, 1, metres_per_s=25)),
        "by the timetable the stop is named, not counted": list(_ride("t1", 60, 120, 4, source="timetable")),
        "withdrawn while it is on screen": _withdrawn(),
        "a line only: offers without a stop, all in turn": [_step(t, line="3") for t in range(0, 1500, 9)],
        "nothing known: messages": [_step(t) for t in range(0, 60, 5)],
        "a stale position is a line": [_step(t, trip="t1", metres=700, age=t) for t in range(0, 200, 10)],
        "an unknown trip falls back to its line": [
            _step(t, trip="?", line="9", metres=5) for t in (0, 9, 18)
        ],
        "cut off for a day: messages only": [
            _step(t, trip="t1", metres=700, heard=86_380) for t in (0, 10, 21, 30)
        ],
        "a clock that lies: messages only": [_step(t, trip="t1", metres=700, heard=-400) for t in (0, 10)],
        "a clock set back does not freeze the screen": [
            _step(t, trip="t1", metres=700) for t in (5000, 5004, 0, 4, 8, 12)
        ],
        "a priority message comes first, every minute": [
            _step(t, trip="t1", metres=700, urgent=URGENT) for t in range(0, 260, 5)
        ],
        "dark at night and on command": [
            *(_step(t, line="3") for t in (30_000, 39_999, 40_000, 43_599, 43_600)),
            _step(43_610, line="3", dark=True),
            _step(43_620, line="3"),
        ],
        "after midnight the service day goes on": list(_ride("late", 0, 400, 20)),
        "anything at all": list(_anything(random.Random(3), 400)),  # noqa: S311  a seed, not a secret
    }


def _step(
    t: float,
    *,
    trip: str | None = None,
    metres: float | None = None,
    line: str | None = None,
    age: float = 0,
    heard: float = 0,
    urgent: Message | None = None,
    dark: bool = False,
) -> Step:
    now = BEGIN + t
    where = Where(now - age, trip, metres, line)
    return now, where, Live(now - heard, frozenset({"GONE"}), urgent, dark)


def _ride(
    trip: str, first: int, last: int, every: int, *, metres_per_s: float = 5, source: str = "gps"
) -> Iterator[Step]:
    """A trip driven at one speed."""
    begin = BEGIN + (20 * 3600 if trip == "late" else 0)
    for t in range(first, last, every):
        where = Where(begin + t, trip, round(t * metres_per_s, 1), None, source)  # type: ignore[arg-type]
        yield begin + t, where, Live(begin + t)


def _withdrawn() -> list[Step]:
    """The first offer is withdrawn by its id, the second by its code, in the middle of their seconds."""
    steps: list[Step] = []
    for t in range(0, 30, 2):
        closed = {"v1"} if t >= 4 else set()
        closed |= {"K7DD"} if t >= 8 else set()
        steps.append((BEGIN + t, Where(BEGIN + t, "t1", 700.0), Live(BEGIN + t, frozenset(closed))))
    return steps


def _anything(rng: random.Random, count: int) -> Iterator[Step]:
    """A long day of odd positions, closings and gaps, always the same one."""
    now, metres = float(BEGIN), 0.0
    for _ in range(count):
        now = round(now + rng.choice([1, 1, 2, 5, 8, 40, 700]), 1)
        metres = round(max(0.0, metres + rng.choice([0, 5, 20, 60, 300, -40, -1500])), 1)
        where = Where(
            at=now - rng.choice([0, 0, 0, 30, 95]),
            trip=rng.choice(["t1", "t1", "t1", "loop", "late", "?", None]),
            metres=rng.choice([metres, metres, metres, None]),
            line=rng.choice([None, "3", "9", "X"]),
            source=rng.choice(["gps", "host", "feed", "timetable"]),
        )
        closed = frozenset(rng.sample(["v1", "v2", "K7DD", "K7DF", "GONE"], rng.randrange(3)))
        yield now, where, Live(now - rng.choice([0, 0, 0, 90_000]), closed, rng.choice([None, None, URGENT]))


def _brief(row: Any) -> dict[str, Any]:
    """The fields that say something: None and empty text are what both languages assume."""
    return {name: value for name, value in asdict(row).items() if value is not None and value != ""}


def _answer(decision: Decision) -> dict[str, Any]:
    refusals = [[refusal.vacancy, refusal.reason] for refusal in decision.refusals]
    return {"show": _brief(decision.show), "why": decision.why, "refusals": refusals}


def play(bundle: Bundle, steps: list[Step]) -> dict[str, Any]:
    """Each question with its answer, memory carried from one to the next, and the memory at the end."""
    seen, played = Seen(), []
    for now, where, live in steps:
        decision = decide(bundle, where, now, seen, live)
        seen = decision.seen
        question = {
            "now": now,
            "where": _brief(where),
            "live": {**_brief(live), "closed": sorted(live.closed)},
        }
        played.append({**question, **_answer(decision)})
    return {"steps": played, "seen": asdict(seen)}


def documents() -> dict[str, str]:
    """The files by name, as text."""
    bundle = sample_bundle()
    rows = [{"name": name, **play(bundle, steps)} for name, steps in cases().items()]
    lines = [json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows]
    return {
        "bundle.json": bundle_json.write(bundle).decode() + "\n",
        "cases.json": "[\n" + ",\n".join(lines) + "\n]\n",
    }


def main() -> None:
    """Write the vectors again."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in documents().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
