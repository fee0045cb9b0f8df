"""`jalon geocast`: stretches, replay and bench, without Django nor database."""

import argparse
import csv
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TextIO, TypeVar

from jalon.engines.geocast.problem import ProblemError, Stretches, Vacancies
from jalon.engines.geocast.stretches import find_stretches
from jalon.engines.geocast.vacancy_file import read_vacancies
from jalon.engines.gtfs.feed import Feed, GtfsError
from jalon.engines.gtfs.read import read

T = TypeVar("T")
HEADER = ("shape_id", "vacancy_id", "enter_m", "exit_m", "alight_stop_id")


def main(argv: Sequence[str]) -> int:
    """Run one subcommand: 0 when done, 2 with every fault of the input on standard error."""
    commands: dict[str, Callable[[list[str]], int]] = {
        "stretches": stretches,
        "replay": _replay,
        "bench": _bench,
    }
    if not argv or argv[0] not in commands:
        wanted = argv and argv[0] in {"-h", "--help"}
        stream = sys.stdout if wanted else sys.stderr
        print("Usage : jalon geocast stretches|replay|bench … (--help après chacun)", file=stream)
        return 0 if wanted else 2
    return commands[argv[0]](list(argv[1:]))


def _replay(argv: list[str]) -> int:
    from jalon.engines.geocast.replay_cli import main as replay  # noqa: PLC0415  loads only what is asked for

    return replay(argv)


def _bench(argv: list[str]) -> int:
    from jalon.engines.geocast.bench import main as bench  # noqa: PLC0415  loads only what is asked for

    return bench(argv)


def stretches(argv: list[str]) -> int:
    """`jalon geocast stretches`."""
    options = _options(argv)
    faults: list[str] = []
    vacancies = _tried(lambda: read_vacancies(options.vacancies), faults)
    feed = _tried(lambda: read(options.gtfs), faults)
    shapes = _tried(lambda: _shapes_on(feed, options.date), faults)
    if feed is None or vacancies is None or faults:
        for fault in faults:
            print(fault, file=sys.stderr)
        return 2
    for finding in feed.report:
        print(f"Remarque sur le réseau : {finding}", file=sys.stderr)
    return _write(options.out, feed, vacancies, find_stretches(feed, vacancies, shapes=shapes))


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="jalon geocast stretches",
        description="Tronçons de chaque tracé qui passent près de chaque offre, et l’arrêt où descendre.",
    )
    parser.add_argument("--gtfs", type=Path, required=True, help="réseau GTFS, archive zip ou dossier")
    parser.add_argument("--vacancies", type=Path, required=True, help="CSV : id,lat,lon,radius_m")
    parser.add_argument("--date", help="AAAA-MM-JJ : seulement les tracés des courses de ce jour")
    parser.add_argument("--out", type=Path, required=True, help="CSV à écrire")
    return parser.parse_args(argv)


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
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as fault:
        raise ProblemError([f"--date : « {text} » n’est pas une date (AAAA-MM-JJ attendu)"]) from fault
    if feed is None:
        return None
    trips = feed.trips_on(day)
    if not trips.size:
        span = f"du {feed.valid_from} au {feed.valid_to}"
        raise ProblemError([f"--date : aucune course ne circule le {text} (ce réseau circule {span})"])
    return sorted(set(feed.trips.shapes[trips].tolist()))


def _write(path: Path, feed: Feed, vacancies: Vacancies, found: Stretches) -> int:
    try:
        with path.open("w", encoding="utf-8", newline="") as stream:
            write_stretches(stream, feed, vacancies, found)
    except OSError as fault:
        print(f"{path} : impossible d’écrire ({fault.strerror})", file=sys.stderr)
        return 2
    return 0


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
