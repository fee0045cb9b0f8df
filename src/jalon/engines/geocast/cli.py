"""`jalon geocast`: stretches, replay and bench, without Django nor database."""

import sys
from collections.abc import Sequence
from importlib import import_module

# Where each subcommand lives; a module is imported only when it is asked for.
COMMANDS = {
    "stretches": "jalon.engines.geocast.stretches_cli",
    "replay": "jalon.engines.geocast.replay_cli",
    "bench": "jalon.engines.geocast.bench",
}
HELP = """Usage : jalon geocast stretches|replay|bench … (--help après chacun)

  stretches   les tronçons de chaque tracé qui passent près de chaque offre, et l’arrêt où descendre
  replay      ce que l’écran de chaque véhicule aurait montré, d’après des positions enregistrées
  bench       nos mesures, et celles de shapely et de PostGIS dans la même exécution
"""


def main(argv: Sequence[str]) -> int:
    """Run one subcommand: 0 when done, 2 with every fault of the input on standard error."""
    name = argv[0] if argv else ""
    if name in {"-h", "--help"}:
        print(HELP, end="")
        return 0
    if name not in COMMANDS:
        unknown = f"jalon geocast : commande inconnue : « {name} »\n" if name else ""
        print(unknown + HELP, end="", file=sys.stderr)
        return 2
    return int(import_module(COMMANDS[name]).main(list(argv[1:])))
