"""A small OpenID Connect provider that runs beside the test: discovery, codes with PKCE, tokens, claims."""

import hashlib
import json
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Provider:
    """Who is signed in at the provider, and how it gives user information."""

    claims: dict[str, Any]
    signed: bool = False
    url: str = ""
    challenges: dict[str, str] = field(default_factory=dict)

    def token(self, **claims: Any) -> str:
        now = int(time.time())
        claims = {"iss": self.url, "aud": "jalon", "iat": now, "exp": now + 60, **claims}
        return jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "1"})

    def authorize(self, query: dict[str, str]) -> str:
        """The address back to Jalon, with a code bound to the challenge."""
        code = f"code{len(self.challenges)}"
        self.challenges[code] = query["code_challenge"]
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def exchange(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        proof = urlsafe_b64encode(digest).rstrip(b"=").decode()
        if self.challenges.pop(form["code"], None) != proof or form["client_secret"] != "tenu secret":
            return 400, {"error": "invalid_grant"}
        id_token = self.token(sub=self.claims["sub"])
        return 200, {"access_token": "accès", "token_type": "Bearer", "id_token": id_token}


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            pass

        def _answer(self, status: int, body: Any, kind: str = "application/json") -> None:
            content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            if path == "/.well-known/openid-configuration":
                ends = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
                self._answer(200, {
                    "issuer": provider.url, "jwks_uri": f"{provider.url}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                    **{f"{name}_endpoint": f"{provider.url}/{end}" for name, end in ends.items()},
                })  # fmt: skip
            elif path == "/keys":
                public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
                self._answer(200, {"keys": [{**public, "kid": "1", "alg": "RS256"}]})
            elif provider.signed:
                self._answer(200, provider.token(**provider.claims), "application/jwt")
            else:
                self._answer(200, provider.claims)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer(*provider.exchange({key: values[0] for key, values in parse_qs(body).items()}))

    return Handler


@contextmanager
def running(provider: Provider) -> Iterator[Provider]:
    """The provider, listening on a port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
