"""The command line: engines start without Django, everything else is a management command."""

import os
import sys
from collections.abc import Callable


def _geocast(arguments: list[str]) -> int:
    from jalon.engines.geocast.cli import main as geocast  # noqa: PLC0415  loads numpy only when asked for

    return geocast(arguments)


ENGINES: dict[str, Callable[[list[str]], int]] = {"geocast": _geocast}


def main() -> None:
    """Run the command line and exit with its code."""
    arguments = sys.argv[1:]
    if arguments and arguments[0] in ENGINES:
        sys.exit(ENGINES[arguments[0]](arguments[1:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jalon.config.settings")
    from jalon.config.command_line import run  # noqa: PLC0415  Django only when an engine was not asked for

    sys.exit(run(arguments))
