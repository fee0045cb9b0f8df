"""Whatever the bytes, the reader gives a sound feed or refuses in words: it never breaks."""

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jalon.engines.gtfs.feed import Feed, GtfsError
from jalon.engines.gtfs.read import read
from tests.engines.gtfs.made import DEFAULTS, write_feed
from tests.engines.gtfs.test_read import GOOD

FREQUENCIES = {"frequencies.txt": "trip_id,start_time,end_time,headway_secs\nt1,06:00:00,07:00:00,1800\n"}
DATES = {"calendar_dates.txt": "service_id,date,exception_type\nW,20260606,1\n"}
WHOLE = {**DEFAULTS, **GOOD, **FREQUENCIES, **DATES}
JUNK = st.sampled_from(
    [
        "",
        '"',
        "\n",
        ",",
        ";",
        "-1",
        "1e400",
        "NaN",
        "inf",
        "99:99:99",
        "24:00",
        "é",
        "\ufeff",
        "20260231",
        "A",
        "t1",
    ]
)


@st.composite
def damaged(draw: st.DrawFn) -> dict[str, bytes]:
    """A good feed with some cells, lines or bytes replaced by junk."""
    files = {name: text.encode() for name, text in WHOLE.items()}
    for _ in range(draw(st.integers(1, 6))):
        name = draw(st.sampled_from(sorted(files)))
        data = files[name]
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 12)))
        junk = draw(st.one_of(JUNK.map(str.encode), st.binary(max_size=6)))
        files[name] = data[:start] + junk + data[end:]
    return files


def assert_sound(feed: Feed) -> None:
    """Indices point inside their tables and numbers are finite."""
    calls = feed.stop_times
    assert calls.first[0] == 0
    assert calls.first[-1] == len(calls.stops) == len(calls.along_m) == len(calls.arrival_s)
    assert (np.diff(calls.first) >= 2).all()
    assert ((calls.stops >= 0) & (calls.stops < len(feed.stops.ids))).all()
    assert (calls.departure_s >= calls.arrival_s).all()
    assert np.isfinite(calls.along_m).all()
    assert ((feed.trips.shapes >= 0) & (feed.trips.shapes < len(feed.shapes.ids))).all()
    assert ((feed.trips.routes >= 0) & (feed.trips.routes < len(feed.routes.ids))).all()
    assert (np.abs(feed.stops.lat) <= 90).all()
    assert (np.diff(feed.shapes.first) >= 2).all()
    assert len(set(feed.trips.ids)) == len(feed.trips.ids)
    assert feed.valid_from <= feed.valid_to


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged())
def test_damage_is_told_or_refused(files: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_feed(Path(folder), {})
        for name, data in files.items():
            (Path(folder) / name).write_bytes(data)
        try:
            feed = read(Path(folder))
        except GtfsError as refusal:
            assert str(refusal)  # noqa: PT017  refusing is one of two right answers
            return

    assert_sound(feed)
    assert feed.from_bytes(feed.to_bytes()).trips.ids == feed.trips.ids
