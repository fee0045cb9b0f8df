"""The rows of a vocabulary, whatever file they come from."""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

# Called with what is being done, how much of it is done, and how much there is.
Progress = Callable[[str, int, int], None]


class VocabularyError(Exception):
    """Files that cannot be loaded; nothing was changed. `faults` says each one in French."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(self.faults))


@dataclass(frozen=True)
class TitleRow:
    """A job title of an occupation."""

    code: str
    occupation: str
    label: str
    short_label: str


@dataclass(frozen=True)
class LinkRow:
    """An occupation uses a skill."""

    occupation: str
    skill: str
    core: bool
    emerging: bool = False


@dataclass(frozen=True)
class VocabularyRows:
    """A whole version: occupations as code to (label, definition), skills as code to (label, kind)."""

    version: str
    occupations: dict[str, tuple[str, str]]
    titles: list[TitleRow]
    skills: dict[str, tuple[str, str]]
    links: list[LinkRow]
    ignored: list[str] = field(default_factory=list)


def read_table(path: Path, columns: Iterable[str]) -> list[dict[str, str]]:
    """Rows of a CSV file that has at least these columns.

    Raises:
        VocabularyError: the file is absent, not text, not a table, or lacks columns.
    """
    if not path.is_file():
        raise VocabularyError([f"{path.name} : fichier absent."])
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [column for column in columns if column not in (reader.fieldnames or [])]
            if missing:
                raise VocabularyError([f"{path.name} : il manque la colonne {', '.join(missing)}."])
            return [{key: _typeset(value) for key, value in row.items() if key} for row in reader]
    except UnicodeDecodeError:
        raise VocabularyError([f"{path.name} : ce n’est pas du texte UTF-8."]) from None
    except csv.Error as error:
        raise VocabularyError([f"{path.name} : tableau illisible ({error})."]) from None


def _typeset(value: str | None) -> str:
    """Apostrophes as pages write them."""
    return (value or "").replace("'", "’")
