"""One application on one port: files and live channel outside, Django inside in a bounded pool of threads."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import django
from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.contrib.staticfiles import finders
from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jalon.config.settings")
django.setup(set_prefix=False)

from django.core.wsgi import get_wsgi_application  # noqa: E402  needs the settings

from jalon.base.live import LiveChannel  # noqa: E402  needs the apps
from jalon.base.live_hub import Hub  # noqa: E402
from jalon.config import environment  # noqa: E402
from jalon.config.buffering import Buffered  # noqa: E402
from jalon.config.static import Media, Static  # noqa: E402

# Service workers stand at the root and are never cached, or they could not control their page: file and page.
WORKERS = {
    "/ecran-worker.js": ("dist/screen-worker.js", "/ecran"),
    "/porte-worker.js": ("dist/door-worker.js", "/seances/"),
    "/comptoir-worker.js": ("dist/counter-worker.js", "/tournees/comptoir/"),
}
hub = Hub()
live = LiveChannel(hub)


async def service_worker(request: Request) -> Response:
    """The script of a service worker, which says what page it may control."""
    name, page = WORKERS[request.url.path]
    path = finders.find(name) if settings.DEBUG else str(Path(settings.STATIC_ROOT) / name)
    if not path or not Path(path).is_file():
        return PlainTextResponse("Fichier absent : construisez l’interface avec « make setup »", 404)
    headers = {"cache-control": "no-cache", "service-worker-allowed": page}
    return FileResponse(path, headers=headers, media_type="text/javascript")


async def health(_request: Request) -> Response:
    """For a proxy or a supervisor: this process answers, and so does its database."""
    fine = await hub.database_answers()
    return JSONResponse({"database": fine, "live_connections": len(hub.clients)}, 200 if fine else 503)


@asynccontextmanager
async def lifespan(_app: Starlette) -> AsyncIterator[None]:
    """The live channel follows the ledger as long as the process serves."""
    async with hub.running():
        yield
    await live.release()


def _django() -> GZipMiddleware:
    threads = environment.whole("JALON_THREADS", 8, least=1)
    largest = environment.whole("JALON_UPLOAD_MB", 300, least=1) * 1_000_000
    pages = WSGIMiddleware(get_wsgi_application(), workers=threads)  # type: ignore[arg-type]
    return GZipMiddleware(Buffered(pages, largest_bytes=largest))  # type: ignore[arg-type]


application = Starlette(
    routes=[
        *(Route(address, service_worker) for address in WORKERS),
        Route("/sante", health),
        Route("/live", live),
        Mount("/static", Static()),
        Mount("/media", Media()),
        Mount("/", _django()),
    ],
    lifespan=lifespan,
)
