"""`jalon geocast replay` end to end: recorded positions in, what each screen would have shown out."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import ceil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.engines.geocast.bundle import Bundle
from jalon.engines.geocast.cli import main
from jalon.engines.geocast.clock import ServiceClock
from jalon.engines.geocast.decision import Live, Seen, Where
from jalon.engines.geocast.emit import to_gtfs_realtime, to_siri_et
from jalon.engines.geocast.located import Match
from jalon.engines.geocast.offer_file import Terms
from jalon.engines.geocast.play import decide
from jalon.engines.geocast.replay import Sample, Screen
from jalon.engines.geocast.replay_bundles import Bundles
from jalon.engines.geocast.simulate import vehicles_at
from jalon.engines.geocast.vacancy_file import vacancies_of
from jalon.engines.gtfs.feed import Feed
from jalon.engines.gtfs.read import read
from tests.engines.geocast.lines import MONDAY, SPEED, network, place, write_network
from tests.shared_data import DATA, needs

DAY = date.fromisoformat(MONDAY)
EIGHT = 8 * 3600
SOLEA = DATA / "gtfs" / "solea_mulhouse.zip"
LEAD_S, SECONDS, REPEAT_S = 120, 8, 600

Rows = list[dict[str, str]]


@pytest.fixture
def gtfs(tmp_path: Path) -> Path:
    """The small network as a folder."""
    return write_network(tmp_path / "gtfs")


def offers(folder: Path, text: str = "", columns: str = "") -> Path:
    """Vacancies: one near the middle of line 3, or the rows given."""
    lat, lon = place(3000, 100)
    path = folder / "offers.csv"
    path.write_text(f"id,lat,lon,radius_m{columns}\n" + (text or f"quai,{lat},{lon},300\n"), encoding="utf-8")
    return path


def record(folder: Path, feed: Feed, day: date, seconds: range, *, form: str = "pb") -> list[Path]:
    """A message of every vehicle of the timetable at each of these seconds of the day."""
    clock, paths = ServiceClock(feed.timezone), []
    for second in seconds:
        at, vehicles = clock.start(day) + second, vehicles_at(feed, day, second)
        data = (
            to_gtfs_realtime(feed, vehicles, at)
            if form == "pb"
            else to_siri_et(feed, vehicles, at, clock, day)
        )
        paths.append(folder / f"{second}.{form}")
        paths[-1].write_bytes(data)
    return paths


def run(gtfs: Path, positions: list[Path], vacancies: Path, *more: str) -> tuple[int, Rows]:
    """Exit code and plays."""
    out = vacancies.with_name("plays.csv")
    files = [str(path) for path in positions]
    arguments = ["--gtfs", str(gtfs), "--positions", *files, "--vacancies", str(vacancies), "--out", str(out)]
    code = main(["replay", *arguments, *more])
    return code, rows_of(out) if out.exists() else []


def rows_of(path: Path) -> Rows:
    """The rows of a CSV."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_offer_is_shown_from_the_lead_time_before_its_stretch_on_both_ways(
    gtfs: Path, tmp_path: Path
) -> None:
    recorded = record(tmp_path, network().feed, DAY, range(EIGHT, EIGHT + 1700, 15))

    code, rows = run(gtfs, recorded, offers(tmp_path))

    assert code == 0
    assert list(rows[0]) == ["at", "vehicle", "trip_id", "shape_id", "at_m", "vacancy_id", "reason"]
    assert [(row["vehicle"], row["trip_id"], row["vacancy_id"]) for row in rows] == [
        ("B1", "aller-0", "quai"),
        ("B1", "retour-15", "quai"),
    ]
    enter = 3000 - (300**2 - 100**2) ** 0.5
    first = datetime.fromisoformat(rows[0]["at"])
    assert float(rows[0]["at_m"]) == pytest.approx(enter - LEAD_S * SPEED, abs=15 * SPEED)
    assert first.utcoffset() == timedelta(hours=2)
    assert first.hour == 8
    assert rows[0]["reason"].endswith("[picked, trip]")


@pytest.mark.parametrize("form", ["xml", "csv"])
def test_other_formats_of_the_same_positions_give_the_same_plays(
    gtfs: Path, tmp_path: Path, form: str
) -> None:
    feed, seconds = network().feed, range(EIGHT, EIGHT + 600, 20)
    expected = run(gtfs, record(tmp_path, feed, DAY, seconds), offers(tmp_path))[1]
    if form == "xml":
        recorded = record(tmp_path, feed, DAY, seconds, form="xml")
    else:
        recorded = [as_csv(tmp_path / "positions.csv", feed, seconds)]

    code, rows = run(gtfs, recorded, offers(tmp_path))

    assert code == 0
    assert len(rows) == len(expected) == 1
    assert float(rows[0]["at_m"]) == pytest.approx(float(expected[0]["at_m"]), abs=20)


