"""The command line: two words find their command, faults are said in words, the check says what lacks."""

import socket
from pathlib import Path

import pytest

from jalon.config import check, command_line, machine
from jalon.config.demo import introduction
from jalon.config.environment import SettingError
from jalon.config.supervise import Child

KNOWN = {"reference_load_rome", "vacancies_import", "simulate", "migrate"}


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (["reference", "load-rome", "DIR"], ["reference_load_rome", "DIR"]),
        (["vacancies", "import", "F", "--x"], ["vacancies_import", "F", "--x"]),
        (["simulate", "--speed", "2"], ["simulate", "--speed", "2"]),
        (["reference-load-rome", "DIR"], ["reference_load_rome", "DIR"]),
        (["migrate"], ["migrate"]),
        (["unheard", "of"], ["unheard", "of"]),
    ],
)
def test_two_words_are_one_command(given: list[str], found: list[str]) -> None:
    assert command_line.one_word(given, KNOWN) == found


def test_a_setting_that_cannot_be_used_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_arguments: list[str]) -> int:
        raise SettingError("JALON_X doit valoir 1 ou 0")

    monkeypatch.setattr(check, "main", refuse)

    code = command_line.run(["check"])

    assert (code, capsys.readouterr().err) == (1, "JALON_X doit valoir 1 ou 0\n")


def test_a_taken_port_is_named_or_stepped_over() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(machine.PortTakenError, match=str(port)):
            machine.free_port("127.0.0.1", port)
        other = machine.free_port("127.0.0.1", port, tries=20)

    assert port < other <= port + 20


def test_the_secret_key_is_made_once_and_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    monkeypatch.setenv("JALON_VAR", str(tmp_path))
    monkeypatch.setenv("JALON_SECRET_KEY", "")
    machine.keep_secret_key()
    first = os.environ["JALON_SECRET_KEY"]
    monkeypatch.setenv("JALON_SECRET_KEY", "")

    machine.keep_secret_key()

    assert os.environ["JALON_SECRET_KEY"] == first
    assert len(first) > check.SECRET_LENGTH
    assert oct((tmp_path / "secret_key").stat().st_mode & 0o777) == "0o600"


def test_the_check_says_what_a_fresh_checkout_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JALON_VAR", str(tmp_path))
    monkeypatch.delenv("JALON_SECRET_KEY", raising=False)

    said = " ".join([*check.secret(), *check.address(), *check.messages(), *check.machine()])

    for word in ("JALON_SECRET_KEY", "JALON_PUBLIC_URL", "HTTPS", "courriel", "SMS", "sauvegarde"):
        assert word in said


@pytest.mark.django_db
def test_the_check_finds_nothing_wrong_with_an_up_to_date_database() -> None:
    assert list(check.database()) == []


def test_the_introduction_says_where_and_as_whom(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JALON_PUBLIC_URL", "http://localhost:8001")

    said = introduction()

    assert "http://localhost:8001" in said
    assert "Pour entrer :" in said


def test_a_child_that_dies_at_once_is_started_again_ever_more_slowly() -> None:
    child = Child(["web"])
    child.started_at = float("inf")

    waits = [child.wait_before_restart() for _ in range(7)]

    assert waits == [1, 4, 9, 16, 25, 30, 30]


def test_a_child_that_lived_long_is_started_again_at_once() -> None:
    child = Child(["web"], quick_ends=5)

    assert child.wait_before_restart() == 0
