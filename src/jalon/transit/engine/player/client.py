"""Loops of a screen: pairing, bundle, state, proofs, live events. No failure ends them."""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from jalon.engines.geocast.bundle import Bundle
from jalon.transit.engine.player.clock import ServerClock, pause
from jalon.transit.engine.player.line import Answer, Line
from jalon.transit.engine.player.live import EventParser, LiveConnection, LiveError
from jalon.transit.engine.player.mind import Held, Mind

REFRESH_S, PROOFS_S, SPREAD_S, UNPAIRED_S = 300.0, 60.0, 10.0, 10.0
STATE_S = 20.0
EVENING_S, DAY_S = 18 * 3600, 86_400
TICK_S = 0.5
ENDS = (OSError, EOFError, LiveError, TimeoutError)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Paired:
    """What a screen keeps of its pairing."""

    screen: str
    token: str
    network: str


class Player:
    """One screen. `on_code` is told the code of a screen that waits to be paired.

    `on_heard` is told each live event, once the screen has decided anew.
    """

    def __init__(
        self,
        line: Line,
        *,
        device: str = "",
        paired: Paired | None = None,
        mind: Mind | None = None,
        tick_s: float = TICK_S,
        on_code: Callable[[str], Awaitable[None]] | None = None,
    ) -> None:
        self.line, self.device, self.paired, self.tick_s = line, device or str(uuid4()), paired, tick_s
        self.mind = mind or Mind()
        self.clock = ServerClock()
        self.on_code = on_code
        self.on_heard: Callable[[Player, Mapping[str, Any]], None] | None = None
        self.offered: dict[str, Any] | None = None
        self.live = EventParser()
        self.stir = asyncio.Event()
        self.later: set[asyncio.Task[float]] = set()

    async def run(self) -> None:
        """Live until cancelled."""
        refresh_s = await self._safely(self.refresh)
        try:
            async with asyncio.TaskGroup() as loops:
                loops.create_task(self._repeat(self.refresh, refresh_s))
                for step in (self.exchange_state, self.send_proofs, self.listen):
                    loops.create_task(self._repeat(step))
                loops.create_task(self._play())
        finally:
            for task in self.later:
                task.cancel()

    async def close(self) -> None:
        """What is on screen leaves it; what waits is sent."""
        self.mind.plays.end(self.clock.now())
        if self.paired:
            await self.send_proofs()

    async def _repeat(self, step: Callable[[], Awaitable[float]], first_s: float = 0.0) -> None:
        """Do it again after the seconds that it asks for; a fault is reported and costs a minute."""
        await asyncio.sleep(first_s)
        while True:
            await asyncio.sleep(await self._safely(step))

    async def _safely(self, step: Callable[[], Awaitable[float]]) -> float:
        try:
            return await step()
        except Exception:
            logger.exception("screen %s", self.paired.screen if self.paired else self.device)
            self.mind.trouble.add("script")
            return PROOFS_S

    async def _play(self) -> None:
        while True:
            until = self.tick()
            wait = min(self.tick_s, max(0.02, until - self.clock.now()))
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self.stir.wait()
            self.stir.clear()

    def tick(self) -> float:
        """Decide now."""
        return self.mind.tick(self.clock.now())

    async def _call(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        if self.paired:
            headers["Authorization"] = f"Bearer {self.paired.token}"
        if body is not None:
            headers["Content-Type"] = "application/json"
        sent = time.monotonic()
        answer = await self.line.call(method, f"/ecran/api{path}", headers, body)
        if answer.status == 401:
            self._forget()
        if answer.now > 0:
            self.clock.heard(answer.now, time.monotonic() - sent)
        return answer

    def _forget(self) -> None:
        """The token is not known any more: messages only, and a new code."""
        self.paired = None
        self.mind.paired = False
        self.stir.set()

    async def exchange_state(self) -> float:
        """Say what is shown, hear what was missed. Seconds until the next time."""
        if self.paired is None:
            return await self._pair()
        asked = self.clock.now()
        said = self.mind.state(asked, self.clock.offset_s)
        sent = time.monotonic()
        answer = await self._call("POST", "/etat", said)
        self.line.took_s.append(time.monotonic() - sent)
        if answer.status != 200:
            return max(STATE_S, answer.retry_after_s)
        self.mind.trouble -= set(said["trouble"])
        told = answer.document()
        if self.mind.hear_state(told, asked, self.clock.now()):
            await self.refresh()
        self.stir.set()
        return max(5.0, float(told["state_every_s"]))

    async def _pair(self) -> float:
        """One step towards being paired."""
        if self.offered is None or self.clock.now() >= self.offered["expires_at"]:
            asked = {"device": self.device, "width": self.mind.width, "height": self.mind.height}
            answer = await self._call("POST", "/appairage", asked)
            self.offered = answer.document() if answer.status == 200 else None
            if self.offered is not None and self.on_code is not None:
                await self.on_code(self.offered["code"])
            return max(answer.retry_after_s, 1.0 if self.offered else UNPAIRED_S)
        poll = {"device": self.device, "secret": self.offered["secret"]}
        answer = await self._call("POST", "/appairage/etat", poll)
        if answer.status in {404, 410}:
            self.offered = None
        if answer.status != 200:
            return max(answer.retry_after_s, 3.0)
        found = answer.document()
        self.paired, self.offered = Paired(found["screen"], found["token"], found["network"]), None
        self.mind.paired = True
        return 0.0

    async def refresh(self) -> float:
        """Ask for the bundle of today, in the evening also for tomorrow's."""
        if self.paired is None:
            return UNPAIRED_S
        asked = self.clock.now()
        held = self.mind.held(asked)
        answer = await self._fetch("/boucle", held)
        if answer.status == 200:
            self.mind.take(self.line.bundle(answer), asked)
        elif answer.status == 304 and held is not None:
            held.fresh_at = asked
        self.stir.set()
        held = self.mind.held(asked)
        if held is not None and answer.status in {200, 304} and asked >= held.bundle.midnight + EVENING_S:
            await self._refresh_next(held.bundle)
        return REFRESH_S if 0 < answer.status < 500 else pause(4)

    async def _refresh_next(self, bundle: Bundle) -> None:
        noon = bundle.midnight + DAY_S + DAY_S / 2
        day = datetime.fromtimestamp(noon, UTC).date().isoformat()
        asked = self.clock.now()
        answer = await self._fetch(f"/boucle?jour={day}", self.mind.tomorrow)
        if answer.status == 304 and self.mind.tomorrow is not None:
            self.mind.tomorrow.fresh_at = asked
        if answer.status == 200 and (after := self.line.bundle(answer)).day > bundle.day:
            self.mind.tomorrow = Held(after, asked)

    async def _fetch(self, path: str, held: Held | None) -> Answer:
        etag = {"If-None-Match": f'"{held.bundle.version}"'} if held is not None else {}
        return await self._call("GET", path, **etag, **{"Accept-Encoding": "gzip"})

    async def send_proofs(self) -> float:
        """Send all that waits; what was not answered leaves again under the same id."""
        while self.paired is not None and (batch := self.mind.plays.next_batch()) is not None:
            answer = await self._call("POST", "/diffusions", batch)
            if answer.status == 400:
                self.mind.trouble.add("bundle")
            if not self.mind.plays.answered(batch, answer.status):
                return pause(5)
        return PROOFS_S

    async def listen(self) -> float:
        """Hear live events until the connection ends. Seconds before the next one."""
        if self.paired is None:
            return UNPAIRED_S
        topics = [f"screen:{self.paired.screen}", f"network:{self.paired.network}", "vacancies"]
        url = f"{self.line.address}/live?{urlencode([('topic', topic) for topic in topics])}"
        headers = {"Authorization": f"Bearer {self.paired.token}"}
        if self.live.last_id:
            headers["Last-Event-ID"] = self.live.last_id
        with suppress(*ENDS):
            await self._hear(await LiveConnection.open(url, headers))
        return pause(0)

    async def _hear(self, connection: LiveConnection) -> None:
        try:
            while piece := await connection.read():
                for name, event in self.live.push(piece):
                    await self._on_event(name, event)
        finally:
            connection.close()

    async def _on_event(self, name: str, event: Mapping[str, Any]) -> None:
        if name == "reset":
            await self.exchange_state()
            return
        wanted = self.mind.hear_event(event, self.clock.now())
        self.tick()
        if self.on_heard is not None:
            self.on_heard(self, event)
        if wanted:
            task = asyncio.create_task(self._safely(self._refresh_soon))
            self.later.add(task)
            task.add_done_callback(self.later.discard)

    async def _refresh_soon(self) -> float:
        await asyncio.sleep(random.uniform(0, SPREAD_S))  # noqa: S311  spreads load, guards nothing
        return await self.refresh()
