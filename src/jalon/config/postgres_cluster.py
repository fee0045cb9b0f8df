"""The files of an embedded PostgreSQL server and the programs run on them, as the right system user."""

import getpass
import locale
import os
import pwd
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jalon.config.postgres_binaries import (
    MAJOR,
    SYSTEM_USER,
    EmbeddedPostgresError,
    bin_directory,
    is_root,
    system_user,
)

LOG_BYTES = 10_000_000
SOCKET_NAME = ".s.PGSQL.5432"

SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "dynamic_shared_memory_type": "mmap",  # /dev/shm holds 64 MB in a container
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
}
CARELESS: Mapping[str, str] = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Cluster:
    """`home` holds data, log and locks; `sockets` is where clients find the server."""

    home: Path
    sockets: Path

    @property
    def data(self) -> Path:
        """PostgreSQL's own directory."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """What the server says, kept to two files of ten megabytes."""
        return self.home / "postgres.log"

    def make_directories(self) -> None:
        """Create the private directories, owned by whoever runs the server."""
        user = system_user()
        self.home.parent.mkdir(parents=True, exist_ok=True)
        for folder in (self.home, self.sockets):
            folder.mkdir(mode=0o700, exist_ok=True)
            _own(folder, user)

    def initialise(self) -> None:
        """Create the cluster once; a creation that was cut short is begun anew."""
        version = self.data / "PG_VERSION"
        if not version.exists():
            self._create()
        found = version.read_text(encoding="ascii").strip()
        if found != MAJOR:
            message = (
                f"Les données de {self.data} viennent de PostgreSQL {found}, les programmes installés sont "
                f"de la version {MAJOR}. Sauvegardez avec l’ancienne version de Jalon, puis restaurez avec "
                "celle-ci."
            )
            raise EmbeddedPostgresError(message)

    def _create(self) -> None:
        fresh = self.home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        done = self._run("initdb", "-D", str(fresh), "-U", SYSTEM_USER, "-E", "UTF8", *_locale_options())
        if done.returncode:
            raise EmbeddedPostgresError(f"PostgreSQL n’a pas pu créer ses fichiers :\n{done.stderr.strip()}")
        (fresh / "pg_hba.conf").write_text("local all all peer map=jalon\n", encoding="ascii")
        (fresh / "pg_ident.conf").write_text(_identity_map(), encoding="utf-8")
        fresh.rename(self.data)

    def spawn(self, *, durable: bool) -> subprocess.Popen[bytes]:
        """Start the server in a session of its own: a Ctrl-C at the terminal is for us, not for it."""
        self._rotate_log()
        settings = {**SETTINGS, **({} if durable else CARELESS), "unix_socket_directories": str(self.sockets)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [str(bin_directory() / "postgres"), "-D", str(self.data), *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **_as_server_user(),
            )

    @property
    def _traces(self) -> tuple[Path, Path]:
        """Files in which a server writes its process id, and which keep a second one from starting."""
        return self.data / "postmaster.pid", self.sockets / f"{SOCKET_NAME}.lock"

    def pid(self) -> int | None:
        """The process id that the server wrote down, None when there is none."""
        return _written_pid(self._traces[0])

    def runs(self) -> bool:
        """Whether the process that wrote its id down is still a PostgreSQL server (a zombie is not)."""
        pid = self.pid()
        return pid is not None and _program(pid) == "postgres"

    def forget_dead_server(self) -> None:
        """Remove the traces of a killed server whose process id belongs to another program, or to a zombie.

        A server that was killed in a container may stay a zombie for ever. While children of it still work on
        the data the trace stays: PostgreSQL recognises by it the memory they hold, and waits for them.
        """
        if self.runs():
            return
        for trace in self._traces:
            pid = _written_pid(trace)
            if pid is not None and _exists(pid) and not _someone_works_in(self.data):
                trace.unlink(missing_ok=True)

    def remains_block_start(self) -> bool:
        """Whether the last start failed because processes of a killed server had not all ended yet."""
        said = self.last_log_lines()
        return "pre-existing shared memory block" in said or "lock file" in said

    def last_log_lines(self, count: int = 8) -> str:
        """The end of the log, for messages."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:])

    def _rotate_log(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.rename(self.log.with_suffix(".log.1"))

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(bin_directory() / program), *arguments]
        return subprocess.run(command, check=False, capture_output=True, text=True, **_as_server_user())


def _own(folder: Path, user: pwd.struct_passwd | None) -> None:
    """Give a folder to the server's user, and refuse one that somebody else laid there before us."""
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid, follow_symlinks=False)
    wanted = user.pw_uid if user else os.geteuid()
    if folder.is_symlink() or folder.stat().st_uid != wanted:
        raise EmbeddedPostgresError(f"Le dossier {folder} appartient à un autre utilisateur.")
    folder.chmod(0o700)


def _as_server_user() -> dict[str, Any]:
    """Arguments of subprocess: the server's user, and a working directory that this user can enter."""
    user = system_user()
    environment = {"PATH": os.environ.get("PATH", os.defpath)}
    if user is None:
        return {"cwd": "/", "env": environment}
    return {"cwd": "/", "env": environment, "user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _identity_map() -> str:
    names = {"root", SYSTEM_USER} if is_root() else {getpass.getuser()}
    return "".join(f'jalon "{name}" {SYSTEM_USER}\n' for name in sorted(names))


def _locale_options() -> list[str]:
    """PostgreSQL's own C.UTF-8, the same on every system; the C library's where it knows that name."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
        name = "C.UTF-8"
    except locale.Error:
        name = "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", f"--locale={name}"]
    return [
        *builtin,
        "--data-checksums",
        "--auth-local=peer",
        "--auth-host=scram-sha-256",
        "--no-instructions",
    ]


def _written_pid(trace: Path) -> int | None:
    try:
        return int(trace.read_text(encoding="utf-8").split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _someone_works_in(folder: Path) -> bool:
    """Whether some process has this working directory, as each process of a server has its data's."""
    for entry in Path("/proc").glob("[0-9]*/cwd"):
        with suppress(OSError):
            if entry.readlink() == folder:
                return True
    return False


def _program(pid: int) -> str:
    """The name of a running program, empty when there is none. Linux may lack `ps`, macOS lacks /proc."""
    if Path("/proc/self").exists():
        try:
            command = Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
        return Path(command.split("\0", 1)[0]).name
    asked = ["ps", "-o", "comm=", "-p", str(pid)]
    return Path(subprocess.run(asked, check=False, capture_output=True, text=True).stdout.strip()).name
