"""`jalon geocast replay`: recorded positions in, what every screen would have shown out."""

import argparse
import csv
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from math import isfinite
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from jalon.engines.geocast.arguments import Parser, day_of
from jalon.engines.geocast.clock import ServiceClock, as_if_today
from jalon.engines.geocast.explain import words
from jalon.engines.geocast.far import remarks as far_remarks
from jalon.engines.geocast.files import output_faults, why, written
from jalon.engines.geocast.index import FeedIndex
from jalon.engines.geocast.located import WORDS as PLACE_WORDS
from jalon.engines.geocast.observation import PositionError, Reading
from jalon.engines.geocast.offer_file import Terms, read_terms
from jalon.engines.geocast.positions import read as read_positions
from jalon.engines.geocast.problem import ProblemError, Vacancies
from jalon.engines.geocast.replay import Play, Replayed, replay
from jalon.engines.geocast.replay_bundles import Bundles
from jalon.engines.geocast.vacancy_file import Record, scan, vacancies_of
from jalon.engines.gtfs.feed import Feed, GtfsError
from jalon.engines.gtfs.read import read as read_feed

T = TypeVar("T")
HEADER = ("at", "vehicle", "trip_id", "shape_id", "at_m", "vacancy_id", "reason")
MAX_REMARKS = 20


def main(argv: Sequence[str]) -> int:
    """Run the replay: 0 when done, 2 with every fault of the input on standard error."""
    options = _options(argv)
    faults: list[str] = output_faults(options.out, options.explain)
    feed = _tried(lambda: read_feed(options.gtfs), faults)
    zone = ZoneInfo(feed.timezone if feed is not None else "Europe/Paris")
    offers = _tried(lambda: _offers(options.vacancies, zone), faults)
    readings = _tried(lambda: _readings(options.positions, zone), faults)
    day = _tried(lambda: _day(options.day, feed), faults)
    if feed is None or offers is None or readings is None or faults:
        return _say(faults, 2)
    try:
        done, bundles = _replay(feed, offers, readings, day)
        _check_days(feed, bundles, done)
        _write(options.out, feed, done.plays)
        if options.explain is not None:
            _write(options.explain, feed, done.refusals)
    except ProblemError as problem:
        return _say(problem.faults, 2)
    far = (f"Remarque : {remark}" for remark in far_remarks(feed, offers[0]))
    return _say([*far, *_remarks(readings, bundles), _summary(done)], 0)


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = Parser(
        prog="jalon geocast replay",
        description="Ce que l’écran de chaque véhicule aurait montré, quand, où et pourquoi.",
    )
    parser.add_argument("--gtfs", type=Path, required=True, help="réseau GTFS, archive zip ou dossier")
    parser.add_argument(
        "--positions",
        type=Path,
        required=True,
        nargs="+",
        action="extend",
        help="fichiers GTFS-Realtime, SIRI ou CSV (at,vehicle,trip_id,lat,lon[,bearing])",
    )
    parser.add_argument(
        "--vacancies",
        type=Path,
        required=True,
        help="CSV : id,lat,lon,radius_m et, au choix, employer,priority,from,until,shifts",
    )
    parser.add_argument("--out", type=Path, required=True, help="CSV des diffusions à écrire")
    parser.add_argument("--explain", type=Path, help="CSV des refus à écrire")
    parser.add_argument("--day", help="AAAA-MM-JJ : jour du réseau dont les horaires servent pour toute date")
    return parser.read(argv)


def _tried(work: Callable[[], T], faults: list[str]) -> T | None:
    try:
        return work()
    except GtfsError as fault:
        faults += [str(finding) for finding in fault.findings if finding.severity == "fault"]
    except ProblemError as fault:
        faults += fault.faults
    return None


def _offers(path: Path, zone: ZoneInfo) -> tuple[Vacancies, list[Record], list[Terms]]:
    """Read places and terms. ProblemError with the faults of both."""
    records, faults = scan(path)
    vacancies = _tried(lambda: vacancies_of(records, path.name), faults)
    terms = _tried(lambda: read_terms(records, path.name, zone), faults)
    if vacancies is None or terms is None or faults:
        raise ProblemError(faults)
    return vacancies, records, terms


