"""A provider of messages on this machine, in place of the real one."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class StandIn:
    """A provider: answers with `status` and `answer`, and remembers what it was asked."""

    def __init__(self) -> None:
        self.status, self.answer = 201, {}
        self.hangs_up = False
        self.requests: list[tuple[str, dict[str, str], str]] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                headers = {name.lower(): value for name, value in self.headers.items()}
                stand_in.requests.append((self.path, headers, body))
                if stand_in.hangs_up:
                    self.close_connection = True
                    return
                self.send_response(stand_in.status)
                self.end_headers()
                self.wfile.write(json.dumps(stand_in.answer).encode())

            def log_message(self, *args: Any) -> None:
                """Quiet."""

        return Handler
