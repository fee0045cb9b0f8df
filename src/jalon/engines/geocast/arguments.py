"""A command's arguments, read by argparse; everything that is wrong with them is said at once, in French."""

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NoReturn

from jalon.engines.geocast.problem import ProblemError

# argparse's own English (Python 3.11 to 3.14), and what is said instead.
WORDS = (
    (r"argument (\S+): expected one argument", r"\1 attend une valeur"),
    (r"argument (\S+): expected at least one argument", r"\1 attend au moins une valeur"),
    (r"argument (\S+): ignored explicit argument .+", r"\1 ne prend pas de valeur"),
    (
        r"argument (\S+): invalid choice: '?(.+?)'? \(choose from (.+)\)",
        r"\1 : « \2 » refusé (choix : \3)",
    ),
    (r"argument (\S+): invalid int value: '?(.+?)'?", r"\1 : « \2 » n’est pas un nombre entier"),
    (r"ambiguous option: (\S+) could match (.+)", r"« \1 » est ambigu (\2)"),
)
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Parser(argparse.ArgumentParser):
    """An argument parser that helps and refuses in French."""

    color = False

    def __init__(self, prog: str, description: str) -> None:
        super().__init__(prog=prog, description=description, add_help=False, exit_on_error=False)
        self._positionals.title, self._optionals.title = "arguments", "options"
        self.add_argument("-h", "--help", action="help", help="affiche cette aide")

    def read(self, arguments: Sequence[str]) -> argparse.Namespace:
        """The options. Exits with 0 after the help, with 2 after naming every error."""
        needed = [action for action in self._actions if action.required]
        try:
            options, unknown = self._parsed(arguments, needed)
        except argparse.ArgumentError as fault:
            self.error(str(fault))
        missing = [action.option_strings[-1] for action in needed if getattr(options, action.dest) is None]
        faults = [f"il manque {', '.join(missing)}"] if missing else []
        faults += [f"argument inconnu : {' '.join(unknown)}"] if unknown else []
        if faults:
            self._refuse(faults)
        return options

    def _parsed(
        self, arguments: Sequence[str], needed: Sequence[argparse.Action]
    ) -> tuple[argparse.Namespace, list[str]]:
        """Options and what is not one, the needed ones not being asked for."""
        for action in needed:
            action.required = False
        try:
            return self.parse_known_args(list(arguments))
        finally:
            for action in needed:
                action.required = True

    def error(self, message: str) -> NoReturn:
        """Say argparse's message in French, exit with 2."""
        self._refuse([in_french(message)])

    def _refuse(self, faults: Iterable[str]) -> NoReturn:
        print(self.format_usage(), *(f"{self.prog} : {fault}" for fault in faults), sep="\n", file=sys.stderr)
        raise SystemExit(2)

    def format_usage(self) -> str:
        return _capital(super().format_usage())

    def format_help(self) -> str:
        return _capital(super().format_help())


def _capital(text: str) -> str:
    return re.sub(r"^usage:", "Usage :", text)


def in_french(message: str) -> str:
    """What argparse says, in French; a message that is not known keeps its own words."""
    for pattern, words in WORDS:
        found = re.fullmatch(pattern, message)
        if found:
            return found.expand(words)
    return f"arguments refusés ({message})"


def day_of(text: str | None, option: str) -> date | None:
    """The date that an option gives as YYYY-MM-DD, None without text. ProblemError when it is no date."""
    if text is None:
        return None
    try:
        if ISO_DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ProblemError([f"{option} : « {text} » n’est pas une date (AAAA-MM-JJ attendu)"])
