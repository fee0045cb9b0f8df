"""`jalon …`: our own commands, then every management command, with a database ready for it.

`jalon <room> <verb>` runs the management command `<room>_<verb>`: `jalon reference load-rome DIR` is
`reference_load_rome`.
"""

import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from types import FrameType

import django
from django.core.management import CommandError, ManagementUtility, call_command, get_commands
from django.db import connection

from jalon.config import embedded_postgres
from jalon.config.embedded_postgres import prepare_database
from jalon.config.environment import SettingError
from jalon.config.file_lock import LockedError
from jalon.config.postgres_binaries import EmbeddedPostgresError

# Where each of our commands lives; a module is imported only when its command is asked for.
COMMANDS: Mapping[str, str] = {
    "demo": "jalon.config.demo",
    "serve": "jalon.config.serve",
    "web": "jalon.config.web",
    "worker": "jalon.config.worker",
    "check": "jalon.config.check",
    "backup": "jalon.config.backup",
    "restore": "jalon.config.restore",
    "postgres": "jalon.config.postgres",
}
WITHOUT_DATABASE = frozenset({"collectstatic", "compilemessages", "makemessages", "version", "--version"})

HELP = """Jalon rapproche le travail des gens, de l’écran du bus au contrat.

  jalon demo [--reset] [--port 8000]   territoire de démonstration, complet, sur cette machine
  jalon serve [--host] [--port]        site et tâches de fond sur une machine
  jalon web | worker                   l’un ou l’autre seulement, sur autant de machines qu’il faut
  jalon check                          ce qui manque pour la mise en service
  jalon backup FICHIER                 sauvegarde la base et les fichiers déposés
  jalon restore FICHIER [--force]      les remet en place
  jalon postgres                       garde PostgreSQL ouvert et affiche son adresse
  jalon geocast …                      moteur des écrans, sans base de données
  jalon <domaine> <verbe> …            par exemple : jalon reference load-rome DOSSIER

« jalon COMMANDE --help » détaille chacune. Autres commandes :
"""


def run(arguments: list[str]) -> int:
    """Run one command, return its exit code; what a user can mend is said in a sentence, not in a trace."""
    signal.signal(signal.SIGTERM, _end_in_order)
    try:
        return _dispatch(arguments)
    except (CommandError, EmbeddedPostgresError, LockedError, SettingError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        embedded_postgres.stop()


def _dispatch(arguments: list[str]) -> int:
    if arguments and arguments[0] in COMMANDS:
        module = import_module(COMMANDS[arguments[0]])
        command: Callable[[list[str]], int] = module.main
        return command(arguments[1:])
    if not arguments or arguments[0] in {"help", "--help", "-h"}:
        return _help(arguments)
    return manage(arguments)


def _end_in_order(_number: int, _frame: FrameType | None) -> None:
    """A request to end runs the same clean-up as the end itself."""
    raise SystemExit(143)


def manage(arguments: Sequence[str]) -> int:
    """Run a management command, one word or two."""
    if arguments[0] not in WITHOUT_DATABASE:
        prepare_database()
    django.setup()
    words = one_word(list(arguments), set(get_commands()))
    if str(get_commands().get(words[0], "")).startswith("jalon."):
        make_first_tables()
    ManagementUtility(["jalon", *words]).execute()
    return 0


def make_first_tables() -> None:
    """Migrate a database without tables: a territory's first commands come before its first `jalon serve`."""
    if not connection.introspection.table_names():
        call_command("migrate", verbosity=0, interactive=False)


def one_word(arguments: list[str], known: set[str]) -> list[str]:
    """`reference load-rome X` as `reference_load_rome X` where such a command exists, else unchanged."""
    for count in (2, 1):
        name = "_".join(arguments[:count]).replace("-", "_")
        if len(arguments) >= count and name in known:
            return [name, *arguments[count:]]
    return arguments


def _help(arguments: Sequence[str]) -> int:
    print(HELP)
    django.setup()
    if len(arguments) > 1:
        return manage([*arguments[1:], "--help"])
    ours = sorted(name for name, app in get_commands().items() if app.startswith("jalon."))
    print("\n".join(f"  jalon {name.replace('_', ' ', 1).replace('_', '-')}" for name in ours))
    return 0
