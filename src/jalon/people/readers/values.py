"""Cells about a person as values, or as a fault in plain words."""

import re
import unicodedata
from datetime import date, datetime

from django.core.exceptions import ValidationError

from jalon.people.contact import normalise_email, normalise_phone, normalise_post
from jalon.people.names import fold

OLDEST_YEARS = 115
# A year of two figures is read when it leaves one possible age of somebody who may be followed.
_YOUNGEST, _OLDEST_SHORT = 14, 100
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("janvier janv", "fevrier fevr fev", "mars", "avril avr", "mai", "juin", "juillet juil", "aout",
         "septembre sept", "octobre oct", "novembre nov", "decembre dec"), 1,
    )
    for name in names.split()
}  # fmt: skip
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d.*)?")
_FRENCH = re.compile(r"(\d{1,2})[/.\- ](\d{1,2}|[a-z]+)[/.\- ](\d{4}|\d{2})(?: \d{1,2} \d{2}.*)?")
# Marks that turn the direction of what follows them have no place in a name.
_TURNS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


class FaultError(ValueError):
    """A cell that cannot be used; the message says which and why."""


def line(value: object) -> str:
    """One line of text without control characters, as it was typed otherwise."""
    text = unicodedata.normalize("NFC", "" if value is None else str(value))
    kept = "".join(c for c in text if c not in _TURNS and unicodedata.category(c) not in {"Cs", "Co", "Cn"})
    return " ".join("".join(" " if unicodedata.category(c) == "Cc" else c for c in kept).split())


def name(value: object, label: str, longest: int) -> str:
    """A name as written. FaultError for a formula, for letters that were lost, for an endless text."""
    text = line(value)
    if text[:1] in {"=", "@"}:
        raise FaultError(f"{label}\u00a0: «\u00a0{text[:30]}\u00a0» est une formule, pas un nom")
    if "\ufffd" in text:
        raise FaultError(f"{label}\u00a0: des lettres de «\u00a0{text[:30]}\u00a0» ne se lisent pas")
    if len(text) > longest:
        raise FaultError(f"{label}\u00a0: plus de {longest} lettres")
    return text


def split_name(text: str) -> tuple[str, str]:
    """First and last name of « DUPONT LE GOFF Marie »: the capitals are the last name. FaultError."""
    parts = text.split()
    capitals = [part for part in parts if (part.isupper() and len(part) > 1) or part.upper() == part.lower()]
    others = [part for part in parts if part not in capitals]
    if not capitals or not others:
        raise FaultError(
            f"«\u00a0{text[:40]}\u00a0»\u00a0: on ne sait pas où finit le nom. "
            "Écrivez-le en capitales, ou faites deux colonnes"
        )
    return " ".join(others), " ".join(capitals)


def birth_date(value: object, today: date) -> date | None:
    """A birth date: 26/11/1985, 26 novembre 1985, 1985-11-26, or a date cell. FaultError."""
    if isinstance(value, datetime):
        return _plausible(value.date(), line(value.date()), today)
    if isinstance(value, date):
        return _plausible(value, line(value), today)
    text = line(value)
    if not text:
        return None
    return _plausible(_calendar(text, today), text, today)


def _calendar(text: str, today: date) -> date:
    plain = fold(text).replace("1er", "1")
    french, iso = _FRENCH.fullmatch(plain), _ISO.fullmatch(text)
    if iso:
        year, month, day = (int(part) for part in iso.groups())
    elif french:
        day, month = int(french[1]), _month(french[2], text)
        year = _year(french[3], text, today)
    else:
        raise FaultError(
            f"date de naissance\u00a0: «\u00a0{text[:30]}\u00a0» n’est pas une date, comme 26/11/1985"
        )
    try:
        return date(year, month, day)
    except ValueError:
        raise FaultError(f"date de naissance\u00a0: le {text[:30]} n’existe pas") from None


def _month(text: str, whole: str) -> int:
    number = int(text) if text.isdecimal() else _MONTHS.get(text, 0)
    if not 1 <= number <= 12:
        raise FaultError(
            f"date de naissance\u00a0: le {whole[:30]} n’existe pas (le jour d’abord, puis le mois)"
        )
    return number


def _year(text: str, whole: str, today: date) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    recent, old = 2000 + year, 1900 + year
    if today.year - recent >= _YOUNGEST:
        return recent
    if today.year - old <= _OLDEST_SHORT:
        return old
    raise FaultError(
        f"date de naissance\u00a0: {whole[:30]}, est-ce {old} ou {recent}\u00a0? Écrivez les quatre chiffres"
    )


def _plausible(found: date, text: str, today: date) -> date:
    if found > today:
        raise FaultError(f"date de naissance\u00a0: le {text[:30]} n’est pas encore passé")
    if today.year - found.year > OLDEST_YEARS:
        raise FaultError(f"date de naissance\u00a0: {text[:30]} donne plus de {OLDEST_YEARS}\u00a0ans")
    return found


_SEPARATORS = re.compile(r"\s*(?:[;/\n]|\bou\b|\bet\b)\s*")


def phones(value: object) -> list[str]:
    """The numbers of a cell, as E.164; a workbook may have taken the first zero away. FaultError."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = line(value)
    whole = _phone(text) if text else None
    if whole:
        return [whole]
    found = [(_phone(part), part) for part in _SEPARATORS.split(text) if part]
    for number, part in found:
        if number is None:
            raise FaultError(f"téléphone «\u00a0{part[:30]}\u00a0»\u00a0: {_why(part)}")
    return list(dict.fromkeys(number for number, _ in found if number))


def _phone(text: str) -> str | None:
    digits = "".join(c for c in text if c.isdigit())
    lost_zero = len(digits) == 9 and digits[0] in "123456789" and not text.startswith("+")
    try:
        return normalise_phone(f"0{digits}" if lost_zero else text)
    except ValidationError:
        return None


def _why(text: str) -> str:
    try:
        normalise_phone(text)
    except ValidationError as error:
        return str(error.messages[0])
    return ""


def email(value: object) -> str:
    """An address in lower case, or nothing. FaultError."""
    text = line(value)
    try:
        return normalise_email(text) if text else ""
    except ValidationError as error:
        raise FaultError(f"courriel «\u00a0{text[:40]}\u00a0»\u00a0: {error.messages[0]}") from None


def post(address: object, postal_code: object, commune: object) -> str:
    """A postal address on two lines or more; nothing when no letter could arrive. FaultError."""
    code = line(postal_code).removesuffix(".0")
    lines = [line(part) for part in str(address or "").splitlines()]
    town = f"{code.zfill(5)} {line(commune)}".strip() if code.isdigit() else line(commune)
    text = "\n".join(part for part in (*lines, town) if part)
    if not any(lines) or not text:
        return ""
    try:
        found = normalise_post(text)
    except ValidationError:
        return ""
    if len(found) > 254:
        raise FaultError("adresse\u00a0: plus de 254 lettres")
    return found
