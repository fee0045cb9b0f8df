"""Numbers, coordinates and hours, as people type them."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.directory import rules


@pytest.mark.parametrize(
    ("siret", "valid"),
    [
        ("73282932000074", True),
        ("73282932000075", False),
        ("35600000000048", True),
        ("35600000009075", True),
        ("35600000009076", False),
        ("7328293200007", False),
        ("00000000000000", False),
        ("7328293200007x", False),
        ("٧٣٢٨٢٩٣٢٠٠٠٠٧٤", False),
    ],
)
def test_siret_is_checked_by_its_digits(siret: str, valid: bool) -> None:
    assert rules.is_siret(siret) is valid


@given(st.integers(1, 10**13 - 1), st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(number: int, place: int, shift: int) -> None:
    stem = f"{number:013}"
    siret = next(stem + digit for digit in "0123456789" if _luhn_by_hand(stem + digit))
    wrong = siret[:place] + str((int(siret[place]) + shift) % 10) + siret[place + 1 :]
    la_poste = wrong.startswith("356000000")

    assert rules.is_siret(siret)
    assert la_poste or not rules.is_siret(wrong)


def _luhn_by_hand(digits: str) -> bool:
    doubled = "0246813579"
    return sum(int(doubled[int(d)] if n % 2 == 0 else d) for n, d in enumerate(digits)) % 10 == 0


@pytest.mark.parametrize(
    "text",
    [
        "51.0343, 2.3767",
        "51,0343 ; 2,3767",
        "51.0343 2.3767",
        "(51.0343, 2.3767)",
        "51.0343° N, 2.3767° E",
        "geo:51.0343,2.3767",
        "https://www.openstreetmap.org/#map=15/51.0343/2.3767",
        "https://maps.example/maps/@51.0343,2.3767,14z",
    ],
)
def test_coordinates_are_read_from_what_maps_give(text: str) -> None:
    assert rules.parse_coordinates(text) == (51.0343, 2.3767)


def test_degrees_and_minutes_are_read() -> None:
    assert rules.parse_coordinates("51°02'15\"N 2°22'30\"O") == (51.0375, -2.375)


@pytest.mark.parametrize("text", ["", "ici", "51.03", "100, 2", "51.03, 2.37, 4.5", "2 rue du Port"])
def test_other_words_are_no_place(text: str) -> None:
    with pytest.raises(rules.BadCoordinatesError):
        rules.parse_coordinates(text)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_written_coordinates_are_read_back(lat: float, lon: float) -> None:
    assert rules.parse_coordinates(f"{lat:.6f}, {lon:.6f}") == (float(f"{lat:.6f}"), float(f"{lon:.6f}"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9h-12h 14h-18h", [(time(9), time(12)), (time(14), time(18))]),
        ("9 h à 12 h 30 et 14 h à 18 h", [(time(9), time(12, 30)), (time(14), time(18))]),
        ("8:30-17:00", [(time(8, 30), time(17))]),
        ("14h-18h, 9h-12h", [(time(9), time(12)), (time(14), time(18))]),
        ("", []),
        ("Fermé", []),
    ],
)
def test_hours_are_read_as_they_are_written(text: str, expected: list[tuple[time, time]]) -> None:
    assert rules.parse_hours(text) == expected


@pytest.mark.parametrize("text", ["tôt", "18h-9h", "9h-25h", "9h-12h 11h-14h", "9h", "9h-9h"])
def test_hours_that_make_no_sense_are_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  its text is for developers; the form says it in French
        rules.parse_hours(text)


QUARTERS = st.lists(st.integers(0, 95), min_size=2, max_size=6, unique=True).filter(lambda q: len(q) % 2 == 0)


@given(QUARTERS)
def test_hours_that_are_said_are_read_back(quarters: list[int]) -> None:
    times = [time(quarter // 4, quarter % 4 * 15) for quarter in sorted(quarters)]
    day = list(zip(times[::2], times[1::2], strict=True))

    assert rules.parse_hours(rules.said_hours(day)) == day
