"""`jalon demo`: a whole territory on this machine, from an empty database to a moving bus."""

import argparse
import os
import shutil
from collections.abc import Iterable
from datetime import date
from importlib import import_module, util
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

from jalon.config import environment, machine
from jalon.config.places import var_directory
from jalon.config.serve import add_address, prepare, supervise

MARK = "jalon demo"
PORTS_TRIED = 20
DEFAULT_PORT = 8000


class NotADemoError(environment.SettingError):
    """The database holds something else than a demo."""


def main(arguments: list[str]) -> int:
    """Prepare the demo territory, say where to look and as whom, run until Ctrl-C."""
    given = _parser().parse_args(arguments)
    with machine.only_one():
        port = given.port or machine.free_port(given.host, DEFAULT_PORT, tries=PORTS_TRIED)
        machine.free_port(given.host, port)
        os.environ["JALON_DEMO"] = "1"
        os.environ.setdefault("JALON_PUBLIC_URL", f"http://localhost:{port}")
        prepare()
        refuse_other_data()
        if given.reset:
            reset()
        load(feed=given.feed, day=given.day, vacancies=given.vacancies)
        return supervise(given.host, port, introduction(), _from_demo("companions", []))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("jalon demo", description="Territoire de démonstration.")
    add_address(parser, host="127.0.0.1")
    parser.set_defaults(port=None)
    parser.add_argument("--reset", action="store_true", help="repartir d’un territoire neuf")
    parser.add_argument("--feed", type=_existing, help="horaires GTFS à la place du réseau inventé")
    parser.add_argument(
        "--day", type=date.fromisoformat, help="jour de ces horaires à jouer comme si c’était aujourd’hui"
    )
    parser.add_argument("--vacancies", type=_existing, help="offres CSV à placer sur ce réseau")
    return parser


def _existing(text: str) -> Path:
    """A file or folder that is there: said before anything is emptied."""
    path = Path(text)
    if not path.exists():
        raise argparse.ArgumentTypeError(f"{text} n’existe pas")
    return path


def refuse_other_data() -> None:
    """Raise NotADemoError when the database holds tables that no demo made."""
    if not connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute("COMMENT ON SCHEMA public IS %s", [MARK])
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description('public'::regnamespace, 'pg_namespace')")
        (mark,) = cursor.fetchone()
    if mark != MARK:
        raise NotADemoError(
            "Cette base contient déjà des données qui ne viennent pas de la démonstration : rien n’a été "
            "touché. Indiquez une base vide dans DATABASE_URL."
        )


def reset() -> None:
    """Empty the database and the uploaded files."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        cursor.execute("COMMENT ON SCHEMA public IS %s", [MARK])
    connection.close()
    for folder in ("media", "outbox"):
        shutil.rmtree(var_directory() / folder, ignore_errors=True)


def load(*, feed: Path | None, day: date | None, vacancies: Path | None) -> None:
    """Migrate, then load the territory; a second start keeps what is there."""
    print("La base se prépare…", flush=True)
    call_command("migrate", verbosity=0, interactive=False)
    options: dict[str, Any] = {"feed": feed, "day": day, "vacancies": vacancies}
    call_command("load_demo", **{name: value for name, value in options.items() if value})


def introduction() -> str:
    """Addresses and sign-ins, as plain text."""
    here = os.environ["JALON_PUBLIC_URL"]
    lines = ["", f"Jalon tourne sur {here} (Ctrl-C arrête tout, les données restent)"]
    lines += [f"  {said}" for said in _lines(_from_demo("addresses", []), here)]
    sign_ins = _from_demo("sign_ins", [])
    if sign_ins:
        lines += ["", "Pour entrer :", *(f"  {said}" for said in _lines(sign_ins, here))]
    return "\n".join([*lines, ""])


def _lines(rows: Iterable[Any], here: str) -> list[str]:
    """Rows of words in columns; a path becomes an address."""
    table = [[str(cell) for cell in (row if isinstance(row, (list, tuple)) else [row])] for row in rows]
    table = [[here + cell if cell.startswith("/") else cell for cell in row] for row in table]
    widths = [max(map(len, column)) for column in zip(*table, strict=False)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip()
        for row in table
    ]


def _from_demo(name: str, default: Any) -> Any:
    """What the demo territory says, where it says something."""
    if util.find_spec("jalon.demo") is None:
        return default
    function = getattr(import_module("jalon.demo"), name, None)
    return function() if function else default
