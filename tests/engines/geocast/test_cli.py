"""`jalon geocast stretches` as it is typed: files in, a file out, words for every fault."""

import csv
import subprocess
import sys
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import pytest

from jalon.engines.geocast.cli import main
from tests.engines.gtfs.made import feed_of
from tests.shared_data import DATA, needs

ROAD = [(47.75, 7.30), (47.75, 7.34)]
STOPS = {"a": (47.75, 7.302), "b": (47.75, 7.315)}
GOOD = "id,lat,lon,radius_m\nv1,47.7505,7.316,400\nv2,48.5,7.3,300\n"


@pytest.fixture
def gtfs(tmp_path: Path) -> Path:
    shapes = {"S2": ROAD, "S10": ROAD[::-1]}
    return feed_of(tmp_path / "feed", shapes, [("S2", ["a", "b"]), ("S10", ["b", "a"])], STOPS)


def run(gtfs: Path, vacancies: bytes | str, *more: str) -> tuple[int, list[list[str]]]:
    """Exit code and rows written."""
    file, out = gtfs.parent / "vacancies.csv", gtfs.parent / "out.csv"
    file.write_bytes(vacancies if isinstance(vacancies, bytes) else vacancies.encode())
    code = main(["stretches", "--gtfs", str(gtfs), "--vacancies", str(file), "--out", str(out), *more])
    return code, list(csv.reader(out.read_text().splitlines())) if out.exists() else []


def test_the_table_has_one_row_per_interval_sorted_in_metres_to_a_tenth(gtfs: Path) -> None:
    code, rows = run(gtfs, GOOD)

    assert code == 0
    assert rows == [
        ["shape_id", "vacancy_id", "enter_m", "exit_m", "alight_stop_id"],
        ["S10", "v1", "1403.5", "2195.8", "b"],
        ["S2", "v1", "803.6", "1595.9", "b"],
    ]


@pytest.mark.parametrize(
    "written",
    [
        "\ufeff" + GOOD,
        GOOD.replace("\n", "\r\n"),
        GOOD.replace(",", ";"),
        GOOD.replace(",", ";").replace(".", ","),
        GOOD.replace(",", "\t"),
        GOOD.replace("id,lat,lon,radius_m", "ID, Lat ,LON,radius_m").replace("\n", "\n\n"),
        "employer,radius_m,lon,lat,id\nX,400,7.316,47.7505,v1\nX,300,7.3,48.5,v2\n",
        GOOD.encode("utf-16"),
    ],
    ids=["bom", "crlf", "semicolon", "decimal-comma", "tab", "case", "other-columns", "utf-16"],
)
def test_other_ways_of_writing_the_same_vacancies(gtfs: Path, written: str | bytes) -> None:
    assert run(gtfs, written) == run(gtfs, GOOD)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", ["vide"]),
        ("id,lat,lon\nv,1,1\n", ["colonne absente : « radius_m »"]),
        (
            "id,lat,lon\nv,95,x\nv,1,2\n",
            [
                "colonne absente : « radius_m »",
                "ligne 2 : latitude 95",
                "ligne 2 : « lon » n’est pas un nombre : « x »",
                "ligne 3 : identifiant « v » déjà donné à la ligne 2",
            ],
        ),
        ("id,lat,lon,radius_m,lat\nv,1,1,1,1\n", ["colonne en double : « lat »"]),
        (
            "id,lat,lon,radius_m\nv1,91,7,300\nv1,47,-181,-5\n,47,7,\nv4,nan,inf,douze\nv5,1_0,7,3\n",
            [
                "ligne 2 : latitude 91",
                "ligne 3 : longitude -181",
                "ligne 3 : rayon -5",
                "ligne 3 : identifiant « v1 » déjà donné à la ligne 2",
                "ligne 4 : identifiant vide",
                "ligne 4 : « radius_m » est vide",
                "ligne 5 : « lat » n’est pas un nombre : « nan »",
                "ligne 5 : « lon » n’est pas un nombre : « inf »",
                "ligne 5 : « radius_m » n’est pas un nombre : « douze »",
                "ligne 6 : « lat » n’est pas un nombre : « 1_0 »",
            ],
        ),
        ("id,lat,lon,radius_m\nv,47,7,30,12\n", ["ligne 2 : 5 valeurs pour 4 colonnes"]),
        ("id,lat,lon,radius_m\nécole,47,7,30\n".encode("cp1252"), ["ligne 2", "UTF-8"]),
        ("id,lat,lon,radius_m\nv,1e300,7,9999999\n", ["latitude 1e+300", "rayon 1e+07"]),
    ],
)
def test_every_fault_of_the_vacancies_is_told_at_once(
    gtfs: Path, capsys: pytest.CaptureFixture[str], written: str | bytes, words: list[str]
) -> None:
    code, rows = run(gtfs, written)

    told = capsys.readouterr().err
    assert (code, rows) == (2, [])
    assert [word for word in words if word not in told] == []


