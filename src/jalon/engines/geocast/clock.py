"""Which second of which service day an instant is, in life and when an old day is played as today."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from math import isfinite, nan
from zoneinfo import ZoneInfo

DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class ServiceClock:
    """Turns UTC seconds into (service day, seconds of that day).

    With `played_day`, `origin` (UTC seconds) shows second `origin_s` of that day, time runs `speed` times as
    fast from there, and the day begins again when it is over. Without, days are those of the calendar. In
    both, the service of the day before may still be running.
    """

    timezone: str
    played_day: date | None = None
    origin: float = nan
    origin_s: float = 0.0
    speed: float = 1.0

    def __post_init__(self) -> None:
        if not (isfinite(self.speed) and self.speed > 0):
            raise ValueError("La vitesse de la simulation doit être un nombre positif.")
        if self.played_day is not None and not isfinite(self.origin):
            raise ValueError("Un jour rejoué a besoin d’une origine.")

    def moments(self, at: float) -> list[tuple[date, float]]:
        """Return the service days that may be running at this instant, with their second, likeliest first."""
        if self.played_day is not None:
            second = (self.origin_s + (at - self.origin) * self.speed) % DAY_S
            return [(self.played_day, second), (self.played_day, second + DAY_S)]
        today = datetime.fromtimestamp(at, ZoneInfo(self.timezone)).date()
        return [(day, at - self.start(day)) for day in (today, today - timedelta(days=1))]

    def start(self, day: date) -> float:
        """Return the UTC seconds from which the times of a service day count: noon minus twelve hours."""
        return _start(self.timezone, day)

    def instant(self, day: date, seconds: float, near: float) -> float:
        """Return the UTC instant of a second of a service day; of a day replayed, the nearest `near`."""
        if self.played_day is None:
            return self.start(day) + seconds
        once, turn = self.origin + (seconds - self.origin_s) / self.speed, DAY_S / self.speed
        return once + round((near - once) / turn) * turn


@lru_cache(maxsize=64)
def _start(timezone: str, day: date) -> float:
    noon = datetime.combine(day, time(12), ZoneInfo(timezone))
    return (noon.astimezone(UTC) - timedelta(hours=12)).timestamp()


def as_if_today(timezone: str, day: date, now: float, speed: float = 1.0) -> ServiceClock:
    """Return a clock that plays service day `day` from the hour that it is now, `speed` times as fast."""
    today = datetime.fromtimestamp(now, ZoneInfo(timezone)).date()
    here = ServiceClock(timezone)
    return ServiceClock(timezone, played_day=day, origin=now, origin_s=now - here.start(today), speed=speed)
