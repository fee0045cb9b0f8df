"""Feeds as they are really published: what is usable is kept, what is not is told."""

import io
import json
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from jalon.engines.gtfs import source
from jalon.engines.gtfs.feed import Feed, GtfsError
from jalon.engines.gtfs.read import read
from tests.engines.gtfs.made import CALENDAR, DEFAULTS, write_feed
from tests.shared_data import DATA, needs

STOPS = "stop_id,stop_name,stop_lat,stop_lon\nA,Port,47.75,7.30\nB,Gare,47.75,7.31\nC,Parc,47.75,7.33\n"
TRIPS = "route_id,service_id,trip_id,shape_id\nR,W,t1,S\n"
TIMES = (
    "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
    "t1,08:00:00,08:00:00,A,1\nt1,08:05:00,08:06:00,B,2\nt1,08:10:00,08:10:00,C,3\n"
)
SHAPES = (
    "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\nS,47.75,7.30,1\nS,47.75,7.31,2\nS,47.75,7.33,3\n"
)
GOOD = {"stops.txt": STOPS, "trips.txt": TRIPS, "stop_times.txt": TIMES, "shapes.txt": SHAPES}


def feed(folder: Path, **files: str) -> Feed:
    """The good feed with some files replaced (`stop_times` for stop_times.txt)."""
    return read(
        write_feed(folder / "feed", {**GOOD, **{f"{name}.txt": text for name, text in files.items()}})
    )


def told(feed: Feed) -> str:
    """The whole report."""
    return "\n".join(f"{finding.severity} {finding}" for finding in feed.report)


def refused(folder: Path) -> str:
    """What the reader says when it refuses."""
    with pytest.raises(GtfsError) as refusal:
        read(folder)
    return str(refusal.value)


def test_a_sound_feed_has_nothing_to_report(tmp_path: Path) -> None:
    sound = feed(tmp_path)

    assert sound.report == ()
    assert sound.timezone == "Europe/Paris"
    assert sound.stop_times.departure_s.tolist() == [28800, 29160, 29400]
    assert sound.stop_times.along_m == pytest.approx(sound.shapes.along_m, abs=1e-6)
    assert (sound.valid_from, sound.valid_to) == (date(2026, 6, 1), date(2026, 6, 26))
    assert sound.trips_on(date(2026, 6, 6)).tolist() == []
    assert sound.trips_on(date(2026, 6, 8)).tolist() == [0]


def same(one: Feed, other: Feed) -> bool:
    """Whether two feeds hold the same trips, calls and points."""
    return (
        one.trips.ids == other.trips.ids
        and one.stops.names == other.stops.names
        and np.array_equal(one.stop_times.departure_s, other.stop_times.departure_s)
        and np.allclose(one.shapes.along_m, other.shapes.along_m)
        and np.array_equal(one.stop_times.stops, other.stop_times.stops)
    )


@pytest.mark.parametrize(
    "disguise",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\n\n"),
        lambda text: text.replace(",", " , "),
        lambda text: "\n".join(
            ",".join(f'"{cell}"' for cell in line.split(",")) for line in text.split("\n")
        ),
        lambda text: text.rstrip("\n"),
        lambda text: text.replace(",", ";"),
        lambda text: "\n".join(
            ", ".join(f'"{cell}"' for cell in line.split(",")) for line in text.split("\n")
        ),
    ],
    ids=["bom", "crlf", "blank", "spaces", "quotes", "no-last-newline", "semicolons", "space-quote"],
)
def test_odd_writing_changes_nothing(tmp_path: Path, disguise) -> None:  # type: ignore[no-untyped-def]
    plain = feed(tmp_path)
    odd = write_feed(tmp_path / "odd", {name: disguise(text) for name, text in {**DEFAULTS, **GOOD}.items()})

    assert same(read(odd), plain)


@pytest.mark.parametrize("inside", ["", "export/"])
def test_a_zip_with_a_top_folder_and_a_mac_s_junk_is_read(tmp_path: Path, inside: str) -> None:
    plain = feed(tmp_path)
    with zipfile.ZipFile(tmp_path / "feed.zip", "w") as archive:
        for name, text in {**DEFAULTS, **GOOD}.items():
            archive.writestr(inside + name, text)
            archive.writestr(f"__MACOSX/{inside}._{name}", b"\x00\x05\x16\x07")
        archive.writestr(inside + ".DS_Store", b"\x00")

    assert same(read(tmp_path / "feed.zip"), plain)


