"""Codes of four characters: one per place, never the same twice within twelve months."""

import time
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from psycopg.types.range import TimestamptzRange

from jalon.base.actions.short_link import close_links, count_scan, open_link, open_links
from jalon.base.codes import ALPHABET, clean_code, code_of, is_code
from jalon.base.models import LinkScan, ShortLink
from jalon.base.queries.short_link import resolve
from tests.jalon.base.parallel import at_once


@given(st.integers(0, 28**4 - 1), st.integers(0, 28**4 - 1))
def test_every_number_has_its_own_code(one: int, other: int) -> None:
    assert is_code(code_of(one))
    assert (code_of(one) == code_of(other)) == (one == other)


@given(
    st.text(alphabet=ALPHABET, min_size=4, max_size=4),
    st.sampled_from(["{}", " {} ", "{0[0]}-{0[1]} {0[2]}.{0[3]}"]),
)
def test_a_code_is_read_however_it_is_typed(code: str, layout: str) -> None:
    assert clean_code(layout.format(code).lower()) == code


@pytest.mark.django_db
def test_the_same_place_keeps_its_code_and_another_line_has_another() -> None:
    first = open_link(kind="vacancy", target_id=1, medium="bus", line_key="3")

    assert open_link(kind="vacancy", target_id=1, medium="bus", line_key="3") == first
    assert open_link(kind="vacancy", target_id=1, medium="bus", line_key="9").code != first.code
    assert resolve(first.code.lower()) == first


@pytest.mark.django_db
def test_a_closed_code_still_says_where_it_led() -> None:
    link = open_link(kind="vacancy", target_id=1, medium="bus")
    assert close_links(kind="vacancy", target_id=1) == 1

    closed = resolve(link.code)

    assert closed == link
    assert closed.closed_at is not None
    assert open_link(kind="vacancy", target_id=1, medium="bus").pk != link.pk


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "free"), [(364, False), (366, True)])
def test_the_database_holds_a_code_for_twelve_months_after_it_closed(days: int, free: bool) -> None:
    link = open_link(kind="vacancy", target_id=1, medium="bus")
    close_links(kind="vacancy", target_id=1)
    later = timezone.now() + timedelta(days=days)
    again = ShortLink(
        code=link.code,
        number=link.number,
        held=TimestamptzRange(later, None),
        kind="vacancy",
        target_id=2,
        medium="bus",
    )

    if free:
        again.save()
        assert resolve(link.code) == again
    else:
        with pytest.raises(IntegrityError):
            again.save()


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "AAAA", "K7D", "K7DMM", "K7D!", "0000"])
def test_what_is_no_code_leads_nowhere(text: str) -> None:
    assert resolve(text) is None


@pytest.mark.django_db
def test_a_whole_network_of_codes_opens_in_seconds_and_only_once() -> None:
    places = [(vacancy, f"line-{line}", "") for vacancy in range(150) for line in range(33)]
    start = time.perf_counter()
    first = open_links(kind="vacancy", medium="bus", places=places)
    elapsed = time.perf_counter() - start

    assert len({link.code for link in first.values()}) == 150 * 33
    assert open_links(kind="vacancy", medium="bus", places=places) == first
    assert elapsed < 20


@pytest.mark.django_db(transaction=True)
def test_parallel_openings_agree_on_one_code() -> None:
    def open_all() -> list[int]:
        places = [(vacancy, line, "") for vacancy in range(20) for line in "ABCDE"]
        return sorted(link.pk for link in open_links(kind="vacancy", medium="bus", places=places).values())

    results = at_once(open_all, open_all, open_all, open_all)

    assert results == [results[0]] * 4
    assert ShortLink.objects.count() == 100


@pytest.mark.django_db(transaction=True)
def test_parallel_visits_are_all_counted() -> None:
    link = open_link(kind="vacancy", target_id=1, medium="bus")

    assert at_once(*[lambda: count_scan(link=link)] * 6) == [None] * 6
    assert LinkScan.objects.get().count == 6
