"""What screens get to play: vacancies that may be shown, one code per vacancy and line, whatever changes."""

import gzip
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.utils import timezone

from jalon.accounts.models import User
from jalon.base.actions.event import publish
from jalon.base.models import Event, ShortLink
from jalon.directory.actions import vet
from jalon.directory.models import Organisation
from jalon.engines import geocast
from jalon.network.actions import play_day
from jalon.network.engine.loading import load_feed
from jalon.network.models import Network
from jalon.transit import queries
from jalon.transit.actions.content import stop_everywhere, write_message
from jalon.transit.engine.compiling import build, service_day_now
from jalon.transit.engine.following import follow_changes, prepare_days
from jalon.transit.engine.serving import forget_common
from jalon.transit.models import Bundle
from jalon.vacancies.choices import VacancyState
from jalon.vacancies.models import Shift, Vacancy
from tests.factories.vacancies import make_draft, make_vacancy
from tests.jalon.transit.conftest import Player, make_player, state
from tests.shared_data import DATA, needs

pytestmark = pytest.mark.django_db
SCHEMAS = Path(geocast.__file__).parent / "schemas"


def schema(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((SCHEMAS / f"{name}.schema.json").read_text())
    return document


def fetch(player: Player) -> dict[str, Any]:
    answer = player.get("boucle")
    assert answer.status_code == 200
    document: dict[str, Any] = json.loads(gzip.decompress(answer.content))
    return document


def test_the_bundle_is_what_the_schema_says(player: Player, vacancy: Vacancy) -> None:
    bundle = fetch(player)

    jsonschema.validate(bundle, schema("bundle"))
    assert [row["id"] for row in bundle["vacancies"]] == [str(vacancy.pk)]
    link = ShortLink.objects.get()
    assert (link.target_id, link.line_key, link.medium) == (vacancy.pk, "3", "bus")
    assert set(bundle["vacancies"][0]["codes"].values()) == {link.code} == set(bundle["qr"])
    assert bundle["phone"].replace("\u00a0", " ") == "03 53 01 24 60"


def test_the_same_content_has_the_same_version_and_is_not_sent_twice(
    player: Player, vacancy: Vacancy
) -> None:
    version = fetch(player)["version"]
    assert player.screen.network is not None
    day = service_day_now(player.screen.network, timezone.now())

    build(network=player.screen.network, day=day)

    assert player.get("boucle", **{"if-none-match": f'"{version}"'}).status_code == 304
    assert player.get("boucle", **{"if-none-match": f'W/"{version}"'}).status_code == 304
    assert Event.objects.filter(kind="bundle").count() == 1
    assert ShortLink.objects.count() == 1


def test_only_what_may_be_shown_is_in_it(
    player: Player, vacancy: Vacancy, employer: Organisation, operator_user: User
) -> None:
    make_draft(employer)
    make_vacancy(employer, valid_until=timezone.now() - timedelta(minutes=1))
    make_vacancy(employer, lat=None, lon=None)
    stopped = make_vacancy(employer, title="Cariste")
    assert player.screen.network is not None
    stop_everywhere(network=player.screen.network, vacancy=stopped, reason="erreur", by=operator_user)

    assert [row["id"] for row in fetch(player)["vacancies"]] == [str(vacancy.pk)]


def test_a_shift_of_this_weekday_says_which_bus(player: Player, vacancy: Vacancy) -> None:
    Shift.objects.create(vacancy=vacancy, starts="05:00", ends="13:00", weekdays="1111111")
    other = make_vacancy(vacancy.organisation, title="Autre jour", lat=51.031, lon=2.36, radius_m=400)
    never = "".join("0" if i == timezone.localdate().weekday() else "1" for i in range(7))
    Shift.objects.create(vacancy=other, starts="05:00", ends="13:00", weekdays=never)

    eastward = fetch(player)["patterns"][0]

    fits = {stretch[0]: stretch[7] for stretch in eastward["stretches"]}
    # Work at 5 h: the bus of 4 h 05 from Place du Phare; back with the one of 13 h 08 from Quai aux Bois.
    assert fits[0][0][0] == 5 * 3600
    assert fits[0][0][2] == 13 * 3600 + 8 * 60
    assert fits[1] == []


def test_a_closed_vacancy_is_told_before_a_new_bundle_is_made(player: Player, vacancy: Vacancy) -> None:
    bundle = fetch(player)
    vacancy.state, vacancy.closing_reason = VacancyState.CLOSED, "withdrawn"
    vacancy.save(update_fields=["state", "closing_reason"])
    forget_common()

    told = player.post("etat", state(bundle=bundle["version"])).json()

    assert told["live"]["closed"] == [str(vacancy.pk)]
    assert told["bundle"]["version"] == bundle["version"]


@pytest.mark.django_db(transaction=True)
def test_a_refused_employer_leaves_the_screens(
    network: Network, player: Player, vacancy: Vacancy, adviser: User
) -> None:
    follow_changes()
    vet(organisation=vacancy.organisation, accept=False, by=adviser, reason="offres fictives")

    assert follow_changes() == 1
    assert fetch(player)["vacancies"] == []


@pytest.mark.django_db(transaction=True)
def test_changes_are_followed_once(network: Network, player: Player, vacancy: Vacancy) -> None:
    assert follow_changes() == 1
    assert follow_changes() == 0
    publish(topic="vacancies", kind="changed", payload={"vacancy": vacancy.pk})
    publish(topic="vacancies", kind="changed", payload={"vacancy": vacancy.pk})
    publish(topic="network:estran", kind="positions", payload={})

    assert (follow_changes(), follow_changes()) == (1, 0)


def test_a_new_timetable_makes_new_bundles(network: Network, player: Player) -> None:
    assert prepare_days() >= 1
    assert prepare_days() == 0

    play_day(network=network, day=timezone.localdate().replace(year=2027))

    assert prepare_days() >= 1


def test_messages_of_the_association_are_in_the_bundle(
    network: Network, player: Player, operator_user: User
) -> None:
    write_message(network=network, title="Café de l’emploi", body="Jeudi à 9 h", by=operator_user)

    assert [row["title"] for row in fetch(player)["messages"]] == ["Café de l’emploi"]


def test_a_network_without_a_timetable_has_no_bundle(operator: Organisation) -> None:
    from tests.factories.network import make_network

    player = make_player(make_network(operator, key="vide", name="Vide"), "1")

    assert player.get("boucle").status_code == 204
    assert player.post("etat", state()).json()["bundle"] is None


@pytest.mark.parametrize("day", ["2020-01-01", "2099-12-31"])
def test_a_day_far_away_is_not_compiled(player: Player, day: str) -> None:
    assert player.get(f"boucle?jour={day}").status_code == 204
    assert not Bundle.objects.exists()


def test_an_odd_day_is_refused(player: Player) -> None:
    assert player.get("boucle?jour=demain").status_code == 400


@needs("gtfs", "solea_mulhouse.zip")
def test_a_city_with_150_vacancies_is_compiled_in_seconds(network: Network, employer: Organisation) -> None:
    load_feed(network=network, source=str(DATA / "gtfs" / "solea_mulhouse.zip"))
    feed = queries.on_screens(network)
    assert feed == []
    for number in range(150):
        make_vacancy(
            employer, title=f"Poste {number}", lat=47.75 + number % 15 / 500, lon=7.33 + number / 5000
        )
    play_day(network=network, day=timezone.datetime(2026, 4, 2).date())  # type: ignore[attr-defined]

    bundle = build(network=network, day=timezone.localdate())

    assert bundle is not None
    assert bundle.build_seconds < 20
    assert len(bundle.content) < 2_000_000
