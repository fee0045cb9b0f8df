"""Tables that commands write: whole or not at all, and refusals in words."""

import os
from pathlib import Path

import pytest

from jalon.engines.geocast.files import output_faults, written
from jalon.engines.geocast.problem import ProblemError


def test_a_failure_half_way_leaves_what_stood_there(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("before")

    with pytest.raises(TypeError), written(out) as stream:
        stream.writelines(["half", 0])  # type: ignore[list-item]

    assert out.read_text() == "before"
    assert list(tmp_path.iterdir()) == [out]


def test_a_table_keeps_its_link_and_its_rights(tmp_path: Path) -> None:
    out, link = tmp_path / "out.csv", tmp_path / "link.csv"
    out.write_text("before")
    out.chmod(0o640)
    link.symlink_to(out)

    with written(link) as stream:
        stream.write("after")

    assert link.is_symlink()
    assert out.read_text() == "after"
    assert out.stat().st_mode & 0o777 == 0o640


def test_a_new_table_has_the_rights_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("")

    with written(tmp_path / "out.csv") as stream:
        stream.write("a")

    assert (tmp_path / "out.csv").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_pipe_is_written_directly(tmp_path: Path) -> None:
    read, write = os.pipe()

    with written(Path(f"/dev/fd/{write}")) as stream:
        stream.write("a,b\n")
    os.close(write)

    assert os.read(read, 100) == b"a,b\n"
    os.close(read)


@pytest.mark.parametrize(
    ("path", "words"),
    [("no/o.csv", "n’existe pas"), (".", "c’est un dossier"), ("f/o.csv", "n’est pas un dossier")],
)
def test_what_cannot_be_written_is_known_beforehand(tmp_path: Path, path: str, words: str) -> None:
    (tmp_path / "f").write_text("")

    assert words in output_faults(tmp_path / path)[0]
    with pytest.raises(ProblemError), written(tmp_path / path):
        pass


def test_a_usual_place_has_no_fault(tmp_path: Path) -> None:
    assert output_faults(tmp_path / "o.csv", None) == []
