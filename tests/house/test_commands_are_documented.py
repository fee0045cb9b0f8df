"""`docs/operate.md` names every command, and no command that does not exist."""

import re

from jalon.config.command_line import COMMANDS, one_word
from jalon.engines.geocast.cli import COMMANDS as GEOCAST
from tests.house.source import ROOT, SOURCE

# Loads the demonstration for `jalon demo`; nobody types it.
INNER = {"load_demo"}
FROM_DJANGO = {"migrate"}


def management() -> set[str]:
    """Names of our management commands, as files."""
    found = SOURCE.glob("*/management/commands/*.py")
    return {path.stem for path in found if path.stem != "__init__"} - INNER


def written() -> set[str]:
    """Commands in the documentation, the words joined as a file of commands is named."""
    text = (ROOT / "docs" / "operate.md").read_text("utf-8")
    known = management() | set(COMMANDS)
    typed = re.findall(r"(?:\./)?\bjalon ((?!geocast)[a-z][a-z-]+(?: [a-z][a-z-]+)?)", text)
    return {one_word(words.split(), known)[0] for words in typed}


def test_every_command_is_documented_and_no_other() -> None:
    exists = management() | set(COMMANDS)

    assert exists - written() == set()
    assert written() - exists - FROM_DJANGO == set()


def test_the_engine_commands_are_documented() -> None:
    text = (ROOT / "docs" / "operate.md").read_text("utf-8")
    row = next(line for line in text.splitlines() if "`jalon geocast" in line)

    assert set(re.findall(r"`(?:jalon geocast )?([a-z]+)`", row)) == set(GEOCAST)