def test_rows_in_any_order_give_the_same_trip(tmp_path: Path) -> None:
    def reversed_rows(text: str) -> str:
        head, *rows = text.splitlines()
        return "\n".join([head, *rows[::-1]]) + "\n"

    mixed = feed(tmp_path / "mixed", stop_times=reversed_rows(TIMES), shapes=reversed_rows(SHAPES))

    assert same(mixed, feed(tmp_path))


def test_points_of_several_shapes_do_not_mix(tmp_path: Path) -> None:
    rows = ["S,47.75,7.30,1", "T,48.00,7.30,1", "S,47.75,7.31,2", "T,48.00,7.31,2"]
    mixed = feed(tmp_path, shapes="shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\n" + "\n".join(rows))

    assert mixed.shapes.lat.tolist() == [47.75, 47.75, 48.0, 48.0]


def test_swapped_coordinates_are_put_right(tmp_path: Path) -> None:
    swapped = feed(tmp_path, stops=STOPS.replace("stop_lat,stop_lon", "stop_lon,stop_lat"))

    assert swapped.stops.lat.tolist() == [47.75] * 3
    assert "inversées dans tout le fichier" in told(swapped)


def test_one_swapped_stop_is_put_right(tmp_path: Path) -> None:
    swapped = feed(tmp_path, stops=STOPS.replace("47.75,7.31", "7.31,47.75"))

    assert swapped.stops.lon.tolist() == [7.30, 7.31, 7.33]
    assert "stops.txt, ligne 3" in told(swapped)


def test_an_unknown_time_zone_is_told_and_replaced(tmp_path: Path) -> None:
    odd = feed(tmp_path, agency=DEFAULTS["agency.txt"].replace("Europe/Paris", "Europe/Dunkerque"))

    assert odd.timezone == "Europe/Paris"
    assert "fuseau horaire inconnu : « Europe/Dunkerque »" in told(odd)


def test_times_after_midnight_short_hours_and_missing_times(tmp_path: Path) -> None:
    rows = "t1,24:10:00,24:10:00,A,1\nt1,,,B,2\nt1,25:10:00,,C,3\n"
    late = feed(tmp_path, stop_times=TIMES.partition("\n")[0] + "\n" + rows)
    early = feed(tmp_path / "early", stop_times=TIMES.replace("08:00:00", "8:00:00"))

    third = late.stop_times.along_m[1] / late.stop_times.along_m[2]
    assert late.stop_times.arrival_s.tolist() == [87000, round(87000 + 3600 * third), 90600]
    assert late.stop_times.departure_s[2] == 90600
    assert early.stop_times.departure_s[0] == 28800


def test_what_names_something_unknown_is_left_out_and_counted(tmp_path: Path) -> None:
    broken = feed(
        tmp_path,
        trips=TRIPS + "X,W,t2,S\nR,X,t3,S\nR,W,t4,X\nR,W,t1,S\n,W,,\n",
        stop_times=TIMES + "t4,09:00:00,09:00:00,A,1\nt4,09:10:00,09:10:00,B,2\nt4,09:11:00,09:11:00,X,3\n"
        "t9,09:00:00,09:00:00,A,1\n",
    )

    assert broken.trips.ids == ("t1", "t4")
    assert broken.shapes.ids[broken.trips.shapes[1]].startswith("stops:")
    report = told(broken)
    for words in (
        "trips.txt, ligne 3 : ligne inconnue",
        "trips.txt, ligne 4 : service inconnu",
        "trips.txt, ligne 5 : tracé inconnu",
        "trips.txt, ligne 6 : « trip_id » déjà vu",
        "trips.txt, ligne 7 : « trip_id » est vide",
        "stop_times.txt, ligne 7 : arrêt inconnu",
        "stop_times.txt, ligne 8 : course inconnue",
    ):
        assert words in report


