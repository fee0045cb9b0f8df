"""The live channel, read from a bare connection: thousands of them fit in one process."""

import asyncio
import json
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, urlsplit

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


class LiveConnection:
    """One GET whose body is read as it comes. OSError, EOFError, LiveError, TimeoutError (silence) end it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer, self.chunked = reader, writer, False

    @staticmethod
    async def open(url: str, headers: Mapping[str, str]) -> "LiveConnection":
        """Connect, ask, read the head of the answer."""
        parts = urlsplit(url)
        context = ssl.create_default_context() if parts.scheme == "https" else None
        port = parts.port or (443 if context else 80)
        async with asyncio.timeout(SILENCE_S):
            streams = await asyncio.open_connection(parts.hostname, port, ssl=context, limit=BUFFER)
            connection = LiveConnection(*streams)
            try:
                await connection._ask(parts, headers)
            except BaseException:
                connection.close()
                raise
        return connection

    async def _ask(self, parts: SplitResult, headers: Mapping[str, str]) -> None:
        asked = {"Host": parts.netloc, "Accept": "text/event-stream", **headers}
        lines = [f"GET {parts.path}?{parts.query} HTTP/1.1", *(f"{k}: {v}" for k, v in asked.items())]
        self.writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        status, _, fields = (await self.reader.readuntil(b"\r\n\r\n")).partition(b"\r\n")
        if b" 200" not in status:
            raise LiveError(status.decode("latin1"))
        self.chunked = b"transfer-encoding: chunked" in fields.lower()

    async def read(self) -> bytes:
        """The next piece; empty at the end."""
        async with asyncio.timeout(SILENCE_S):
            return await (self._chunk() if self.chunked else self.reader.read(BUFFER))

    async def _chunk(self) -> bytes:
        size = (await self.reader.readline()).split(b";")[0].strip()
        try:
            piece = await self.reader.readexactly(int(size or b"0", 16))
        except ValueError as fault:
            raise LiveError("chunk") from fault
        await self.reader.readline()
        return piece

    def close(self) -> None:
        """Hang up."""
        self.writer.close()
