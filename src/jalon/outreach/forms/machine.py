"""What the counter of a telephone sends, read with care: one fault refuses one item, never its neighbours."""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from jalon.outreach.actions import Mark, Said
from jalon.outreach.choices import AgeBand, Gender, Wish
from jalon.outreach.rules import OLDEST_MARK
from jalon.people.contact import normalise_phone

MAX_ITEMS = 500


class BadMessageError(ValueError):
    """The whole message cannot be read; the words say why."""


class BadItemError(ValueError):
    """One item cannot be taken; the words say why and the telephone keeps it."""


@dataclass(frozen=True)
class ContactItem:
    """A contact taken at a stop."""

    uuid: UUID
    stand: int
    taken_at: datetime
    said: Said


@dataclass
class Message:
    """What could be read, and what could not, by the telephone's own names."""

    marks: dict[int, list[Mark]] = field(default_factory=dict)
    contacts: list[ContactItem] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


def read(body: bytes, now: datetime) -> Message:
    """The items of a message.

    Raises:
        BadMessageError: it is not what the counter sends.
    """
    content = _parse(body)
    tallies, contacts = _items(content, "tallies"), _items(content, "contacts")
    message = Message()
    _read_each(tallies, message, lambda item: _add_mark(item, message, now))
    _read_each(contacts, message, lambda item: message.contacts.append(_contact(item, now)))
    return message


def _parse(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise BadMessageError("Ce message n’est pas du JSON.") from error
    if not isinstance(content, dict):
        raise BadMessageError("Ce message n’est pas un objet JSON.")
    return content


def _items(content: dict[str, Any], name: str) -> list[Any]:
    items = content.get(name, [])
    if not isinstance(items, list) or len(items) > MAX_ITEMS:
        raise BadMessageError(f"« {name} » est une liste d’au plus {MAX_ITEMS} éléments.")
    return items


def _read_each(items: list[Any], message: Message, take: Callable[[dict[str, Any]], Any]) -> None:
    for item in items:
        if not isinstance(item, dict):
            raise BadMessageError("Un élément n’est pas un objet JSON.")
        try:
            take(item)
        except BadItemError as error:
            message.refused[str(item.get("uuid", ""))[:40]] = str(error)


def _add_mark(item: dict[str, Any], message: Message, now: datetime) -> None:
    withdrawn = item.get("withdrawn", False)
    if not isinstance(withdrawn, bool):
        raise BadItemError("« withdrawn » est vrai ou faux.")
    mark = Mark(
        uuid=_uuid(item),
        changed_at=_instant(item, "at", now),
        gender=_choice(item, "gender", Gender.values),
        age_band=_choice(item, "age_band", AgeBand.values),
        withdrawn=withdrawn,
    )
    message.marks.setdefault(_stand(item), []).append(mark)


def _contact(item: dict[str, Any], now: datetime) -> ContactItem:
    first_name, phone = _text(item, "first_name", 80), _text(item, "phone", 30)
    if not first_name and not phone:
        raise BadItemError("Il faut un prénom ou un numéro.")
    said = Said(
        first_name=first_name,
        last_name=_text(item, "last_name", 120),
        phone=_phone(phone),
        wish=_choice(item, "wish", Wish.values),
        words=_text(item, "words", 160),
    )
    return ContactItem(_uuid(item), _stand(item), _instant(item, "at", now), said)


def _phone(text: str) -> str:
    try:
        return normalise_phone(text) if text else ""
    except ValidationError as error:
        raise BadItemError(error.messages[0]) from error


def _uuid(item: dict[str, Any]) -> UUID:
    value = item.get("uuid")
    try:
        return UUID(value) if isinstance(value, str) else UUID("")
    except ValueError as error:
        raise BadItemError("Il manque un identifiant.") from error


def _stand(item: dict[str, Any]) -> int:
    value = item.get("stand")
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**63:
        raise BadItemError("Il manque l’arrêt.")
    return value


def _choice(item: dict[str, Any], name: str, values: list[str]) -> str:
    value = item.get(name, "")
    if value not in ("", None) and (not isinstance(value, str) or value not in values):
        raise BadItemError(f"« {name} » n’est pas une réponse possible.")
    return value or ""


def _text(item: dict[str, Any], name: str, longest: int) -> str:
    value = item.get(name) or ""
    if not isinstance(value, str) or len(value) > longest:
        raise BadItemError(f"« {name} » est un texte d’au plus {longest} signes.")
    # The database refuses NUL, and nothing can write a lone surrogate.
    clean = value.encode("utf-8", "ignore").decode().replace("\x00", "")
    return " ".join(clean.split())


def _instant(item: dict[str, Any], name: str, now: datetime) -> datetime:
    """Milliseconds since 1970 by the device's clock; a clock ahead of ours is set back to now."""
    value = item.get(name)
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(_float(value)):
        raise BadItemError("Il manque l’heure.")
    try:
        instant = datetime.fromtimestamp(value / 1000, tz=UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise BadItemError("Cette heure n’existe pas.") from error
    if instant < now - OLDEST_MARK:
        raise BadItemError("Cette heure est trop ancienne : la montre de l’appareil est-elle juste ?")
    return min(instant, now + timedelta(minutes=10))


def _float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf
