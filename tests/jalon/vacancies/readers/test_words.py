"""Hours, wages, contracts, dates: read when clear, left as words when not."""

from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.vacancies.readers import values
from jalon.vacancies.readers.contract import contract_of
from jalon.vacancies.readers.hours import parse_hours
from jalon.vacancies.readers.text import line, plain
from jalon.vacancies.readers.wage import parse_wage

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("text", "shifts"),
    [
        ("5h-13h", ["05:00-13:00 1111100"]),
        ("5 h-13 h / 13 h-21 h", ["05:00-13:00 1111100", "13:00-21:00 1111100"]),
        ("Horaires : de 21 h à 5 h", ["21:00-05:00 1111100"]),
        ("du lundi au samedi 8h30-16h", ["08:30-16:00 1111110"]),
        ("samedi et dimanche 7h-19h", ["07:00-19:00 0000011"]),
        ("du vendredi au lundi 7h-19h", ["07:00-19:00 1000111"]),
        ("35h par semaine, 8h-15h", ["08:00-15:00 1111100"]),
        ("35H Travail en journée", []),
        ("9h-12h et 14h-18h", []),
        ("lundi 9h-12h, mardi 14h-17h", []),
        ("8h-16h selon planning", []),
        ("25h-30h", []),
        ("8h-8h", []),
    ],
)
def test_hours(text: str, shifts: list[str]) -> None:
    assert [f"{s.starts:%H:%M}-{s.ends:%H:%M} {s.weekdays}" for s in parse_hours(text)] == shifts


@pytest.mark.parametrize(
    ("text", "low", "high", "period"),
    [
        ("Horaire de 11.88 Euros", "11.88", None, "hour"),
        ("Mensuel de 1900.0 Euros à 2000.0 Euros sur 12.0 mois", "1900.00", "2000.00", "month"),
        ("Annuel de 21621.6 Euros sur 12.0 mois", "21621.60", None, "year"),
        ("12,50 € de l’heure", "12.50", None, "hour"),
        ("1 980 € brut par mois", "1980.00", None, "month"),
        ("25 à 28 k€ / an", "25000.00", "28000.00", "year"),
        ("Mensuel de 45000.0 Euros à 60000.0 Euros", None, None, ""),
        ("2000 €", None, None, ""),
        ("selon profil", None, None, ""),
    ],
)
def test_wages(text: str, low: str | None, high: str | None, period: str) -> None:
    wage = parse_wage(text)

    assert (wage.low, wage.high, wage.period) == (low and Decimal(low), high and Decimal(high), period)


@pytest.mark.parametrize(
    ("text", "contract"),
    [
        ("CDI", "permanent"),
        ("CDD - 6 Mois", "fixed_term"),
        ("MIS", "temporary"),
        ("Contrat apprentissage CDI", "apprenticeship"),
        ("Cont. professionnalisation CDD", "professionalisation"),
        ("CDD insertion", "integration"),
        ("Franchise", "other"),
        ("", ""),
    ],
)
def test_contracts(text: str, contract: str) -> None:
    assert contract_of(text) == contract


@pytest.mark.parametrize("text", ["2025-11-26", "26/11/2025", "26/11/25", "26.11.2025", "2025-11-26T10:00"])
def test_days(text: str) -> None:
    assert values.day(text, "début") == date(2025, 11, 26)


def test_an_end_counts_to_the_end_of_its_day_and_keeps_its_clock() -> None:
    last = values.end_instant("2025-11-26", "fin", PARIS)
    instant = values.end_instant("2025-11-26T10:00:00Z", "fin", PARIS)

    assert last == datetime(2025, 11, 26, 23, 59, tzinfo=PARIS)
    assert instant == datetime(2025, 11, 26, 10, tzinfo=ZoneInfo("UTC"))


def test_markup_becomes_lines() -> None:
    text = "<h2>Poste</h2><ul><li>souder</li><li>meuler&nbsp;&amp; polir</li></ul><style>p{}</style>\x00"

    assert plain(text) == "Poste\n\n- souder\n- meuler & polir"


@given(st.text(max_size=300))
def test_any_words_are_read_without_fault(text: str) -> None:
    for row in parse_hours(text):
        assert row.starts != row.ends
        assert isinstance(row.starts, time)
    wage = parse_wage(text)
    assert wage.low is None or wage.low < 500_000
    assert "\x00" not in plain(text)
    assert "\n" not in line(text)
    assert len(line(text, 20)) <= 20


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.none()))
def test_any_cell_is_a_value_or_a_fault_in_words(cell: object) -> None:
    for read in (
        lambda: values.whole(cell, "places"),
        lambda: values.coordinates(cell, cell),
        lambda: values.day(cell, "début"),
        lambda: values.end_instant(cell, "fin", PARIS),
    ):
        with suppress(values.FaultError):
            read()
