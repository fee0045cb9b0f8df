"""Cells of a table as values: numbers, dates, coordinates, lists written as text."""

import ast
import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, tzinfo
from typing import Any

LONGEST_LIST = 200_000


class FaultError(ValueError):
    """A cell that cannot be used; the message says which and why, in French."""


def whole(value: object, label: str, *, least: int = 1, most: int = 999, default: int = 1) -> int:
    """A whole number within bounds; empty gives the default. Accepts « 2 », « 2.0 ». FaultError."""
    text = str(value if value is not None else "").strip()
    if not text:
        return default
    number = _float(text)
    if number is None or not number.is_integer() or not least <= number <= most:
        raise FaultError(f"{label} : « {text[:40]} » n’est pas un nombre entier de {least} à {most}")
    return int(number)


def _float(text: str) -> float | None:
    try:
        number = float(text.replace(",", ".").replace("\u202f", "").replace("\xa0", "").replace(" ", ""))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def coordinates(lat: object, lon: object) -> tuple[float | None, float | None]:
    """Degrees, or nothing when both are empty. FaultError for one without the other, or off the earth."""
    texts = [str(value if value is not None else "").strip() for value in (lat, lon)]
    if not any(texts):
        return None, None
    numbers = [_float(text) for text in texts]
    if numbers[0] is None or numbers[1] is None:
        raise FaultError(f"coordonnées illisibles : « {texts[0][:30]} », « {texts[1][:30]} »")
    if abs(numbers[0]) > 90 or abs(numbers[1]) > 180:
        raise FaultError(f"coordonnées hors de la Terre : {numbers[0]:g}, {numbers[1]:g}")
    return numbers[0], numbers[1]


_PATTERNS = ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y")


def day(value: object, label: str) -> date | None:
    """A day: 2025-11-26, 26/11/2025, or a date cell of a workbook; empty is None. FaultError."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value if value is not None else "").strip()
    if not text:
        return None
    for pattern in _PATTERNS:
        try:
            return datetime.strptime(text[:10] if "T" in text else text, pattern).date()  # noqa: DTZ007  a day
        except ValueError:
            continue
    raise FaultError(f"{label} : « {text[:40]} » n’est pas une date, comme 26/11/2025")


def end_instant(value: object, label: str, zone: tzinfo) -> datetime | None:
    """The instant until which something is valid: a day counts to its end, a clock time is kept."""
    text = str(value if value is not None else "").strip()
    if isinstance(value, str) and "T" in text:
        try:
            instant = datetime.fromisoformat(text)
        except ValueError:
            raise FaultError(f"{label} : « {text[:40]} » n’est pas une date") from None
        return instant if instant.tzinfo else instant.replace(tzinfo=zone)
    last = day(value, label)
    return end_of(last, zone) if last else None


def end_of(last: date, zone: tzinfo) -> datetime:
    """The last minute of a day."""
    return datetime.combine(last, time(23, 59), zone)


def listed(value: object) -> list[Any]:
    """A list, also when a table holds it as a Python or JSON-like literal; [] for anything else."""
    if isinstance(value, list):
        return value
    if not isinstance(value, str) or not value.startswith("[") or len(value) > LONGEST_LIST:
        return []
    try:
        read = ast.literal_eval(value)
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return []
    return read if isinstance(read, list) else []


def labels(value: object, key: str = "libelle") -> list[str]:
    """The labels of a list of objects, or of words."""
    found = [item.get(key, "") if isinstance(item, Mapping) else item for item in listed(value)]
    return [str(label).strip() for label in found if isinstance(label, str) and label.strip()]


def flattened(value: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested objects as dotted names, lists kept: the columns of the flat file of the same source."""
    flat: dict[str, Any] = {}
    for name, item in value.items():
        if isinstance(item, Mapping) and prefix.count(".") < 5:
            flat.update(flattened(item, f"{prefix}{name}."))
        else:
            flat[f"{prefix}{name}"] = item
    return flat


def first(values: object) -> Any:
    """The first of a list, or the value itself."""
    if isinstance(values, Sequence) and not isinstance(values, str):
        return values[0] if values else None
    return values
