"""The live channel, read from a bare connection: thousands of them fit in one process."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

SILENCE_S = 75.0
BUFFER = 1 << 14


class LiveError(Exception):
    """The channel refused, or said something that is no stream of events."""


@dataclass(slots=True)
class EventParser:
    """Pieces of an event stream to (name, data); keeps the last id."""

    last_id: str = ""
    rest: bytes = b""
    name: str = ""
    data: list[str] = field(default_factory=list)

    def push(self, piece: bytes) -> list[tuple[str, dict[str, Any]]]:
        """The events that this piece completes."""
        *lines, self.rest = (self.rest + piece).split(b"\n")
        found = (self._line(line.rstrip(b"\r").decode("utf-8", "replace")) for line in lines)
        return [event for event in found if event is not None]

    def _line(self, line: str) -> tuple[str, dict[str, Any]] | None:
        if not line:
            return self._dispatch()
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "event":
            self.name = value
        elif name == "data":
            self.data.append(value)
        elif name == "id":
            self.last_id = value
        return None

    def _dispatch(self) -> tuple[str, dict[str, Any]] | None:
        name, text = self.name or "message", "\n".join(self.data)
        self.name, self.data = "", []
        with suppress(ValueError):
            document = json.loads(text) if text else None
            return (name, document) if isinstance(document, dict) else None
        return None


async def stream(url: str, headers: Mapping[str, str]) -> AsyncIterator[bytes]:
    """The body of one GET as it comes, until it ends. OSError, LiveError, or TimeoutError after silence."""
    parts = urlsplit(url)
    context = ssl.create_default_context() if parts.scheme == "https" else None
    port = parts.port or (443 if context else 80)
    async with asyncio.timeout(SILENCE_S) as patience:
        reader, writer = await asyncio.open_connection(parts.hostname, port, ssl=context, limit=BUFFER)
        try:
            asked = {"Host": parts.netloc, "Accept": "text/event-stream", **headers}
            lines = [f"GET {parts.path}?{parts.query} HTTP/1.1", *(f"{k}: {v}" for k, v in asked.items())]
            writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
            chunked = await _head(reader)
            while piece := await (_chunk(reader) if chunked else reader.read(BUFFER)):
                patience.reschedule(asyncio.get_running_loop().time() + SILENCE_S)
                yield piece
        finally:
            writer.close()


async def _head(reader: asyncio.StreamReader) -> bool:
    """Read status and headers; whether the body comes in chunks."""
    status, _, fields = (await reader.readuntil(b"\r\n\r\n")).partition(b"\r\n")
    if b" 200" not in status:
        raise LiveError(status.decode("latin1"))
    return b"transfer-encoding: chunked" in fields.lower()


async def _chunk(reader: asyncio.StreamReader) -> bytes:
    size = (await reader.readline()).split(b";")[0].strip()
    if not size:
        return b""
    try:
        piece = await reader.readexactly(int(size, 16))
    except ValueError as fault:
        raise LiveError("chunk") from fault
    await reader.readexactly(2)
    return piece
