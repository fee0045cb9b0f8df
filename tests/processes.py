"""The whole product as real processes, on a free port and a database of its own, to be killed in part."""

import shutil

from jalon.config.embedded_postgres import EmbeddedPostgres


def remove_server(server: EmbeddedPostgres) -> None:
    """Delete the files of a stopped server."""
    shutil.rmtree(server.cluster.sockets, ignore_errors=True)
    shutil.rmtree(server.home, ignore_errors=True)
