"""The screen's own clock, set by the server's answers."""

import random
import time
from dataclasses import dataclass, field

KEEP_SAMPLES = 8


@dataclass(slots=True)
class ServerClock:
    """UTC seconds as the server counts them; of the last answers the one with the shortest way counts."""

    offset_s: float = 0.0
    samples: list[tuple[float, float]] = field(default_factory=list)

    def now(self) -> float:
        """UTC seconds since 1970."""
        return time.time() + self.offset_s

    def heard(self, instant: float, took_s: float) -> None:
        """The server said `instant` in an answer that took so long."""
        sample = (took_s, instant + took_s / 2 - time.time())
        self.samples = [*self.samples, sample][-KEEP_SAMPLES:]
        self.offset_s = min(self.samples)[1]


def pause(failures: int) -> float:
    """Seconds before the next try: 2 doubling up to 300, a third of it at random."""
    full = min(300.0, 2.0 ** (min(failures, 10) + 1))
    return full * random.uniform(2 / 3, 1)  # noqa: S311  spreads load, guards nothing