def as_csv(path: Path, feed: Feed, seconds: range) -> Path:
    """The positions as CSV, times on the clock of the network, latest first."""
    lines = [
        f"{MONDAY}T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02},{v.vehicle},"
        f"{feed.trips.ids[v.trip]},{v.lat},{v.lon},{v.bearing}\n"
        for second in reversed(seconds)
        for v in vehicles_at(feed, DAY, second)
    ]
    path.write_text("at,vehicle,trip_id,lat,lon,bearing\n" + "".join(lines), encoding="utf-8")
    return path


def test_a_measured_position_beats_an_estimate_of_the_same_vehicle(gtfs: Path, tmp_path: Path) -> None:
    feed, seconds = network().feed, range(EIGHT, EIGHT + 600, 20)
    measured = record(tmp_path, feed, DAY, seconds)
    now = ServiceClock(feed.timezone).start(DAY) + EIGHT + 90
    hasty = ServiceClock(feed.timezone, DAY, origin=now, origin_s=EIGHT + 300)
    wrong = tmp_path / "wrong.xml"
    wrong.write_bytes(to_siri_et(feed, vehicles_at(feed, DAY, EIGHT + 300), now, hasty, DAY))

    alone, both = (run(gtfs, files, offers(tmp_path)) for files in (measured, [*measured, wrong]))

    assert alone == both


@settings(max_examples=20)
@given(
    st.lists(st.tuples(st.integers(0, 6000), st.integers(0, 400)), min_size=1, max_size=8), st.integers(5, 80)
)
def test_asking_only_when_something_may_change_shows_what_asking_every_second_shows(
    spots: list[tuple[int, int]], every_s: int
) -> None:
    samples = _samples("B1", range(EIGHT - 30, EIGHT + 1700, every_s))
    bundle = _bundle(spots)

    rare = [play for shown, play in Screen(network(), "B1", lambda _: bundle).run(samples) if shown]

    assert [(play.at, play.vacancy) for play in rare] == list(_every_second(bundle, samples))


def _samples(vehicle: str, seconds: range) -> list[Sample]:
    """Where the timetable has a vehicle, as exact matches."""
    start, found = ServiceClock("Europe/Paris").start(DAY), []
    for second in seconds:
        for seen in vehicles_at(network().feed, DAY, second):
            if seen.vehicle == vehicle:
                match = Match("on_trip", "trip", seen.trip, seen.shape, seen.at_m, 0)
                found.append(Sample(start + second, match, DAY))
    return found


def _bundle(spots: list[tuple[int, int]]) -> Bundle:
    """A bundle of the Monday with an offer at each of these metres east and north of line 3."""
    records = []
    for rank, (east, north) in enumerate(spots):
        lat, lon = place(east, north)
        row = {"id": f"o{rank}", "lat": repr(lat), "lon": repr(lon), "radius_m": "350"}
        records.append((rank, row))
    terms = [Terms(employer=row["id"], title=row["id"]) for _, row in records]
    bundle = Bundles(network().feed, vacancies_of(records, "offers"), records, terms).on(DAY)
    assert bundle is not None
    return bundle


def _every_second(bundle: Bundle, samples: list[Sample]) -> Iterator[tuple[float, str]]:
    """The plays of a screen that asks every second, written without the replay's short cuts."""
    seen, feed = Seen(), network().feed
    for a, b in pairwise([*samples, replace(samples[-1], at=samples[-1].at + 90)]):
        moving = a.match.trip == b.match.trip and b.at - a.at <= 90
        now = float(ceil(a.at))
        while now < b.at:
            share = (now - a.at) / (b.at - a.at) if moving else 0
            metres = a.match.at_m + share * (b.match.at_m - a.match.at_m)
            where = Where(now if moving else a.at, feed.trips.ids[a.match.trip], metres, "L3", "feed")
            decision = decide(bundle, where, now, seen, Live(fresh_at=now))
            seen, now = decision.seen, now + 1
            if decision.show.kind == "offer" and decision.why != "kept":
                yield now - 1, decision.show.id


def test_a_passage_shows_three_offers_and_says_which_it_refused(gtfs: Path, tmp_path: Path) -> None:
    lat, lon = place(3000, 100)
    five = "".join(f"o{i},{lat},{lon},300,e{i}\n" for i in range(5))
    recorded = record(tmp_path, network().feed, DAY, range(EIGHT, EIGHT + 700, 15))
    explain = tmp_path / "refusals.csv"

    code, rows = run(gtfs, recorded, offers(tmp_path, five, ",employer"), "--explain", str(explain))

    times = [datetime.fromisoformat(row["at"]) for row in rows]
    assert code == 0
    assert len({row["vacancy_id"] for row in rows}) == len(rows) == 3
    assert all((b - a).total_seconds() >= SECONDS for a, b in pairwise(times))
    assert list(rows_of(explain)[0]) == list(rows[0])


