"""`jalon backup FILE`: the database and the uploaded files in one archive, as of one instant."""

import argparse
import hashlib
import json
import os
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import jalon
from jalon.config import embedded_postgres
from jalon.config.places import var_directory
from jalon.config.postgres_tools import run_tool, server_major

FORMAT = 1
LAST = "last_backup"


def main(arguments: list[str]) -> int:
    """Write the archive; a whole one or none."""
    parser = argparse.ArgumentParser(
        "jalon backup", description="Sauvegarde la base et les fichiers déposés."
    )
    parser.add_argument("file", type=Path, metavar="FICHIER", help="archive à écrire (.tar)")
    given = parser.parse_args(arguments)
    write(given.file, embedded_postgres.prepare_database())
    print(f"Sauvegarde écrite : {given.file} ({given.file.stat().st_size / 1e6:.1f} Mo)")
    return 0


def write(file: Path, url: str) -> None:
    """Dump the database at `url` (one snapshot, while everything runs), then the uploads, into `file`.

    Uploads are never changed once written, so those copied after the dump cover all that it mentions.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        dump = Path(folder) / "database.dump"
        run_tool("pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", "--file", str(dump))
        about = Path(folder) / "about.json"
        about.write_text(json.dumps(_about(dump, url), indent=1), encoding="utf-8")
        archive = Path(folder) / "archive.tar"
        _pack(archive, about, dump)
        archive.chmod(0o600)
        archive.replace(file)
    _note_time()


def _about(dump: Path, url: str) -> dict[str, object]:
    return {
        "format": FORMAT,
        "jalon": jalon.__version__,
        "postgresql": server_major(url),
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "sha256": digest(dump),
    }


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pack(archive: Path, about: Path, dump: Path) -> None:
    media = var_directory() / "media"
    with tarfile.open(archive, "w") as tar:
        tar.add(about, "about.json")
        tar.add(dump, "database.dump")
        if media.is_dir():
            tar.add(media, "media")
    with archive.open("rb") as written:
        os.fsync(written.fileno())


def _note_time() -> None:
    """`jalon check` reads when the last backup was made."""
    var_directory().mkdir(parents=True, exist_ok=True)
    (var_directory() / LAST).write_text(datetime.now(UTC).isoformat(timespec="seconds"), encoding="ascii")
