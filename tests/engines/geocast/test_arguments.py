"""What is typed wrong after `jalon geocast …` is said in French, and at once."""

import subprocess
import sys

import pytest

from jalon.engines.geocast.cli import main

REPLAY = ["replay", "--gtfs", "g", "--vacancies", "v", "--out", "o"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (["stretches"], ["Usage :", "il manque --gtfs, --vacancies, --out"]),
        (["stretches", "--gtfs", "g", "--frob", "x"], ["il manque --vacancies, --out", "inconnu : --frob x"]),
        (["stretches", "--gtfs"], ["--gtfs attend une valeur"]),
        ([*REPLAY, "--positions"], ["--positions attend au moins une valeur"]),
        (["bench", "--scale", "moon"], ["--scale : « moon » refusé"]),
        (["bench", "--scale", "city", "--seed", "x"], ["--seed : « x » n’est pas un nombre entier"]),
        (["bench", "--scale", "city", "--alone=1"], ["--alone ne prend pas de valeur"]),
        (["stretch"], ["commande inconnue : « stretch »"]),
    ],
)
def test_errors_of_usage_are_in_french(
    capsys: pytest.CaptureFixture[str], typed: list[str], words: list[str]
) -> None:
    try:
        code: object = main(typed)
    except SystemExit as end:
        code = end.code

    told = capsys.readouterr().err
    assert code == 2
    assert [word for word in words if word not in told] == []
    assert [word for word in ("usage:", "error", "argument -", "expected", "invalid") if word in told] == []


@pytest.mark.parametrize("command", ["stretches", "replay", "bench"])
def test_help_is_in_french(capsys: pytest.CaptureFixture[str], command: str) -> None:
    with pytest.raises(SystemExit) as end:
        main([command, "--help"])

    told = capsys.readouterr().out
    assert end.value.code == 0
    assert told.startswith("Usage :")
    assert "affiche cette aide" in told
    assert "show this help" not in told


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys; from jalon.engines.geocast.cli import main; main(['--help']);"
        "sys.exit(bool({'numpy', 'polars', 'django'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True)

    assert done.returncode == 0
    assert b"stretches" in done.stdout
