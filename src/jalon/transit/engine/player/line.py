"""What all screens of a process share: connections to the server, and each bundle read once."""

import asyncio
import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from jalon.engines.geocast.bundle import Bundle
from jalon.engines.geocast.bundle_json import read

TIMEOUT_S = 15.0
AT_ONCE = 64
BUNDLES_KEPT = 6


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the server; status 0 means none. `now` is the server's clock, `body` as it came."""

    status: int
    body: bytes = b""
    etag: str = ""
    retry_after_s: float = 0.0
    now: float = 0.0

    def document(self) -> dict[str, Any]:
        """The JSON of the body."""
        found: dict[str, Any] = json.loads(self.body)
        return found


class Line:
    """The way to one server. `took_s` are the seconds that the last answers to states took."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        limits = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
        plain = {"Accept-Encoding": "identity"}
        self.http = httpx.AsyncClient(
            base_url=self.address, timeout=TIMEOUT_S, limits=limits, headers=plain, trust_env=False
        )
        # Waiting here is cheaper than in the queue of the connections.
        self.room = asyncio.Semaphore(AT_ONCE)
        self.bundles: dict[str, Bundle] = {}
        self.took_s: list[float] = []

    async def call(self, method: str, path: str, headers: Mapping[str, str], body: Any = None) -> Answer:
        """One request; no failure raises."""
        content = json.dumps(body).encode() if body is not None else None
        request = self.http.build_request(method, path, headers=dict(headers), content=content)
        async with self.room:
            try:
                response = await self.http.send(request, stream=True)
                raw = b"".join([piece async for piece in response.aiter_raw()])
                await response.aclose()
            except httpx.HTTPError:
                return Answer(0)
        return _answer(response.status_code, response.headers, raw)

    async def answers(self) -> bool:
        """Whether the server and its database answer now."""
        return (await self.call("GET", "/sante", {})).status == 200

    def bundle(self, answer: Answer) -> Bundle:
        """The bundle of an answer, read when no screen of this process has it yet."""
        if answer.etag not in self.bundles:
            data = gzip.decompress(answer.body) if answer.body[:2] == b"\x1f\x8b" else answer.body
            self.bundles[answer.etag] = read(data)
            while len(self.bundles) > BUNDLES_KEPT:
                del self.bundles[next(iter(self.bundles))]
        return self.bundles[answer.etag]


def _answer(status: int, headers: Mapping[str, str], raw: bytes) -> Answer:
    etag = headers.get("etag", "").removeprefix("W/").strip('"')
    retry = headers.get("retry-after", "")
    now = headers.get("x-jalon-now", "0")
    return Answer(status, raw, etag, float(retry) if retry.isdecimal() else 0.0, float(now))