def test_trips_with_the_same_stops_share_a_line_made_of_them(tmp_path: Path) -> None:
    times = (
        TIMES
        + TIMES.partition("\n")[2].replace("t1", "t2")
        + "t3,08:00:00,08:00:00,C,1\nt3,09:00:00,09:00:00,A,2\n"
    )
    bare = feed(tmp_path, shapes="", trips=TRIPS.replace(",S", ",") + "R,W,t2,\nR,W,t3,\n", stop_times=times)

    again = feed(tmp_path / "again", shapes="", trips=TRIPS.replace(",S", ","))
    assert bare.trips.shapes.tolist() == [0, 0, 1]
    assert bare.shapes.ids[0] == again.shapes.ids[0]
    assert bare.shapes.lon.tolist() == [7.30, 7.31, 7.33, 7.33, 7.30]
    assert bare.stop_times.along_m[:3] == pytest.approx(bare.shapes.along_m[:3])


def test_a_calendar_made_of_dates_only(tmp_path: Path) -> None:
    dates = "W,20260704,1\nW,20260706,1\nW,20260707,2\nW,2026-07-08,1\nW,julliet,1\n"
    only = feed(tmp_path, calendar="", calendar_dates="service_id,date,exception_type\n" + dates)

    days = [day for day in range(1, 10) if only.trips_on(date(2026, 7, day)).size]
    assert days == [4, 6, 8]
    assert "calendar_dates.txt, ligne 6 : date illisible" in told(only)


def test_exceptions_add_and_take_away(tmp_path: Path) -> None:
    dates = "service_id,date,exception_type\nW,20260606,1\nW,20260608,2\n"
    with_exceptions = feed(tmp_path, calendar_dates=dates)

    assert [with_exceptions.trips_on(date(2026, 6, day)).size for day in (5, 6, 7, 8)] == [1, 1, 0, 0]


def test_a_calendar_of_centuries_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jalon.engines.gtfs.calendar.MAX_CELLS", 400)
    endless = feed(tmp_path, calendar=CALENDAR + "W,1,1,1,1,1,1,1,20260101,21990101\n")

    assert endless.services.runs.shape == (1, 400)
    assert "coupé" in told(endless)


def test_frequencies_become_departures(tmp_path: Path) -> None:
    frequencies = (
        "trip_id,start_time,end_time,headway_secs\nt1,06:00:00,07:00:00,1800\nX,06:00:00,07:00:00,60\n"
    )
    many = feed(tmp_path, frequencies=frequencies)

    assert many.trips.ids == ("t1#06:00:00", "t1#06:30:00")
    assert many.stop_times.departure_s.tolist() == [21600, 21960, 22200, 23400, 23760, 24000]
    assert "frequencies.txt, ligne 3 : course inconnue" in told(many)


def test_frequencies_beyond_reason_are_not_unfolded(tmp_path: Path) -> None:
    frequencies = (
        "trip_id,start_time,end_time,headway_secs\nt1,00:00:00,999:00:00,1\nt1,1:00:00,2:00:00,1e400\n"
    )
    plain = feed(tmp_path, frequencies=frequencies)

    assert plain.trips.ids == ("t1",)
    assert "fréquences ignorées" in told(plain)


def test_stops_without_a_place_take_their_station_s_or_go(tmp_path: Path) -> None:
    stops = (
        "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n"
        "G,Gare,47.75,7.31,1,\nA,Port,47.75,7.30,,\nB,Quai 1,,,0,G\n"
        "C,Parc,0,0,0,\nD,Val,147.0,7.3,,\nE,Pré,x,7.3,,Z\n"
    )
    partial = feed(tmp_path, stops=stops)

    assert partial.stops.ids == ("G", "A", "B")
    assert partial.stops.parents.tolist() == [-1, -1, 0]
    assert partial.stop_times.stops.tolist() == [1, 2]
    assert "3 lignes : arrêt sans coordonnées utilisables" in told(partial)


def test_times_that_go_back_are_held(tmp_path: Path) -> None:
    back = feed(tmp_path, stop_times=TIMES.replace("08:10:00", "07:10:00"))

    assert back.stop_times.arrival_s.tolist() == [28800, 29100, 29160]
    assert "reculent" in told(back)


def test_a_stray_quote_costs_one_line_only(tmp_path: Path) -> None:
    quoted = feed(tmp_path, stops=STOPS.replace("Port", '"Port'))

    assert "C" in quoted.stops.ids
    assert "mal formés" in told(quoted)


