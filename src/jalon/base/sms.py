"""Text messages: one method, several providers, the first that accepts sends."""

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import httpx
from django.conf import settings
from django.utils import timezone

from jalon.base.errors import DeliveryError

_SECONDS = 15
_PLAIN = str.maketrans(
    {"’": "'", "\u00a0": " ", "\u202f": " ", "…": "...", "œ": "oe"} | dict.fromkeys("«»“”", '"')
)


class SmsAdapter(Protocol):
    """A way to send a text message."""

    def send(self, *, to: str, text: str, reference: str) -> None:
        """Send `text` to an E.164 number; the same `reference` is the same message.

        Raises:
            DeliveryError: not accepted; final when the number is wrong or the fate is unknown.
        """


@dataclass(frozen=True)
class FileSms:
    """Each message is a text file (demo, tests, first trials); sent twice it stays one file."""

    folder: Path

    def send(self, *, to: str, text: str, reference: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        content = f"{timezone.now():%Y-%m-%d %H:%M}\nÀ : {to}\n\n{text}\n"
        (self.folder / f"{reference}.txt").write_text(content, encoding="utf-8")


@dataclass(frozen=True)
class BrevoSms:
    """Brevo's transactional messages: https://developers.brevo.com/reference/sendtransacsms."""

    key: str
    sender: str
    url: str = "https://api.brevo.com/v3"

    def send(self, *, to: str, text: str, reference: str) -> None:
        body = {
            "sender": self.sender[:11],
            "recipient": to.removeprefix("+"),
            "content": text,
            "type": "transactional",
            "tag": reference,
            "unicodeEnabled": True,
        }
        headers = {"api-key": self.key, "accept": "application/json"}
        _post("Brevo", f"{self.url}/transactionalSMS/sms", json.dumps(body), headers)


@dataclass(frozen=True)
class OvhSms:
    """OVHcloud's SMS jobs, each request signed: https://help.ovhcloud.com/csm/fr-api-getting-started."""

    service: str
    application_key: str
    application_secret: str
    consumer_key: str
    sender: str
    url: str = "https://eu.api.ovh.com/1.0"

    def send(self, *, to: str, text: str, reference: str) -> None:
        body = {
            "charset": "UTF-8",
            "coding": "8bit",
            "class": "phoneDisplay",
            "message": text,
            "noStopClause": True,
            "priority": "high",
            "receivers": [to],
            "senderForResponse": not self.sender,
            "tag": reference,
            **({"sender": self.sender} if self.sender else {}),
        }
        address, text_body = f"{self.url}/sms/{self.service}/jobs", json.dumps(body)
        answer = _post("OVH", address, text_body, self._signature(address, text_body))
        if answer.get("invalidReceivers"):
            raise DeliveryError("OVH : numéro refusé", final=True)

    def _signature(self, address: str, body: str) -> dict[str, str]:
        now = str(int(time.time()))
        signed = "+".join([self.application_secret, self.consumer_key, "POST", address, body, now])
        digest = hashlib.sha1(signed.encode()).hexdigest()  # noqa: S324  the provider's own scheme
        return {
            "X-Ovh-Application": self.application_key,
            "X-Ovh-Consumer": self.consumer_key,
            "X-Ovh-Timestamp": now,
            "X-Ovh-Signature": f"$1${digest}",
        }


def _post(name: str, address: str, body: str, headers: dict[str, str]) -> dict[str, Any]:
    headers = {**headers, "Content-Type": "application/json; charset=utf-8"}
    try:
        response = httpx.post(address, content=body.encode(), headers=headers, timeout=_SECONDS)
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise DeliveryError(f"{name} ne répond pas") from error
    except httpx.TransportError as error:
        # The request left and no answer came: it may have been sent, and is never sent twice.
        raise DeliveryError(f"{name} n’a pas confirmé : parti ou non, on ne sait pas", final=True) from error
    if response.status_code in {200, 201, 202}:
        answer = response.json() if response.content else {}
        return answer if isinstance(answer, dict) else {}
    reason = f"{name} a refusé ({response.status_code}) : {response.text[:200]}"
    raise DeliveryError(reason, final=response.status_code == 400)


def adapters() -> list[SmsAdapter]:
    """The adapters of the settings, in order."""
    return [_MAKERS[name]() for name in settings.SMS_ADAPTERS]


_MAKERS: dict[str, Callable[[], SmsAdapter]] = {
    "file": lambda: FileSms(Path(settings.OUTBOX_ROOT) / "sms"),
    "brevo": lambda: BrevoSms(key=settings.BREVO_KEY, sender=settings.SMS_SENDER),
    "ovh": lambda: OvhSms(**settings.OVH_SMS, sender=settings.SMS_SENDER),
}


def send_sms(*, to: str, text: str, reference: str) -> None:
    """Send through the first adapter that accepts.

    Raises:
        DeliveryError: the last refusal; at once when a fate is unknown or the number is wrong.
    """
    send_by(adapters(), to=to, text=plain(text), reference=reference)


def plain(text: str) -> str:
    """Without typographic signs, of which a single one would make a message cost twice as much."""
    return text.translate(_PLAIN)


def send_by(chain: list[SmsAdapter], *, to: str, text: str, reference: str) -> None:
    """Primary, then fallbacks."""
    refusal = DeliveryError("aucun fournisseur de SMS n’est réglé", final=True)
    for adapter in chain:
        try:
            return adapter.send(to=to, text=text, reference=reference)
        except DeliveryError as error:
            if error.final:
                raise
            refusal = error
    raise refusal