def test_positions_too_far_apart_leave_only_the_line(gtfs: Path, tmp_path: Path) -> None:
    recorded = record(tmp_path, network().feed, DAY, range(EIGHT + 100, EIGHT + 720, 300))

    rows = run(gtfs, recorded, offers(tmp_path))[1]

    assert rows
    assert all(row["at_m"] == row["trip_id"] == "" for row in rows)
    assert all("stale" in row["reason"] for row in rows)


@pytest.mark.parametrize(
    ("columns", "value", "shown"),
    [
        (",until", "2026-06-07", 0),
        (",until", "2026-06-08", 1),
        (",from", "2026-06-08T09:00", 0),
        (",from,until", "6 h 30,20:00", 1),
        (",from,until", "22 h,6 h", 0),
        (",shifts,priority", "5 h-13 h / 13 h-21 h,2", 1),
    ],
)
def test_validity_hours_and_shifts_of_an_offer_are_kept(
    gtfs: Path, tmp_path: Path, columns: str, value: str, shown: int
) -> None:
    lat, lon = place(3000, 100)
    recorded = record(tmp_path, network().feed, DAY, range(EIGHT, EIGHT + 700, 15))

    code, rows = run(gtfs, recorded, offers(tmp_path, f"quai,{lat},{lon},300,{value}\n", columns))

    assert (code, len(rows)) == (0, shown)


def test_every_fault_is_said_at_once(gtfs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.pb").write_bytes(b"\x00\x01")
    (gtfs / "trips.txt").unlink()
    vacancies = offers(tmp_path, "a,95,2,300,matin\nb,51,deux,300,\n", ",shifts")

    code, rows = run(gtfs, [tmp_path / "bad.pb", tmp_path / "absent.pb"], vacancies, "--day", "demain")

    said = capsys.readouterr().err
    assert (code, rows) == (2, [])
    for words in ("trips.txt", "latitude 95", "« lon »", "« shifts »", "bad.pb", "absent.pb", "« demain »"):
        assert words in said


def test_a_file_wrong_in_every_line_does_not_bury_the_rest(
    gtfs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("at,vehicle,trip_id,lat,lon\n" + "2026-06-08T08:00:00,b,,x,1\n" * 500)

    code, _ = run(gtfs, [wrong], offers(tmp_path))

    said = capsys.readouterr().err.splitlines()
    assert code == 2
    assert "wrong.csv : Ligne 2, véhicule b" in said[1]
    assert said[-1] == "… et 480 autres remarques."
    assert len(said) == 22


def test_a_day_without_service_is_refused_and_another_day_may_lend_its_hours(
    gtfs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    later = DAY + timedelta(days=7 * 20)
    clock, feed, paths = ServiceClock("Europe/Paris"), network().feed, []
    for second in range(EIGHT, EIGHT + 700, 15):
        paths.append(tmp_path / f"{second}.pb")
        paths[-1].write_bytes(
            to_gtfs_realtime(feed, vehicles_at(feed, DAY, second), clock.start(later) + second)
        )

    refused, _ = run(gtfs, paths, offers(tmp_path))
    code, rows = run(gtfs, paths, offers(tmp_path), "--day", MONDAY)

    assert refused == 2
    assert "Aucune course ne circule le 2026-10-26" in capsys.readouterr().err
    assert (code, [row["trip_id"] for row in rows]) == (0, ["aller-0"])


@needs("gtfs", "solea_mulhouse.zip")
def test_the_screens_of_a_real_city_keep_their_rules(tmp_path: Path) -> None:
    feed, day, rng = read(SOLEA), date(2026, 3, 17), np.random.default_rng(5)
    stops = rng.choice(len(feed.stops.ids), 120, replace=False)
    places = zip(feed.stops.lat[stops], feed.stops.lon[stops], strict=True)
    text = "".join(f"v{i},{lat + 0.001},{lon},400,e{i % 30}\n" for i, (lat, lon) in enumerate(places))
    vacancies = offers(tmp_path, text, ",employer")
    recorded = record(tmp_path, feed, day, range(26_400, 27_000, 20))
    stretches = tmp_path / "stretches.csv"
    main(["stretches", "--gtfs", str(SOLEA), "--vacancies", str(vacancies), "--out", str(stretches)])

    code, rows = run(SOLEA, recorded, vacancies)

    exits: dict[tuple[str, str], float] = defaultdict(float)
    for row in rows_of(stretches):
        key = (row["shape_id"], row["vacancy_id"])
        exits[key] = max(exits[key], float(row["exit_m"]))
    assert code == 0
    assert len(rows) > 200
    last: dict[tuple[str, str], datetime] = {}
    for row in rows:
        at, key = datetime.fromisoformat(row["at"]), (row["vehicle"], row["vacancy_id"])
        if row["at_m"]:
            assert float(row["at_m"]) <= exits[row["shape_id"], row["vacancy_id"]]
        assert key not in last or (at - last[key]).total_seconds() >= REPEAT_S
        last[key] = at