def test_windows_letters_are_read(tmp_path: Path) -> None:
    folder = write_feed(tmp_path / "feed", GOOD)
    (folder / "stops.txt").write_bytes(STOPS.replace("Gare", "Préfecture").encode("cp1252"))

    windows = read(folder)

    assert windows.stops.names[1] == "Préfecture"
    assert "Windows-1252" in told(windows)


def test_a_loop_s_terminus_is_at_its_start_and_at_its_end(tmp_path: Path) -> None:
    corners = [(47.75, 7.30), (47.75, 7.31), (47.76, 7.31), (47.76, 7.30), (47.75, 7.30)]
    shape = "".join(f"S,{lat},{lon},{rank}\n" for rank, (lat, lon) in enumerate(corners))
    stops = "stop_id,stop_name,stop_lat,stop_lon\nA,Port,47.75,7.30\nB,Gare,47.755,7.31\nC,Parc,47.755,7.30\n"
    times = TIMES + "t1,08:20:00,08:20:00,A,4\n"
    loop = feed(tmp_path, stops=stops, stop_times=times, shapes=SHAPES.partition("\n")[0] + "\n" + shape)

    whole = loop.shapes.along_m[-1]
    assert loop.stop_times.along_m[[0, 3]].tolist() == pytest.approx([0.0, whole], abs=1e-6)
    assert (np.diff(loop.stop_times.along_m) > 0).all()


def test_there_and_back_on_one_road_each_stop_is_on_its_own_way(tmp_path: Path) -> None:
    line = [7.30, 7.32, 7.34, 7.32, 7.30]
    shape = "".join(f"S,47.75,{lon},{rank}\n" for rank, lon in enumerate(line))
    rows = "A,1,47.75,7.301\nB,2,47.75,7.31\nC,3,47.75,7.34\nD,4,47.75,7.31\n"
    stops = "stop_id,stop_name,stop_lat,stop_lon\n" + rows
    times = TIMES + "t1,08:20:00,08:20:00,D,4\nt1,08:30:00,08:30:00,A,5\n"
    road = feed(tmp_path, stops=stops, stop_times=times, shapes=SHAPES.partition("\n")[0] + "\n" + shape)

    a, b, c, d, e = road.stop_times.along_m.tolist()
    assert c == pytest.approx(road.shapes.along_m[2])
    assert (d, e) == (pytest.approx(2 * c - b), pytest.approx(2 * c - a))


def test_the_service_day_starts_twelve_hours_before_noon(tmp_path: Path) -> None:
    sound = feed(tmp_path)

    assert sound.service_start(date(2026, 6, 8)) == datetime(2026, 6, 7, 22, tzinfo=UTC)
    assert sound.service_start(date(2026, 3, 29)) == datetime(2026, 3, 28, 22, tzinfo=UTC)


def test_every_missing_file_is_named_at_once(tmp_path: Path) -> None:
    words = refused(write_feed(tmp_path, {"calendar.txt": "", "routes.txt": ""}))

    for name in ("routes.txt", "stops.txt", "trips.txt", "stop_times.txt", "calendar.txt"):
        assert name in words


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    words = refused(write_feed(tmp_path, {**GOOD, "stops.txt": STOPS.replace("stop_lat", "latitude")}))

    assert "colonne absente : « stop_lat »" in words


@pytest.mark.parametrize("name", ["stops.txt", "trips.txt", "stop_times.txt"])
def test_an_empty_table_that_is_needed_is_refused(tmp_path: Path, name: str) -> None:
    assert name in refused(write_feed(tmp_path, {**GOOD, name: "\n"}))


def test_what_is_no_feed_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "empty.zip").write_bytes(b"")
    (tmp_path / "text.zip").write_text("bonjour")

    assert "n’existe pas" in refused(tmp_path / "none.zip")
    assert "vide" in refused(tmp_path / "empty.zip")
    assert "zip" in refused(tmp_path / "text.zip")


def test_an_archive_made_to_fill_the_disk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("stops.txt", b"0" * (60 << 20))
    with zipfile.ZipFile(tmp_path / "large.zip", "w") as archive:
        archive.writestr("stops.txt", b"0" * 2000)
    monkeypatch.setattr(source, "MAX_TOTAL_BYTES", 1000)
    large = refused(tmp_path / "large.zip")
    monkeypatch.undo()

    assert "refusée" in large
    assert "anormale" in refused(tmp_path / "bomb.zip")


