"""A feed replaces another in one switch; lines and stops keep their keys; what is wrong is told in words."""

from pathlib import Path

import pytest

from jalon.base.models import Event
from jalon.directory.models import Organisation
from jalon.engines.gtfs.feed import GtfsError
from jalon.network import queries
from jalon.network.actions import begin_load
from jalon.network.choices import LoadState
from jalon.network.engine.feeds import current_feed
from jalon.network.engine.loading import load_feed, run_load
from jalon.network.models import Feed, FeedLoad, Line, Network, Stop
from tests.factories.network import STOPS, files, load, make_network, zipped
from tests.shared_data import DATA, needs

pytestmark = pytest.mark.django_db


@pytest.fixture
def network(operator: Organisation) -> Network:
    return make_network(operator)


def test_a_feed_is_kept_whole_and_read_back(network: Network, tmp_path: Path) -> None:
    feed = load(network, tmp_path)

    timetable = current_feed(network)
    assert timetable is not None
    assert timetable.routes.short_names == ("3",)
    assert feed.counts == {"lines": 1, "stops": 6, "trips": 18, "calls": 108, "shapes": 2, "drawn_shapes": 0}
    assert Line.objects.get().key == "3"
    assert queries.stop_keys(network)["S4"] == "les-bassins"
    assert Event.objects.get(topic="network:estran").kind == "feed"


def test_new_ids_keep_the_old_keys(network: Network, tmp_path: Path) -> None:
    load(network, tmp_path)
    renumbered = {
        name: text.replace("R3", "987").replace("S", "quai:")
        for name, text in files().items()
        if name in {"routes", "trips", "stops", "stop_times"}
    }

    load(network, tmp_path, **renumbered)

    assert queries.line_keys(network) == {"987": "3"}
    assert queries.stop_keys(network)["quai:4"] == "les-bassins"
    assert Stop.objects.count() == 6


def test_what_is_gone_is_retired_and_what_is_back_is_revived(network: Network, tmp_path: Path) -> None:
    load(network, tmp_path)
    kept = {k: v for k, v in STOPS.items() if k != "S6"}
    without = "stop_id,stop_name,stop_lat,stop_lon\n" + "\n".join(
        f"{key},{name},{lat},{lon}" for key, (name, lat, lon) in kept.items()
    )
    times = "\n".join(line for line in files()["stop_times"].splitlines() if ",S6," not in line)

    load(network, tmp_path, stops=without, stop_times=times)
    retired = Stop.objects.get(key="port-est").retired
    load(network, tmp_path)

    assert retired
    assert not Stop.objects.get(key="port-est").retired


def test_a_feed_that_cannot_be_used_leaves_the_previous_one(network: Network, tmp_path: Path) -> None:
    good = load(network, tmp_path)

    with pytest.raises(GtfsError, match=r"stop_times\.txt"):
        load(network, tmp_path, stop_times="trip_id\n")

    assert Feed.objects.get(network=network, current=True).pk == good.pk
    assert Network.objects.get().version == 1


def test_a_load_that_fails_says_why_and_forgets_the_file(network: Network, operator_user: object) -> None:
    load = begin_load(
        network=network,
        source="photo.zip",
        name="photo",
        content=b"JFIF not a zip",
        by=operator_user,  # type: ignore[arg-type]
    )

    run_load(load)

    load = FeedLoad.objects.get()
    assert load.state == LoadState.FAILED
    assert load.content is None
    assert "archive zip" in load.report[0]["text"]


def test_a_file_that_was_sent_is_loaded(network: Network, operator_user: object) -> None:
    load = begin_load(
        network=network,
        source="bus.zip",
        name="bus",
        content=zipped(files()),
        by=operator_user,  # type: ignore[arg-type]
    )

    run_load(load)

    assert FeedLoad.objects.get().state == LoadState.DONE
    assert current_feed(network) is not None

    run_load(FeedLoad.objects.get())  # the worker was killed before it could say that the job is done

    assert FeedLoad.objects.get().state == LoadState.DONE


def test_an_address_that_does_not_answer_is_said_in_words(network: Network) -> None:
    with pytest.raises(GtfsError, match="ne répond pas"):
        load_feed(network=network, source="http://127.0.0.1:9/gtfs.zip")


def test_timetables_older_than_the_previous_one_keep_their_report_only(
    network: Network, tmp_path: Path
) -> None:
    first, second, third = (load(network, tmp_path) for _ in range(3))

    kept = set(Feed.objects.filter(data__isnull=False).values_list("pk", flat=True).order_by("pk"))
    assert kept == {second.pk, third.pk}
    assert Feed.objects.get(pk=first.pk).counts["trips"] == 18


@needs("gtfs", "solea_mulhouse.zip")
def test_a_city_network_loads(network: Network) -> None:
    feed = load_feed(network=network, source=str(DATA / "gtfs" / "solea_mulhouse.zip"))

    assert feed.counts["trips"] == 9115
    assert feed.counts["drawn_shapes"] > 0
    assert Line.objects.filter(key="10").count() == 1
    keys = queries.stop_keys(network)
    assert len(keys) == 963
    assert Stop.objects.filter(name="GARE CENTRALE").count() == 1


@needs("gtfs", "ter_sncf_2025.zip")
def test_a_national_network_loads_twice_under_the_same_keys(network: Network) -> None:
    source = str(DATA / "gtfs" / "ter_sncf_2025.zip")
    load_feed(network=network, source=source)
    before = (queries.line_keys(network), queries.stop_keys(network))

    load_feed(network=network, source=source)

    assert (queries.line_keys(network), queries.stop_keys(network)) == before
    assert len(before[0]) == 650
