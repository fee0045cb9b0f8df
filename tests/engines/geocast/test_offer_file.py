"""The optional columns of a CSV of vacancies, in the ways in which people write them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from jalon.engines.geocast.offer_file import FOREVER, Terms, offers_on, read_terms
from jalon.engines.geocast.problem import ProblemError

PARIS = ZoneInfo("Europe/Paris")
DAY = date(2026, 5, 12)


def terms(**columns: str) -> Terms:
    return read_terms([(2, {"id": "v", **columns})], "v.csv", PARIS)[0]


def windows(**columns: str) -> list[tuple[datetime, datetime]]:
    """What may be shown on the day, windows of no length left out."""
    record = {"id": "v", "lat": "47,7", "lon": "7.3", **columns}
    offer = offers_on([(2, record)], [terms(**columns)], DAY, PARIS)[0]
    return [
        (datetime.fromtimestamp(opens, PARIS), datetime.fromtimestamp(closes, PARIS))
        for opens, closes in offer.windows
        if opens < closes
    ]


@pytest.mark.parametrize(
    ("shifts", "hours"),
    [
        ("5 h-13 h / 13 h-21 h", [(5, 13), (13, 21)]),
        ("05:00-13:00;13:00–21:00", [(5, 13), (13, 21)]),
        ("5h00 à 13h00 et 13h-21h", [(5, 13), (13, 21)]),
        ("de 21 h à 5 h", [(21, 5)]),
        ("5-13", [(5, 13)]),
        ("05:00:00-13:00:00", [(5, 13)]),
        ("16h-24h", [(16, 24)]),
        ("", []),
    ],
)
def test_shifts(shifts: str, hours: list[tuple[int, int]]) -> None:
    found = [(shift.start_s / 3600, shift.end_s / 3600) for shift in terms(shifts=shifts).shifts]
    assert found == hours


@pytest.mark.parametrize(("text", "value"), [("", 1), ("0", 0.1), ("0,5", 0.5), ("2", 2), ("100", 10)])
def test_a_priority_is_any_number_from_nothing_up(text: str, value: float) -> None:
    assert terms(priority=text).priority == value


@pytest.mark.parametrize(
    ("since", "until"),
    [("2026-05-01", "2026-05-30"), ("01/05/2026", "30/05/2026"), ("1/5/2026", "2026-05-30")],
)
def test_dates_of_two_countries_include_the_last_day(since: str, until: str) -> None:
    found = terms(**{"from": since, "until": until})
    assert datetime.fromtimestamp(found.since, PARIS) == datetime(2026, 5, 1, tzinfo=PARIS)
    assert datetime.fromtimestamp(found.until, PARIS) == datetime(2026, 5, 31, tzinfo=PARIS)
    assert found.hours is None


def test_hours_are_of_every_day_and_may_pass_midnight() -> None:
    eve = datetime(2026, 5, 11, tzinfo=PARIS)
    found = windows(**{"from": "22:00", "until": "5 h"})
    assert found[0] == (eve.replace(hour=22), eve.replace(hour=5) + timedelta(days=1))


def test_an_hour_and_a_date_go_together() -> None:
    assert terms(**{"from": "6 h", "until": "2026-05-30"}).until < FOREVER
    found = windows(**{"from": "2026-05-12T08:00", "until": "20 h"})
    assert found[0] == (datetime(2026, 5, 12, 8, tzinfo=PARIS), datetime(2026, 5, 12, 20, tzinfo=PARIS))


def test_every_fault_of_a_row_is_told() -> None:
    row = {"id": "v", "priority": "-1", "from": "25:00", "until": "06:75", "shifts": "matin"}
    with pytest.raises(ProblemError) as refusal:
        read_terms([(7, row)], "v.csv", PARIS)
    told = "\n".join(refusal.value.faults)
    assert told.count("v.csv, ligne 7 : ") == 4
    assert [word for word in ("« -1 »", "« 25:00 »", "« 06:75 »", "« matin »") if word not in told] == []


def test_an_offer_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ProblemError, match="ne vient pas après"):
        terms(**{"from": "2026-05-30", "until": "2026-05-01"})