def test_faults_of_feed_vacancies_and_date_come_together(
    gtfs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (gtfs / "stops.txt").unlink()
    (gtfs / "routes.txt").unlink()

    code, _ = run(gtfs, "id,lat,lon,radius_m\nv,99,7,30\n", "--date", "demain")

    told = capsys.readouterr().err
    assert code == 2
    for words in ("stops.txt : fichier absent", "routes.txt : fichier absent", "latitude 99", "« demain »"):
        assert words in told


def test_faults_of_every_file_of_the_feed_and_of_the_output_come_together(
    gtfs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, column in (("stops", "stop_lat"), ("trips", "trip_id"), ("shapes", "shape_pt_lon")):
        file = gtfs / f"{name}.txt"
        file.write_text(file.read_text().replace(column, "other", 1))

    code, _ = run(gtfs, GOOD, "--out", str(gtfs / "none" / "o.csv"))

    told = capsys.readouterr().err
    assert code == 2
    for words in ("« stop_lat »", "« trip_id »", "« shape_pt_lon »", "none » n’existe pas"):
        assert words in told


def test_faults_of_vacancies_come_in_the_order_of_lines(
    gtfs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = "id,lat,lon,radius_m\né,nan,7,-3\na,47,7,1\na,99,x,1,9\n".encode("cp1252")

    code, _ = run(gtfs, written)

    told = capsys.readouterr().err
    assert code == 2
    found = [
        told.find(words) for words in ("UTF-8", "5 valeurs", "« nan »", "rayon -3", "« a » déjà", "« x »")
    ]
    assert found == sorted(found)
    assert -1 not in found
    assert "latitude 99" in told


@pytest.mark.parametrize("day", ["20260608", "2026-W24-1", "2026-6-8", ""])
def test_a_date_has_one_way_of_being_written(
    gtfs: Path, capsys: pytest.CaptureFixture[str], day: str
) -> None:
    assert run(gtfs, GOOD, "--date", day) == (2, [])
    assert "AAAA-MM-JJ" in capsys.readouterr().err


def test_vacancies_with_swapped_coordinates_are_remarked(
    gtfs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _ = run(gtfs, "id,lat,lon,radius_m\nok,47.75,7.3,10\nbad,7.3,47.75,10\nsea,-50,-120,10\n")

    told = capsys.readouterr().err
    assert code == 0
    assert "1 offre à plus de 1 000 km du réseau, dont « bad » : latitude et longitude" in told
    assert "dont « sea » : trop loin" in told


def test_a_feed_without_a_single_stop_is_refused_in_words(
    gtfs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (gtfs / "stops.txt").write_text("stop_id,stop_name,stop_lat,stop_lon\n")

    code, _ = run(gtfs, GOOD)

    assert code == 2
    assert "stops.txt : aucune ligne utilisable" in capsys.readouterr().err


def test_a_date_keeps_the_shapes_of_that_day(gtfs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trips = (gtfs / "trips.txt").read_text().replace("R,W,t1", "R,D,t1")
    (gtfs / "trips.txt").write_text(trips)
    (gtfs / "calendar_dates.txt").write_text("service_id,date,exception_type\nD,20260606,1\n")

    _, monday = run(gtfs, GOOD, "--date", "2026-06-08")
    _, saturday = run(gtfs, GOOD, "--date", "2026-06-06")
    code, _ = run(gtfs, GOOD, "--date", "2027-01-01")

    assert [row[0] for row in monday[1:]] == ["S2"]
    assert [row[0] for row in saturday[1:]] == ["S10"]
    assert code == 2
    assert "aucune course ne circule le 2027-01-01" in capsys.readouterr().err


def test_no_vacancy_is_an_empty_table(gtfs: Path) -> None:
    code, rows = run(gtfs, "id,lat,lon,radius_m\n")

    assert (code, len(rows)) == (0, 1)


def test_files_that_are_not_there(tmp_path: Path, gtfs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = str(tmp_path / "none")
    code = main(["stretches", "--gtfs", missing, "--vacancies", missing, "--out", str(tmp_path / "o.csv")])
    told = capsys.readouterr().err
    (tmp_path / "v.csv").write_text(GOOD)
    nowhere = ["--vacancies", str(tmp_path / "v.csv"), "--out", str(tmp_path / "no" / "o.csv")]

    assert code == 2
    assert told.count("none") >= 2
    assert main(["stretches", "--gtfs", str(gtfs), *nowhere]) == 2
    assert "impossible d’écrire" in capsys.readouterr().err


def test_an_unknown_subcommand_says_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stretch"]) == 2
    assert "stretches|replay|bench" in capsys.readouterr().err


@needs("gtfs", "solea_mulhouse.zip")
def test_a_real_network_takes_a_few_seconds_with_no_compiler_and_no_django(tmp_path: Path) -> None:
    rows = [f"v{i},{47.73 + i % 15 * 0.003},{7.28 + i // 15 * 0.008},500\n" for i in range(150)]
    (tmp_path / "v.csv").write_text("id,lat,lon,radius_m\n" + "".join(rows))
    feed = DATA / "gtfs" / "solea_mulhouse.zip"
    program = (
        "import sys; from jalon.engines.geocast.cli import main; code = main(sys.argv[1:]);"
        "assert not {'numba', 'django', 'shapely', 'scipy'} & set(sys.modules); sys.exit(code)"
    )
    files = ["--gtfs", str(feed), "--vacancies", str(tmp_path / "v.csv"), "--out", str(tmp_path / "o.csv")]
    started = getrusage(RUSAGE_CHILDREN).ru_utime

    done = subprocess.run([sys.executable, "-c", program, "stretches", *files], check=False)

    assert done.returncode == 0
    assert getrusage(RUSAGE_CHILDREN).ru_utime - started < 5
    assert len((tmp_path / "o.csv").read_text().splitlines()) > 1000
