"""Shifts and buses: before work, after work, over midnight."""

import pytest

from jalon.engines.geocast.bundle import Fit
from jalon.engines.geocast.fit import Rides
from jalon.engines.geocast.offers import Shift
from jalon.engines.geocast.problem import ProblemError
from tests.engines.geocast import straight_line as line

H = 3600
RIDES = Rides(line.day(trips=80))  # from 4 h to 23 h 45, every quarter of an hour, both ways


def fits(shift: Shift, walk_s: int = 300) -> tuple[Fit, ...]:
    """From the first stop to the fourth, three minutes further."""
    return RIDES.fits(0, ("Gare", "Écluse"), walk_s, [shift])


def test_the_last_bus_that_is_early_enough_and_the_first_one_back() -> None:
    """Five minutes on foot: at the stop by 4 h 55, so the bus of 4 h 45; back from 13 h 05: 13 h 17."""
    assert fits(Shift(5 * H, 13 * H)) == (Fit(5 * H, 4 * H + 2700, 13 * H + 17 * 60),)


def test_a_night_shift_ends_on_the_next_morning() -> None:
    """The way back at 5 h 05 is the bus that passes at 5 h 17, told by its own day's hour."""
    assert fits(Shift(21 * H, 5 * H)) == (Fit(21 * H, 20 * H + 2700, 5 * H + 17 * 60),)


def test_no_bus_back_within_the_hour() -> None:
    assert fits(Shift(17 * H, 90 * 60)) == (Fit(17 * H, 16 * H + 2700, None),)


def test_no_bus_before_work() -> None:
    assert fits(Shift(4 * H, 12 * H)) == ()


def test_a_stop_that_the_line_does_not_serve() -> None:
    assert RIDES.fits(0, ("Gare", "Ailleurs"), 0, [Shift(5 * H, 13 * H)]) == ()


def test_hours_outside_the_day_are_refused() -> None:
    with pytest.raises(ProblemError, match="horaires"):
        Shift(25 * H, 26 * H)