def test_a_damaged_archive_is_refused_in_words(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "feed.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**DEFAULTS, **GOOD}.items():
            archive.writestr(name, text * 50)
    data = bytearray((tmp_path / "feed.zip").read_bytes())
    data[60:200] = b"\xff" * 140
    (tmp_path / "feed.zip").write_bytes(data)

    assert "illisible" in refused(tmp_path / "feed.zip")


def test_a_feed_keeps_everything_through_bytes(tmp_path: Path) -> None:
    feed_before = feed(tmp_path, stops=STOPS.replace("Port", "Œuvre « à l’eau »"))

    after = Feed.from_bytes(feed_before.to_bytes())

    assert same(after, feed_before)
    assert (after.services.first_date, after.report) == (feed_before.services.first_date, feed_before.report)
    assert after.trips_on(date(2026, 6, 8)).tolist() == [0]


def stored(feed: Feed, form: int | None, **stops: object) -> bytes:
    """The bytes of a feed in another format, with other fields of stops (None: left out)."""
    with np.load(io.BytesIO(feed.to_bytes())) as loaded:
        arrays = dict(loaded)
    tree = json.loads(arrays.pop("tree").tobytes())
    kept = {**tree["fields"]["stops"]["fields"], **stops}
    tree["fields"]["stops"]["fields"] = {name: value for name, value in kept.items() if value is not None}
    if form is None:
        del arrays["format"]
    else:
        arrays["format"] = np.int32(form)
    buffer = io.BytesIO()
    np.savez(buffer, tree=np.frombuffer(json.dumps(tree).encode(), np.uint8), **arrays)
    return buffer.getvalue()


def test_a_feed_stored_before_stops_had_codes_has_empty_ones(tmp_path: Path) -> None:
    old = stored(feed(tmp_path), None, codes=None)

    assert Feed.from_bytes(old).stops.codes == ("", "", "")


def test_a_feed_stored_by_a_newer_version_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="version plus récente"):
        Feed.from_bytes(stored(feed(tmp_path), 99, names={"new": 1}))


def test_codes_of_stops_are_kept(tmp_path: Path) -> None:
    head, *rows = STOPS.splitlines()
    codes = "\n".join([f"{head},stop_code", f"{rows[0]},1021", f"{rows[1]},", f"{rows[2]},1023"])
    coded = feed(tmp_path, stops=codes + "\n")

    assert coded.stops.codes == ("1021", "", "1023")
    assert Feed.from_bytes(coded.to_bytes()).stops.codes == coded.stops.codes


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 nothing", b"\x93NUMPY"])
def test_other_bytes_are_no_feed(data: bytes) -> None:
    with pytest.raises(ValueError, match="octets"):
        Feed.from_bytes(data)


@pytest.mark.parametrize(
    ("parts", "trips", "stops", "calls", "made"),
    [
        (("gtfs", "solea_mulhouse.zip"), 9_115, 963, 192_345, 4),
        (("gtfs", "ter_sncf_2025.zip"), 33_280, 9_196, 299_983, 5_564),
        (("gtfs_rt", "soundtransit_matched", "40", "st.zip"), 734, 149, 13_314, 0),
    ],
)
def test_real_feeds_are_read_whole(
    parts: tuple[str, ...], trips: int, stops: int, calls: int, made: int
) -> None:
    if not DATA.joinpath(*parts).exists():
        pytest.skip("real data not beside the checkout")
    real = read(DATA.joinpath(*parts))

    assert (len(real.trips.ids), len(real.stops.ids), len(real.stop_times.stops)) == (trips, stops, calls)
    assert sum(shape.startswith("stops:") for shape in real.shapes.ids) == made
    assert not [finding for finding in real.report if finding.severity == "fault"]


@needs("gtfs", "solea_mulhouse.zip")
def test_stops_of_a_real_network_lie_on_their_shapes() -> None:
    real = read(DATA / "gtfs" / "solea_mulhouse.zip")
    trip = np.repeat(np.arange(len(real.trips.ids)), np.diff(real.stop_times.first))
    step = np.diff(real.stop_times.along_m)[trip[1:] == trip[:-1]]

    assert (step >= 0).all()
    assert (step > 20).mean() > 0.99
