"""A screen, an adviser and a file of vacancies, as the site sees them: over HTTP, patient when it is away."""

import csv
import io
import itertools
import random
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from jalon.demo.content import PASSWORD

BACK_WITHIN_S = 60
HIRED = "L’embauche est notée"
ROWS_IN_BATCH = 40
SHARED_ROWS = 5  # that a batch repeats of the one before


def insistently(ask: Callable[[], httpx.Response], pauses: Iterator[float]) -> httpx.Response:
    """Ask until an answer comes that is no fault of the server; fail when none comes within a minute."""
    since = time.monotonic()
    while True:
        try:
            answer = ask()
            if answer.status_code < 500:
                return answer
        except httpx.TransportError:
            pass
        assert time.monotonic() - since < BACK_WITHIN_S, "the site did not come back"
        time.sleep(next(pauses))


@dataclass
class Adviser:
    """Hires whoever is on the list, one after the other, and notes what the page said was recorded."""

    address: str
    email: str
    introductions: list[int]
    recorded: list[int] = field(default_factory=list)
    asked: int = 0

    def work(self, stop: threading.Event) -> None:
        """Go through the whole list, at a hurried pace."""
        with httpx.Client(base_url=self.address, timeout=30) as client:
            self._post(client, "/moi/mot-de-passe", email=self.email, password=PASSWORD)
            for introduction in self.introductions:
                if stop.is_set():
                    return
                self.asked += 1
                if HIRED in self._hire(client, introduction):
                    self.recorded.append(introduction)
                time.sleep(0.3)

    def _hire(self, client: httpx.Client, introduction: int) -> str:
        page = f"/bureau/mises-en-relation/{introduction}/"
        self._post(client, f"{page}embauche/", starts_on="")
        answer = insistently(lambda: client.get(page), itertools.repeat(1.0))
        assert answer.status_code == 200, f"{answer.status_code} {page}"
        return answer.text

    def _post(self, client: httpx.Client, path: str, **values: str) -> None:
        post(client, path, data=values)


def post(client: httpx.Client, path: str, **what: Any) -> str:
    """Send a form until the site takes it; where it leads."""
    if "jalon_csrf" not in client.cookies:
        insistently(lambda: client.get("/moi/mot-de-passe"), itertools.repeat(1.0))
    token = {"X-CSRFToken": client.cookies["jalon_csrf"]}
    answer = insistently(lambda: client.post(path, headers=token, **what), itertools.repeat(1.0))
    assert answer.status_code == 302, f"{answer.status_code} {path}"
    return answer.headers["location"]


@dataclass
class Screen:
    """Sends proofs of play as docs/screen-protocol.md says, and keeps those that were acknowledged."""

    address: str
    token: str
    offers: list[tuple[str, str]]
    acknowledged: dict[tuple[str, float], float] = field(default_factory=dict)
    batches: int = 0
    _played: int = 0
    _last: list[dict[str, Any]] = field(default_factory=list)

    def work(self, stop: threading.Event) -> None:
        """Batch after batch until asked to stop; every fifth is sent again though it was acknowledged."""
        began = time.time() - 6 * 3600
        with httpx.Client(base_url=self.address, timeout=30) as client:
            while not stop.is_set():
                rows = self._last[-SHARED_ROWS:] + [self._play(began) for _ in range(ROWS_IN_BATCH)]
                batch = {"batch": str(uuid.uuid4()), "plays": rows, "preemptions": []}
                self._send(client, batch)
                if self.batches % 5 == 0:
                    assert self._send(client, batch)["repeated"] is True
                self.batches += 1
                self._last = rows
                self.acknowledged |= {(row["code"], row["at"]): row["seconds"] for row in rows}
                time.sleep(0.1)

    def _play(self, began: float) -> dict[str, Any]:
        vacancy, code = self.offers[self._played % len(self.offers)]
        self._played += 1
        return {
            "at": round(began) + self._played * 0.5, "seconds": 8.0, "vacancy": vacancy, "code": code,
            "line": "3", "stop": "", "stretch": f"s:{self._played % 7}", "trip": "t", "metres": 10.0,
            "source": "gps", "why": "picked", "bundle": "0123456789abcdef",
        }  # fmt: skip

    def _send(self, client: httpx.Client, batch: dict[str, Any]) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = insistently(
            lambda: client.post("/ecran/api/diffusions", json=batch, headers=headers), _doubling_pauses()
        )
        assert answer.status_code == 200, answer.text
        said: dict[str, Any] = answer.json()
        assert said["batch"] == batch["batch"]
        return said


def _doubling_pauses() -> Iterator[float]:
    """Seconds: 2 doubling up to 5 minutes, with jitter."""
    return (min(300, 2 << turn) * random.uniform(0.75, 1) for turn in itertools.count())


def vacancies_csv(name: str, count: int) -> bytes:
    """A table of so many vacancies with references `name-0`, `name-1`, … of a few new employers."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["Référence", "Titre", "Employeur", "Commune", "Contrat", "Salaire", "Date limite"])
    end = (datetime.now(UTC) + timedelta(days=40)).strftime("%d/%m/%Y")
    for n in range(count):
        employer = f"Entreprise {name} {n % 30}"
        writer.writerow(
            [f"{name}-{n}", f"Agent {name} {n}", employer, "Dunkerque", "CDI", "1 900 € par mois", end]
        )
    return text.getvalue().encode()


def send_import(address: str, name: str, content: bytes) -> int:
    """Send a file on the page of imports and match its columns as the page proposes; the import's number."""
    with httpx.Client(base_url=address, timeout=30) as client:
        post(client, "/moi/mot-de-passe", data={"email": "claire@jalon.example", "password": PASSWORD})
        where = post(client, "/gestion/offres/imports/", files={"file": (f"{name}.csv", content, "text/csv")})
        fields = ["reference", "title", "employer", "commune", "contract", "wage", "valid_until"]
        where = post(client, where, data={f"column-{n}": field for n, field in enumerate(fields)})
        return int(where.rstrip("/").rsplit("/", 1)[1])
