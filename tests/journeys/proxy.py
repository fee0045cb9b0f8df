"""The road between a screen and the server: it can be cut, and it can lose what the server answers."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Literal

Road = Literal["open", "cut", "loses answers"]
PIECE = 65_536


class Proxy:
    """Listens on a free port and passes bytes on to `port`; each connection has two threads."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._road: Road = "open"
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self.asked = b""
        self._listening = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        """Where the browser believes that the site is."""
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def become(self, road: Road) -> None:
        """Change the road; connections that stand, live channels too, are lost."""
        with self._lock:
            self._road, lost, self.asked = road, list(self._open), b""
        for one in lost:
            self._close(one)

    def close(self) -> None:
        """Stop listening."""
        self.become("cut")
        self._close(self._listening)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with suppress(OSError), client:
            if self._road == "cut":
                return
            with socket.create_connection(("127.0.0.1", self._to)) as server, self._kept(client, server):
                threading.Thread(target=self._pass_on, args=(client, server, True), daemon=True).start()
                self._pass_on(server, client, False)

    @contextmanager
    def _kept(self, *sockets: socket.socket) -> Iterator[None]:
        with self._lock:
            self._open |= set(sockets)
        try:
            yield
        finally:
            with self._lock:
                self._open -= set(sockets)

    def _pass_on(self, source: socket.socket, target: socket.socket, asking: bool) -> None:
        with suppress(OSError):
            while piece := source.recv(PIECE):
                if not asking and self._road == "loses answers":
                    break
                if asking:
                    self.asked += piece
                target.sendall(piece)
        self._close(source)
        self._close(target)

    def _close(self, one: socket.socket) -> None:
        # A thread that waits in recv is only woken by shutdown.
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()
