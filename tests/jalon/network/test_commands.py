"""The command line: load a feed, play one of its days to files and into the network."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from jalon.directory.models import Organisation
from jalon.engines.geocast.positions import read
from jalon.network.models import Feed, Network, VehicleState
from tests.factories.network import files, load, make_network, zipped

pytestmark = pytest.mark.django_db


def test_a_feed_is_loaded_into_a_new_network(operator: Organisation, tmp_path: Path) -> None:
    path, said = tmp_path / "bus.zip", StringIO()
    path.write_bytes(zipped(files()))

    call_command("network_load_feed", str(path), name="Bus du Port", stdout=said, stderr=StringIO())

    assert Network.objects.get().key == "bus-du-port"
    assert "1 lignes, 6 arrêts, 18 courses" in said.getvalue()


def test_a_feed_that_is_none_is_refused_in_words(operator: Organisation, tmp_path: Path) -> None:
    path = tmp_path / "photo.zip"
    path.write_bytes(b"JFIF")

    with pytest.raises(CommandError, match="archive zip"):
        call_command("network_load_feed", str(path), stderr=StringIO())
    assert not Feed.objects.exists()


def test_a_day_is_played_to_files_and_into_the_network(operator: Organisation, tmp_path: Path) -> None:
    network = make_network(operator)
    load(network, tmp_path)

    call_command("simulate", day="2026-03-03", out=str(tmp_path / "rt"), ticks=1, stdout=StringIO())

    published = read((tmp_path / "rt" / "vehicle-positions.pb").read_bytes()).positions
    estimated = read((tmp_path / "rt" / "estimated-timetable.xml").read_bytes()).journeys
    assert len(published) == len(estimated) == VehicleState.objects.count()
    assert str(Feed.objects.get().simulated_date) == "2026-03-03"


@pytest.mark.parametrize(
    ("option", "value"), [("day", "demain"), ("day", "1999-01-01"), ("feed", "absent.zip")]
)
def test_what_cannot_be_played_is_refused_in_words(
    operator: Organisation, tmp_path: Path, option: str, value: str
) -> None:
    load(make_network(operator), tmp_path)

    with pytest.raises(CommandError):
        call_command("simulate", ticks=1, stdout=StringIO(), **{option: value})
