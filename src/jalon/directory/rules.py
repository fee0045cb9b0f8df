"""Opening hours as spans of time, and how far a number of open hours reaches."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

Week = Mapping[int, Sequence[tuple[time, time]]]
Span = tuple[datetime, datetime]

# What is counted for an organisation that has not written its hours.
USUAL_WEEK: Week = {weekday: ((time(9), time(12)), (time(14), time(18))) for weekday in range(5)}
# Two years: nobody promises beyond, and a closure without end cannot hold up a page.
HORIZON_DAYS = 731


def spans(week: Week, *, start: datetime, zone: tzinfo, closed: Callable[[date], bool]) -> Iterator[Span]:
    """Open spans from `start` on, in UTC, in order, without overlap, over `HORIZON_DAYS` days.

    A span is as long as the clock really runs: an hour less or more on the night the clocks change.
    """
    reached = start.astimezone(UTC)
    first = start.astimezone(zone).date()
    for offset in range(HORIZON_DAYS):
        day = first + timedelta(days=offset)
        if closed(day):
            continue
        for opens, closes in sorted(week.get(day.weekday(), ())):
            begins = max(reached, datetime.combine(day, opens, zone).astimezone(UTC))
            ends = datetime.combine(day, closes, zone).astimezone(UTC)
            if begins < ends:
                yield begins, ends
                reached = ends


def reach(open_spans: Iterator[Span], *, length: timedelta) -> datetime | None:
    """The instant at which `length` of open time has passed, rounded up to a plain hour or to closing time.

    None when the spans do not hold that much time.
    """
    left = length
    for begins, ends in open_spans:
        if begins + left <= ends:
            return min(_next_plain_hour(begins + left), ends)
        left -= ends - begins
    return None


def _next_plain_hour(moment: datetime) -> datetime:
    plain = moment.replace(minute=0, second=0, microsecond=0)
    return plain if plain == moment else plain + timedelta(hours=1)
