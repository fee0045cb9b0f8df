"""Proofs of play are counted once, whatever comes twice, and in parallel."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import jsonschema
import pytest
from django.db import connection
from django.utils import timezone

from jalon.base.actions.short_link import open_link
from jalon.transit.actions.plays import trim
from jalon.transit.models import Play, PlayBatch, PlayHour, Preemption
from jalon.vacancies.models import Vacancy
from tests.jalon.transit.conftest import Player, play
from tests.jalon.transit.test_bundle import schema

BATCH = "7b0d5c7e-58c1-4b58-9a64-0b4a2f1f3c1"


def batch(plays: list[dict[str, Any]], number: int = 1, **more: Any) -> dict[str, Any]:
    return {"batch": f"{BATCH}{number}", "plays": plays, "preemptions": [], **more}


@pytest.fixture
def code(vacancy: Vacancy) -> str:
    return open_link(kind="vacancy", target_id=vacancy.pk, medium="bus", line_key="3").code


def counted() -> tuple[int, int, float]:
    hours = PlayHour.objects.order_by("pk")
    return Play.objects.count(), sum(hour.plays for hour in hours), sum(hour.seconds for hour in hours)


@pytest.mark.django_db
def test_a_batch_twice_is_counted_once(player: Player, code: str, vacancy: Vacancy) -> None:
    now = timezone.now().timestamp()
    sent = batch(
        [play(code, now), play(code, now - 3600), play(code, now - 3601, line="", stop="", stretch="")]
    )

    first, second = player.post("diffusions", sent).json(), player.post("diffusions", sent).json()

    assert first == {"batch": sent["batch"], "accepted": 3, "repeated": False}
    assert second == {"batch": sent["batch"], "accepted": 0, "repeated": True}
    jsonschema.validate(first, schema("plays")["$defs"]["response"])
    assert counted() == (3, 3, 24.0)
    assert PlayHour.objects.filter(vacancy=vacancy, organisation=vacancy.organisation).count() == 3


@pytest.mark.django_db
def test_a_row_in_two_batches_is_counted_once(player: Player, code: str) -> None:
    now = timezone.now().timestamp()
    player.post("diffusions", batch([play(code, now)], 1))

    answer = player.post("diffusions", batch([play(code, now), play(code, now - 9), play(code, now - 9)], 2))

    assert answer.json()["accepted"] == 1
    assert counted() == (2, 2, 16.0)


@pytest.mark.django_db
def test_an_unknown_code_or_an_incredible_hour_counts_nowhere(player: Player, code: str) -> None:
    now = timezone.now().timestamp()
    rows = [play("BBBB", now), play(code, now - 9 * 86400), play(code, now + 86400), play(code, now)]

    assert player.post("diffusions", batch(rows)).json()["accepted"] == 1
    assert counted() == (1, 1, 8.0)


@pytest.mark.django_db(transaction=True)
def test_a_batch_sent_twice_at_once_is_counted_once(player: Player, code: str) -> None:
    now = timezone.now().timestamp()
    same = batch([play(code, now - 10 * n) for n in range(20)])
    again = batch([play(code, now - 10 * n) for n in range(30)], 2)

    def send(body: dict[str, Any]) -> int:
        try:
            return int(player.post("diffusions", body).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        codes = list(threads.map(send, [same, again, same, again, same, again]))

    assert codes == [200] * 6
    assert counted() == (30, 30, 240.0)
    assert PlayBatch.objects.count() == 2


@pytest.mark.django_db
def test_passenger_information_is_noted(player: Player) -> None:
    now = timezone.now().timestamp()
    spans = [{"from": now - 60, "until": now}, {"from": now - 60, "until": now - 30}]

    player.post("diffusions", batch([], preemptions=spans))
    player.post("diffusions", batch([], 2, preemptions=spans[:1]))

    row = Preemption.objects.get()
    assert row.ended_at - row.began_at == timedelta(seconds=60)


@pytest.mark.django_db
def test_a_batch_that_cannot_be_read_counts_nothing(player: Player, code: str) -> None:
    now = timezone.now().timestamp()

    answer = player.post("diffusions", batch([play(code, now), play(code, now, seconds="huit")]))

    assert answer.status_code == 400
    assert counted() == (0, 0, 0)
    assert player.post("diffusions", batch([play(code, now)] * 201)).status_code == 400


@pytest.mark.django_db
def test_raw_rows_go_after_eight_days_and_counts_stay(player: Player, code: str) -> None:
    now = timezone.now().timestamp()
    player.post("diffusions", batch([play(code, now), play(code, now - 60)]))
    Play.objects.filter(at__lt=timezone.now() - timedelta(seconds=30)).update(
        at=timezone.now() - timedelta(days=8, minutes=1)
    )

    assert trim() == 1
    assert counted() == (1, 2, 16.0)