def _readings(paths: Sequence[Path], zone: ZoneInfo) -> list[tuple[Path, Reading]]:
    """Read every file of positions. ProblemError with the fault of each that cannot be read."""
    readings, faults = list[tuple[Path, Reading]](), list[str]()
    for path in paths:
        try:
            readings.append((path, read_positions(path.read_bytes(), zone=zone)))
        except PositionError as fault:
            faults.append(f"{path.name} : {fault}")
        except OSError as fault:
            faults.append(f"{path} : fichier illisible ({why(fault)})")
    if not faults and not any(reading.positions or reading.journeys for _, reading in readings):
        faults.append("Aucune position dans les fichiers donnés.")
        faults += _first([f"{path.name} : {fault}" for path, reading in readings for fault in reading.faults])
    if faults:
        raise ProblemError(faults)
    return readings


def _day(text: str | None, feed: Feed | None) -> date | None:
    day = day_of(text, "--day")
    if day is not None and feed is not None and not feed.trips_on(day).size:
        raise ProblemError([f"--day : aucune course ne circule le {text} ({_span(feed)})"])
    return day


def _span(feed: Feed) -> str:
    return f"ce réseau circule du {feed.valid_from} au {feed.valid_to}"


def _replay(
    feed: Feed,
    offers: tuple[Vacancies, list[Record], list[Terms]],
    readings: list[tuple[Path, Reading]],
    day: date | None,
) -> tuple[Replayed, Bundles]:
    bundles = Bundles(feed, *offers, played_day=day)
    clock = ServiceClock(feed.timezone)
    if day is not None:
        clock = as_if_today(feed.timezone, day, min(reading.first_at for _, reading in readings))
    return replay(FeedIndex.of(feed), clock, [reading for _, reading in readings], bundles.on), bundles


def _check_days(feed: Feed, bundles: Bundles, done: Replayed) -> None:
    """Refuse a replay of which no day has service: the answer would be an empty file without a word."""
    if bundles.empty_days and not bundles.made_days and not done.plays:
        days = ", ".join(str(day) for day in sorted(bundles.empty_days))
        hint = "« --day AAAA-MM-JJ » donne les horaires d’un jour du réseau"
        raise ProblemError([f"Aucune course ne circule le {days} ({_span(feed)}) ; {hint}."])


def _remarks(readings: Iterable[tuple[Path, Reading]], bundles: Bundles) -> list[str]:
    remarks = [f"Remarque, {path.name} : {fault}" for path, reading in readings for fault in reading.faults]
    remarks += [f"Remarque : aucune course ne circule le {day}." for day in sorted(bundles.empty_days)]
    return _first(remarks)


def _first(remarks: list[str]) -> list[str]:
    """The first remarks, and how many more there are: a file may be wrong in every line."""
    more = len(remarks) - MAX_REMARKS
    return remarks[:MAX_REMARKS] + ([f"… et {more} autres remarques."] if more > 0 else [])


def _summary(done: Replayed) -> str:
    placed = done.outcomes
    return (
        f"{len(done.plays)} diffusions sur {done.vehicles} véhicules ; {placed.total()} positions, dont "
        f"{placed['on_trip']} sur une course, {placed['on_line']} sur une ligne seulement, "
        f"{placed['unknown']} sans ligne connue."
    )


def _say(lines: Iterable[str], code: int) -> int:
    for line in lines:
        print(line, file=sys.stderr)
    return code


def _write(path: Path, feed: Feed, plays: Sequence[Play]) -> None:
    zone = ZoneInfo(feed.timezone)
    with written(path) as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(HEADER)
        table.writerows(_row(feed, zone, play) for play in plays)


def _row(feed: Feed, zone: ZoneInfo, play: Play) -> tuple[str, ...]:
    """One row of the CSV: the reason is in words, its codes (of the choice, of the place) in brackets."""
    return (
        datetime.fromtimestamp(play.at, zone).isoformat(),
        play.vehicle,
        feed.trips.ids[play.trip] if play.trip >= 0 else "",
        feed.shapes.ids[play.shape] if play.shape >= 0 else "",
        f"{play.at_m:.1f}" if isfinite(play.at_m) else "",
        play.vacancy,
        f"{words(play.reason)} ; {PLACE_WORDS[play.place_reason]} [{play.reason}, {play.place_reason}]",
    )
