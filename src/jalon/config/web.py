"""`jalon web`: one web process."""

import argparse
import resource
import sys
from contextlib import suppress
from types import FrameType

import uvicorn

from jalon.config import embedded_postgres, environment
from jalon.config.serve import add_address
from jalon.config.supervise import end_with_parent

OPEN_FILES = 65_536


class Server(uvicorn.Server):
    """Ends the live connections when asked to end: they would hold the process until its deadline."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take note of the signal."""
        super().handle_exit(sig, frame)
        # The application exists only once it is served: a signal may come before.
        hub = getattr(sys.modules.get("jalon.config.asgi"), "hub", None)
        if hub is not None:
            hub.close()


def main(arguments: list[str]) -> int:
    """Serve until asked to end."""
    parser = argparse.ArgumentParser("jalon web", description="Un processus web.")
    add_address(parser, host=environment.text("JALON_HOST", "127.0.0.1"))
    given = parser.parse_args(arguments)
    end_with_parent()
    embedded_postgres.prepare_database()
    allow_many_connections()
    Server(configuration(given.host, given.port)).run()
    return 0


def configuration(host: str, port: int) -> uvicorn.Config:
    """Settings of the server; the forwarded address is believed only behind a declared proxy."""
    behind_proxy = environment.flag("JALON_BEHIND_PROXY")
    return uvicorn.Config(
        "jalon.config.asgi:application",
        host=host,
        port=port,
        proxy_headers=behind_proxy,
        forwarded_allow_ips=environment.text("JALON_PROXY_ADDRESSES", "127.0.0.1"),
        server_header=False,
        access_log=environment.flag("JALON_ACCESS_LOG"),
        log_level=environment.text("JALON_LOG_LEVEL", "WARNING").lower(),
        timeout_graceful_shutdown=10,
        timeout_keep_alive=15,
        lifespan="on",
        ws="none",
        backlog=4096,
    )


def allow_many_connections() -> None:
    """Raise the number of open files: each screen and each browser keeps one connection."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
