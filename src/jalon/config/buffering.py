"""Stands before Django: no thread ever waits for a slow client.

The body of a request is read whole before a thread takes it, the answer is handed over whole before it is
sent, and a file that a view names in the header `X-Jalon-File` is sent from here. Two slow readers would
otherwise hold two of the few threads.
"""

import tempfile
from pathlib import Path
from typing import IO

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import FileResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FILE_HEADER = "x-jalon-file"
IN_MEMORY_BYTES = 1_000_000
CHUNK_BYTES = 262_144


class Buffered:
    """Wraps an application that works in threads; `largest_bytes` bounds a request's body."""

    def __init__(self, app: ASGIApp, *, largest_bytes: int) -> None:
        self.app = app
        self.largest_bytes = largest_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if not _plain(scope):
            await PlainTextResponse("Adresse illisible", 400)(scope, receive, send)
            return
        with tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES) as body:
            length = await _read(receive, body, self.largest_bytes)
            if length is None:
                return
            if length > self.largest_bytes:
                await PlainTextResponse("Envoi trop volumineux", 413)(scope, receive, send)
                return
            answer: list[Message] = []
            await self.app(_clean(scope, length), _replay(body), _collect(answer))
        await _deliver(answer, scope, receive, send)


def _plain(scope: Scope) -> bool:
    return bool(scope["query_string"].isascii())


def _clean(scope: Scope, length: int) -> Scope:
    """Drop names with an underscore, which WSGI would take for the hyphenated ones (and trust)."""
    headers = [pair for pair in scope["headers"] if b"_" not in pair[0] and pair[0] != b"content-length"]
    return {**scope, "headers": [*headers, (b"content-length", str(length).encode())]}


async def _read(receive: Receive, body: IO[bytes], largest_bytes: int) -> int | None:
    """Bytes read, more than `largest_bytes` when the body is too large, None when the client left."""
    length = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        piece = message.get("body", b"")
        length += len(piece)
        if length > largest_bytes:
            return length
        body.write(piece)
        if not message.get("more_body"):
            body.seek(0)
            return length


def _replay(body: IO[bytes]) -> Receive:
    async def receive() -> Message:
        piece = body.read(CHUNK_BYTES)
        return {"type": "http.request", "body": piece, "more_body": len(piece) == CHUNK_BYTES}

    return receive


def _collect(answer: list[Message]) -> Send:
    async def send(message: Message) -> None:
        answer.append(message)

    return send


async def _deliver(answer: list[Message], scope: Scope, receive: Receive, send: Send) -> None:
    start = answer[0]
    headers = Headers(raw=start["headers"])
    if FILE_HEADER in headers:
        await _file(start["status"], headers)(scope, receive, send)
        return
    whole = b"".join(message["body"] for message in answer[1:])
    if "content-length" not in headers and start["status"] not in {204, 304}:
        MutableHeaders(raw=start["headers"])["content-length"] = str(len(whole))
    await send(start)
    await send({"type": "http.response.body", "body": whole})


def _file(status: int, headers: Headers) -> FileResponse:
    """The file that a view chose and allowed, with the headers it set."""
    kept = {name: value for name, value in headers.items() if name not in {FILE_HEADER, "content-length"}}
    return FileResponse(Path(headers[FILE_HEADER]), status, kept, kept.pop("content-type", None))
