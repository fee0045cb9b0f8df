"""The network of the demonstration: ours, or a real feed played on one of its days."""

import tempfile
from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone

from jalon.demo import content, timetable
from jalon.directory.models import Organisation
from jalon.network import actions as network_actions
from jalon.network.engine.loading import load_feed
from jalon.network.models import Network


def build_network(operator: Organisation, feed: Path | None, day: date | None) -> Network:
    """Load the feed; `day` is played from it as if it were today."""
    network = network_actions.open_network(
        key="grand-estran" if feed is None else "reseau",
        name=content.OPERATOR if feed is None else feed.stem,
        operator=operator,
    )
    if feed is not None:
        load_feed(network=network, source=str(feed))
    else:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "grand-estran.zip"
            path.write_bytes(timetable.generate(timezone.localdate() - timedelta(days=7)))
            load_feed(network=network, source=str(path), name="Bus du Grand-Estran")
    if day is not None:
        network_actions.play_day(network=network, day=day)
    return network
