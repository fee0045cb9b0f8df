"""The road between a screen and the server: it can be cut, and it can lose the answers to proofs of play."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Literal

Road = Literal["open", "cut", "loses answers to proofs"]
PROOFS = b"POST /ecran/api/diffusions"
ANSWERED = b'"repeated"'
PIECE = 65_536


class Proxy:
    """Listens on a free port and passes bytes on to `port`; each connection has two threads."""

    def __init__(self, port: int, *, lost: bytes = PROOFS, answered: bytes = ANSWERED) -> None:
        self._to = port
        # Requests whose answer is lost, and what tells that the server gave it.
        self._lost, self._answered = lost, answered
        self._road: Road = "open"
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        # What the server has said since the road last changed.
        self.answers = b""
        self._listening = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        """Where the browser believes that the site is."""
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def become(self, road: Road) -> None:
        """Change the road; connections that stand, live channels too, are lost."""
        with self._lock:
            self._road, lost, self.answers = road, list(self._open), b""
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
            lossy = threading.Event()
            with socket.create_connection(("127.0.0.1", self._to)) as server, self._kept(client, server):
                asking = threading.Thread(target=self._ask, args=(client, server, lossy), daemon=True)
                asking.start()
                self._answer(server, client, lossy)

    @contextmanager
    def _kept(self, *sockets: socket.socket) -> Iterator[None]:
        with self._lock:
            self._open |= set(sockets)
        try:
            yield
        finally:
            with self._lock:
                self._open -= set(sockets)

    def _ask(self, client: socket.socket, server: socket.socket, lossy: threading.Event) -> None:
        with suppress(OSError):
            while piece := client.recv(PIECE):
                if self._lost in piece and self._road != "open":
                    lossy.set()
                server.sendall(piece)
        self._close(client)
        self._close(server)

    def _answer(self, server: socket.socket, client: socket.socket, lossy: threading.Event) -> None:
        with suppress(OSError):
            while piece := server.recv(PIECE):
                self.answers += piece
                if not lossy.is_set():
                    client.sendall(piece)
                elif self._answered in self.answers:
                    break
        self._close(server)
        self._close(client)

    def _close(self, one: socket.socket) -> None:
        # A thread that waits in recv is only woken by shutdown.
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()
