"""`jalon postgres`: the embedded server for developers, until Ctrl-C."""

import argparse
import signal

from jalon.config import embedded_postgres


def main(arguments: list[str]) -> int:
    """Start or join the embedded server, print the address of its database, wait to be stopped."""
    parser = argparse.ArgumentParser("jalon postgres", description="Garde PostgreSQL ouvert jusqu’à Ctrl-C.")
    parser.parse_args(arguments)
    print(embedded_postgres.ensure_database(), flush=True)
    signal.sigwait({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    return 0
