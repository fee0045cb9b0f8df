"""A web process for tests of the live channel: the real hub and server on a free port, in a thread."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from django.http import HttpRequest
from starlette.applications import Starlette
from starlette.routing import Route

from jalon.base.live import LiveChannel
from jalon.base.live_hub import Hub
from jalon.base.registry import registry
from tests.processes import free_port, wait_until


def allow_all(prefix: str) -> None:
    """Everyone may listen to topics of this prefix whose rest is not `secret`."""
    if prefix not in registry.live_topics:
        registry.add_live_topic(prefix, _not_secret)


def _not_secret(rest: str, _request: HttpRequest) -> bool:
    return rest != "secret"


@contextmanager
def live_server() -> Iterator[tuple[str, Hub]]:
    """The address of a running live channel, and its hub."""
    hub = Hub()
    channel = LiveChannel(hub)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with hub.running():
            yield
        await channel.release()

    app = Starlette(routes=[Route("/live", channel)], lifespan=lifespan)
    port = free_port()
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning", backlog=4096, ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=asyncio.run, args=[server.serve()])
    thread.start()
    try:
        wait_until(lambda: server.started and hub.ready, seconds=20, what="live channel ready")
        yield f"http://127.0.0.1:{port}/live", hub
    finally:
        hub.close()
        server.should_exit = True
        thread.join(20)
