"""A server on this machine that answers as the OpenAPI description of France Travail says."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from tests.shared_data import DATA

DESCRIPTION = DATA / "vacancies" / "offre_emploi_openapi.json"


@dataclass
class StandIn:
    """What the server holds, what it was asked, and the faults it was told to make first."""

    offers: list[dict[str, Any]]
    faults: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    tokens: int = 0
    url: str = ""

    def __post_init__(self) -> None:
        self.api = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
        operation = self.api["paths"]["/v2/offres/search"]["get"]
        self.known = {p["name"].strip() for p in operation["parameters"] if p["in"] == "query"}

    def page(self, query: dict[str, str]) -> tuple[int, dict[str, Any] | None]:
        """Status and body of a search; 400 for a parameter or a range that the description does not know."""
        first, last = (int(n) for n in query.get("range", "0-149").split("-"))
        if set(query) - self.known or first > 3000 or last > 3149 or last - first >= 150:
            return 400, {"message": "paramètre inconnu"}
        found = self.offers[first : last + 1]
        if not found:
            return 204, None
        return (200 if last >= len(self.offers) - 1 else 206), {"resultats": found}

    def check(self, body: dict[str, Any]) -> None:
        """Our own answer follows the description, or the test proves nothing."""
        schema = {"$ref": "urn:api#/components/schemas/ResultatRecherche"}
        registry: Registry[Any] = Registry().with_resource("urn:api", Resource.opaque(self.api))
        Draft202012Validator(schema, registry=registry).validate(body)


@contextmanager
def serving(stand_in: StandIn) -> Iterator[StandIn]:
    """The server, for a time."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(stand_in))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    stand_in.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(stand_in: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            form = parse_qs(self.rfile.read(length).decode())
            flow = stand_in.api["components"]["securitySchemes"]["authentification_partenaire"]
            scopes = set(flow["flows"]["clientCredentials"]["scopes"])
            right = form["grant_type"] == ["client_credentials"] and set(form["scope"][0].split()) == scopes
            if not right or form["client_secret"] != ["secret"]:
                return self._answer(401, {"error": "invalid_client"})
            stand_in.tokens += 1
            return self._answer(200, {"access_token": f"t{stand_in.tokens}", "expires_in": 1499})

        def do_GET(self) -> None:
            address = urlsplit(self.path)
            query = dict(parse_qsl(address.query))
            stand_in.asked.append(query)
            if stand_in.faults:
                status, headers = stand_in.faults.pop(0)
                return self._answer(status, {}, headers)
            if self.headers["Authorization"] != f"Bearer t{stand_in.tokens}":
                return self._answer(401, {})
            if address.path != "/v2/offres/search":
                return self._answer(204, None)
            status, body = stand_in.page(query)
            if status in {200, 206} and body:
                stand_in.check(body)
            return self._answer(status, body)

        def _answer(
            self, status: int, body: dict[str, Any] | None, headers: dict[str, str] | None = None
        ) -> None:
            content = json.dumps(body).encode() if body is not None else b""
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *arguments: Any) -> None:
            """Silent."""

    return Handler
