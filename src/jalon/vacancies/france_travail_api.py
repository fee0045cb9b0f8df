"""The API "Offres d'emploi v2" of France Travail: sign-in by client credentials, search page by page.

Documented in its OpenAPI 3.0.1 description; pages hold at most 150 vacancies, the first index goes to 3000.
Off until JALON_FRANCE_TRAVAIL_ID and JALON_FRANCE_TRAVAIL_SECRET are set.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from types import TracebackType
from typing import Any, Self

import httpx
from django.conf import settings

SCOPE = "api_offresdemploiv2 o2dsoffre"
PAGE = 150
LAST_START = 3000
# The contract of the API allows ten calls a second.
SECONDS_BETWEEN_CALLS = 0.1
MOST_TRIES = 5
LONGEST_WAIT_S = 60.0


class FranceTravailError(Exception):
    """The API does not give what was asked; the message says why, in French."""


class FranceTravail:
    """One conversation with the API. Use as a context manager."""

    def __init__(
        self,
        *,
        client_id: str,
        client_secret: str,
        token_url: str,
        api_url: str,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._secrets = {"client_id": client_id, "client_secret": client_secret}
        self._token_url, self._api_url, self._wait = token_url, api_url.rstrip("/"), wait
        self._http = httpx.Client(timeout=30, headers={"Accept": "application/json"})
        self._token, self._token_ends, self._last_call = "", 0.0, 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def search(self, **criteria: str | int | bool) -> Iterator[dict[str, Any]]:
        """Every vacancy that answers the criteria (parameters of /v2/offres/search), at most 3,150.

        Raises:
            FranceTravailError: refused, or silent after several tries.
        """
        start, more = 0, True
        while more and start <= LAST_START:
            response = self._get("/v2/offres/search", {**criteria, "range": f"{start}-{start + PAGE - 1}"})
            if response.status_code == httpx.codes.NO_CONTENT:
                return
            offers = _json(response).get("resultats", [])
            yield from offers
            more = response.status_code == httpx.codes.PARTIAL_CONTENT and bool(offers)
            start += PAGE

    def offer(self, identifier: str) -> dict[str, Any] | None:
        """One vacancy, None when it is gone."""
        response = self._get(f"/v2/offres/{identifier}", {})
        return None if response.status_code == httpx.codes.NO_CONTENT else _json(response)

    def _get(self, path: str, parameters: Mapping[str, Any]) -> httpx.Response:
        query = {name: _said(value) for name, value in parameters.items()}
        for attempt in range(MOST_TRIES):
            response = self._try(path, query)
            if response is not None and response.status_code == httpx.codes.UNAUTHORIZED:
                self._token = ""
            elif response is not None and not _passing(response):
                return _accepted(response)
            self._wait(_pause(response, attempt))
        said = f"réponse {response.status_code}" if response is not None else "pas de réponse"
        raise FranceTravailError(f"France Travail ne répond pas après {MOST_TRIES} essais ({said}).")

    def _try(self, path: str, query: Mapping[str, str]) -> httpx.Response | None:
        """One call at the allowed pace; None when the line is cut."""
        headers = {"Authorization": f"Bearer {self._bearer()}"}
        pause = self._last_call + SECONDS_BETWEEN_CALLS - time.monotonic()
        if pause > 0:
            self._wait(pause)
        self._last_call = time.monotonic()
        try:
            return self._http.get(self._api_url + path, params=query, headers=headers)
        except httpx.TransportError:
            return None

    def _bearer(self) -> str:
        if self._token and time.monotonic() < self._token_ends:
            return self._token
        form = {"grant_type": "client_credentials", "scope": SCOPE, **self._secrets}
        try:
            response = self._http.post(self._token_url, data=form)
        except httpx.TransportError as error:
            raise FranceTravailError("La connexion à France Travail ne répond pas.") from error
        if response.status_code != httpx.codes.OK:
            raise FranceTravailError(
                f"France Travail refuse l’identifiant ou le secret (réponse {response.status_code})."
            )
        granted = _json(response)
        self._token = str(granted.get("access_token", ""))
        self._token_ends = time.monotonic() + float(granted.get("expires_in", 600)) - 30
        return self._token


def _said(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _passing(response: httpx.Response) -> bool:
    """Whether trying again may help."""
    return response.status_code == httpx.codes.TOO_MANY_REQUESTS or response.status_code >= 500


def _pause(response: httpx.Response | None, attempt: int) -> float:
    """Seconds to wait: what the server asks, else twice as long each time."""
    asked = response.headers.get("Retry-After", "") if response is not None else ""
    return min(float(asked) if asked.isdecimal() else 0.5 * 2**attempt, LONGEST_WAIT_S)


def _accepted(response: httpx.Response) -> httpx.Response:
    if response.is_success:
        return response
    raise FranceTravailError(
        f"France Travail refuse la demande (réponse {response.status_code}) : {response.text[:200]}"
    )


def _json(response: httpx.Response) -> dict[str, Any]:
    try:
        answer = response.json()
    except ValueError as error:
        raise FranceTravailError("La réponse de France Travail est illisible.") from error
    return answer if isinstance(answer, dict) else {}


def configured() -> FranceTravail | None:
    """The API as the settings name it, None while they do not."""
    names = settings.FRANCE_TRAVAIL
    if not names["client_id"] or not names["client_secret"]:
        return None
    return FranceTravail(
        client_id=names["client_id"],
        client_secret=names["client_secret"],
        token_url=names["token_url"],
        api_url=names["api_url"],
    )
