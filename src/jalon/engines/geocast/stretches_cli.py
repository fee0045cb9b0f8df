"""`jalon geocast stretches`: a feed and vacancies in, the table of stretches out."""

import argparse
import csv
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO, TypeVar

from jalon.engines.geocast.arguments import Parser, day_of
from jalon.engines.geocast.far import remarks
from jalon.engines.geocast.files import output_faults, written
from jalon.engines.geocast.problem import ProblemError, Stretches, Vacancies
from jalon.engines.geocast.stretches import find_stretches
from jalon.engines.geocast.vacancy_file import read_vacancies
from jalon.engines.gtfs.feed import Feed, GtfsError
from jalon.engines.gtfs.read import read

T = TypeVar("T")
HEADER = ("shape_id", "vacancy_id", "enter_m", "exit_m", "alight_stop_id")


def main(argv: Sequence[str]) -> int:
    """Find the stretches: 0 when done, 2 with every fault of the input on standard error."""
    options = _options(argv)
    faults: list[str] = output_faults(options.out)
    vacancies = _tried(lambda: read_vacancies(options.vacancies), faults)
    feed = _tried(lambda: read(options.gtfs), faults)
    shapes = _tried(lambda: _shapes_on(feed, options.date), faults)
    if feed is None or vacancies is None or faults:
        return _refused(faults)
    for remark in (*feed.report, *remarks(feed, vacancies)):
        print(f"Remarque : {remark}", file=sys.stderr)
    found = find_stretches(feed, vacancies, shapes=shapes)
    try:
        with written(options.out) as stream:
            write_stretches(stream, feed, vacancies, found)
    except ProblemError as problem:
        return _refused(problem.faults)
    return 0


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = Parser(
        prog="jalon geocast stretches",
        description="Tronçons de chaque tracé qui passent près de chaque offre, et l’arrêt où descendre.",
    )
    parser.add_argument("--gtfs", type=Path, required=True, help="réseau GTFS, archive zip ou dossier")
    parser.add_argument("--vacancies", type=Path, required=True, help="CSV : id,lat,lon,radius_m")
    parser.add_argument("--date", help="AAAA-MM-JJ : seulement les tracés des courses de ce jour")
    parser.add_argument("--out", type=Path, required=True, help="CSV à écrire")
    return parser.read(argv)


def _refused(faults: Sequence[str]) -> int:
    for fault in faults:
        print(fault, file=sys.stderr)
    return 2


def _tried(work: Callable[[], T], faults: list[str]) -> T | None:
    try:
        return work()
    except GtfsError as fault:
        faults += [str(finding) for finding in fault.findings]
    except ProblemError as fault:
        faults += fault.faults
    return None


def _shapes_on(feed: Feed | None, text: str | None) -> list[int] | None:
    """Shapes of the trips of that day, None for the whole feed. ProblemError when no trip runs."""
    day = day_of(text, "--date")
    if day is None or feed is None:
        return None
    trips = feed.trips_on(day)
    if not trips.size:
        span = f"du {feed.valid_from} au {feed.valid_to}"
        raise ProblemError([f"--date : aucune course ne circule le {text} (ce réseau circule {span})"])
    return sorted(set(feed.trips.shapes[trips].tolist()))


def write_stretches(stream: TextIO, feed: Feed, vacancies: Vacancies, found: Stretches) -> None:
    """The table as CSV, metres to 0.1, sorted by the texts of shape and vacancy, then by entry."""
    stops = (*feed.stops.ids, "")
    columns = zip(found.shapes.tolist(), found.vacancies.tolist(), strict=True)
    names = [(feed.shapes.ids[shape], vacancies.ids[vacancy]) for shape, vacancy in columns]
    metres = zip(found.enter_m.tolist(), found.exit_m.tolist(), found.alight.tolist(), strict=True)
    rows = sorted((*name, *values) for name, values in zip(names, metres, strict=True))
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(
        (shape, vacancy, f"{enter:.1f}", f"{leave:.1f}", stops[alight])
        for shape, vacancy, enter, leave, alight in rows
    )
