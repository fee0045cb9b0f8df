"""The files of a feed, from a zip or a folder, with bounds against archives made to fill a disk."""

import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from jalon.engines.gtfs.feed import Finding, GtfsError

MAX_FILE_BYTES = 4 << 30
MAX_TOTAL_BYTES = 8 << 30
MAX_RATIO = 400
KNOWN = frozenset(
    {
        "agency",
        "routes",
        "stops",
        "calendar",
        "calendar_dates",
        "trips",
        "stop_times",
        "shapes",
        "frequencies",
    }
)


@dataclass(frozen=True)
class Source:
    """Tables by lower-case name without `.txt`, each as a function that gives its bytes."""

    tables: dict[str, Callable[[], bytes]]
    findings: list[Finding] = field(default_factory=list)

    def bytes_of(self, table: str) -> bytes | None:
        """The table's bytes, or None when the feed has no such file. GtfsError when it cannot be read."""
        opener = self.tables.get(table)
        if opener is None:
            return None
        try:
            return opener()
        except (zipfile.BadZipFile, RuntimeError, OSError, EOFError, zlib.error) as fault:
            # RuntimeError is how zipfile says that a password is wanted.
            why = "protégé par un mot de passe" if isinstance(fault, RuntimeError) else "abîmé ou illisible"
            raise GtfsError([Finding("fault", f"{table}.txt", f"ce fichier est {why}")]) from fault


def open_source(path: Path) -> Source:
    """The tables at `path`. GtfsError when there is no feed to read there."""
    if path.is_dir():
        return _folder(path)
    if not path.exists():
        raise _refusal(path, "ce fichier n’existe pas")
    if path.stat().st_size == 0:
        raise _refusal(path, "ce fichier est vide")
    try:
        return _archive(path, zipfile.ZipFile(path))
    except (zipfile.BadZipFile, OSError, ValueError) as fault:
        raise _refusal(path, "ce n’est pas une archive zip lisible") from fault


def _refusal(path: Path, message: str) -> GtfsError:
    return GtfsError([Finding("fault", path.name, message)])


def _is_junk(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or any(part.startswith(".") for part in parts)


def _choose(names: list[str]) -> dict[str, str]:
    """Table to path, the shallowest file of each name; other files are ignored."""
    chosen: dict[str, str] = {}
    for name in sorted(names, key=lambda name: (name.count("/"), name)):
        file = PurePosixPath(name.replace("\\", "/"))
        table = file.stem.strip().lower()
        if file.suffix.lower() == ".txt" and table in KNOWN and not _is_junk(name):
            chosen.setdefault(table, name)
    return chosen


def _folder(path: Path) -> Source:
    names = [file.relative_to(path).as_posix() for file in path.rglob("*") if file.is_file()]
    chosen = _choose([name for name in names if name.count("/") <= 1])
    return Source({table: (path / name).read_bytes for table, name in chosen.items()})


def _archive(path: Path, archive: zipfile.ZipFile) -> Source:
    entries = {info.filename: info for info in archive.infolist() if not info.is_dir()}
    chosen = _choose(list(entries))
    _refuse_bombs(path, [entries[name] for name in chosen.values()])

    def opener(name: str) -> Callable[[], bytes]:
        return lambda: _bounded(archive, entries[name])

    return Source({table: opener(name) for table, name in chosen.items()})


def _refuse_bombs(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    total = sum(entry.file_size for entry in entries)
    if total > MAX_TOTAL_BYTES or any(entry.file_size > MAX_FILE_BYTES for entry in entries):
        raise _refusal(path, f"l’archive dépliée dépasserait {MAX_TOTAL_BYTES >> 30} Go : elle est refusée")
    for entry in entries:
        if entry.file_size > 50 << 20 and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise _refusal(path, f"« {entry.filename} » est comprimé de façon anormale : archive refusée")


def _bounded(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as stream:
        data = stream.read(entry.file_size + 1)
    if len(data) != entry.file_size:
        raise zipfile.BadZipFile("taille annoncée fausse")
    return data
