"""Many screens in one process: started apart, ended together."""

import asyncio
import os
from collections.abc import Sequence
from contextlib import suppress

from jalon.transit.engine.player.client import Player
from jalon.transit.engine.player.line import Line

STARTS_PER_S = 100
WATCH_S = 1.0
FAREWELL_S = 5.0


class Fleet:
    """Screens that live until `end` is called, or until the process `parent` (if not 0) is gone."""

    def __init__(self, line: Line, players: Sequence[Player], *, parent: int = 0) -> None:
        self.line, self.players, self.parent = line, players, parent
        self._ended = asyncio.Event()

    def end(self) -> None:
        """Ask all screens to end."""
        self._ended.set()

    async def run(self) -> None:
        """Wait for the server, start the screens apart from each other, keep them until the end."""
        lives = asyncio.create_task(self._live())
        try:
            while not (self._ended.is_set() or lives.done() or self._orphaned()):
                with suppress(TimeoutError):
                    async with asyncio.timeout(WATCH_S):
                        await self._ended.wait()
        finally:
            lives.cancel()
            with suppress(asyncio.CancelledError):
                await lives
        await self._part()
        await self.line.http.aclose()

    async def _live(self) -> None:
        while not await self.line.answers():
            await asyncio.sleep(WATCH_S)
        async with asyncio.TaskGroup() as started:
            for player in self.players:
                started.create_task(player.run())
                await asyncio.sleep(1 / STARTS_PER_S)

    async def _part(self) -> None:
        """Send the proofs that wait, as far as the server answers soon."""
        with suppress(TimeoutError):
            async with asyncio.timeout(FAREWELL_S):
                await asyncio.gather(*(player.close() for player in self.players))

    def _orphaned(self) -> bool:
        return self.parent > 0 and os.getppid() != self.parent
