"""Static files: collected with a hash in their names, compressed once, kept by clients for ever."""

import gzip
import mimetypes
import os
import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, PathLike, StaticFiles
from starlette.types import Scope

HASHED = re.compile(r"\.[0-9a-f]{12}\.[^/]+$")
TYPES = {".woff2": "font/woff2", ".js": "text/javascript", ".mjs": "text/javascript", ".svg": "image/svg+xml"}
COMPRESSIBLE = {".css", ".js", ".svg", ".json", ".map", ".html", ".txt", ".webmanifest"}
FOR_EVER = "public, max-age=31536000, immutable"
ASK_EACH_TIME = "no-cache"


def collect() -> None:
    """Collect into STATIC_ROOT and lay a compressed copy beside each text file."""
    call_command("collectstatic", verbosity=0, interactive=False)
    for path in Path(settings.STATIC_ROOT).rglob("*"):
        if path.suffix in COMPRESSIBLE and path.is_file():
            _compress(path)


def _compress(path: Path) -> None:
    """Compress unless the copy is as new as its source; a reader never meets half a file."""
    copy = path.with_name(path.name + ".gz")
    source = path.stat()
    if copy.exists() and copy.stat().st_mtime >= source.st_mtime:
        return
    fresh = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    fresh.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    fresh.replace(copy)


class Static(StaticFiles):
    """Serves collected files; in DEBUG, the files of the source tree as they are now."""

    def __init__(self) -> None:
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
        super().__init__(directory=settings.STATIC_ROOT)

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """The file behind a path, and its state."""
        if settings.DEBUG:
            found = finders.find(path)
            return (found, Path(found).stat()) if found else ("", None)
        return super().lookup_path(path)

    def file_response(
        self, full_path: PathLike, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The compressed copy for whoever takes it; for ever when the name holds the hash of the content."""
        source = Path(full_path)
        sent = _compressed(source, scope)
        headers = {"cache-control": _cache(source), "x-content-type-options": "nosniff"}
        if sent.suffix == ".gz":
            headers |= {"content-encoding": "gzip", "vary": "accept-encoding"}
        response = FileResponse(sent, status_code, headers, _type(source), stat_result=sent.stat())
        if self.is_not_modified(response.headers, Headers(scope=scope)):
            return NotModifiedResponse(response.headers)
        return response


def _cache(path: Path) -> str:
    return FOR_EVER if HASHED.search(path.name) and not settings.DEBUG else ASK_EACH_TIME


def _type(path: Path) -> str:
    return TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def _compressed(path: Path, scope: Scope) -> Path:
    """The compressed copy, unless the client does not take it or asks for a part of the file."""
    copy = path.with_name(path.name + ".gz")
    asked = Headers(scope=scope)
    takes = "gzip" in asked.get("accept-encoding", "") and "range" not in asked
    return copy if takes and not settings.DEBUG and copy.exists() else path


class Media(StaticFiles):
    """Uploaded files: shown, never run."""

    def __init__(self) -> None:
        Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
        super().__init__(directory=settings.MEDIA_ROOT)

    def file_response(
        self, full_path: PathLike, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """A file that no browser takes for a page of ours."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["x-content-type-options"] = "nosniff"
        response.headers["content-security-policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        return response
