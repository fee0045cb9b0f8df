"""Why two files may be one person, in words. Families share: a telephone or an address alone says nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from jalon.people.names import glue, name_key

# First names shorter than this must be the same: Léa and Léo are two people.
_LONG = 5
_SHORTENED = 3


class Strength(IntEnum):
    """How sure a likeness is; the greatest comes first on pages."""

    WEAK = 1
    FAIR = 2
    STRONG = 3


@dataclass(frozen=True)
class Traits:
    """What two files are compared by; contacts are pairs of kind and value."""

    first_name: str
    last_name: str
    usual_name: str = ""
    birth_date: date | None = None
    contacts: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Reason:
    """One reason, and how much it weighs."""

    words: str
    strength: Strength


def reasons(one: Traits, other: Traits) -> list[Reason]:
    """Why these may be one person, the strongest first; nothing when they are most likely two."""
    found = [reason for judge in _JUDGES for reason in judge(one, other)]
    return sorted(found, key=lambda reason: -reason.strength)


def _by_birth(one: Traits, other: Traits) -> Iterable[Reason]:
    if one.birth_date is None or one.birth_date != other.birth_date:
        return
    if _same_names(one, other):
        yield Reason("même prénom, même nom, même date de naissance", Strength.STRONG)
    elif glue(one.first_name) == glue(other.first_name) != "" and _lasts(one) & _lasts(other):
        yield Reason("même prénom, même date de naissance, un nom en commun", Strength.STRONG)
    elif _nearly(one, other):
        yield Reason("prénom ou nom presque pareil, même date de naissance", Strength.FAIR)


def _by_contact(one: Traits, other: Traits) -> Iterable[Reason]:
    if not close(one.first_name, other.first_name) or not _may_be_one(one, other):
        return
    if one.birth_date and other.birth_date and one.birth_date != other.birth_date:
        return
    first = "même prénom" if glue(one.first_name) == glue(other.first_name) else "prénom proche"
    strength = Strength.STRONG if _same_names(one, other) else Strength.FAIR
    for kind, words in (("phone", "même téléphone"), ("email", "même courriel"), ("post", "même adresse")):
        if any(contact[0] == kind for contact in one.contacts & other.contacts):
            yield Reason(f"{words} et {first}", strength)


def _by_name(one: Traits, other: Traits) -> Iterable[Reason]:
    whole = one.first_name and one.last_name and other.first_name and other.last_name
    if whole and _same_names(one, other) and not (one.birth_date and other.birth_date):
        yield Reason("même prénom et même nom, une date de naissance manque", Strength.WEAK)


def _by_typing(one: Traits, other: Traits) -> Iterable[Reason]:
    """The same name at the same telephone or address, with two birth dates: one was mistyped, perhaps."""
    if not (one.birth_date and other.birth_date) or one.birth_date == other.birth_date:
        return
    if one.last_name and _same_names(one, other) and one.contacts & other.contacts:
        yield Reason("même nom et même contact, mais deux dates de naissance", Strength.WEAK)


_JUDGES = (_by_birth, _by_contact, _by_name, _by_typing)


def _same_names(one: Traits, other: Traits) -> bool:
    key = name_key(one.first_name, one.last_name)
    return bool(key) and key == name_key(other.first_name, other.last_name)


def _nearly(one: Traits, other: Traits) -> bool:
    """One name is the same and the other close: Marie Martin and Maria Marten are two people."""
    if not (close(one.first_name, other.first_name) and _close_lasts(one, other)):
        return False
    return glue(one.first_name) == glue(other.first_name) or bool(_lasts(one) & _lasts(other))


def _lasts(traits: Traits) -> set[str]:
    return {glue(name) for name in (traits.last_name, traits.usual_name) if glue(name)}


def _close_lasts(one: Traits, other: Traits) -> bool:
    return any(_near(a, b) for a in _lasts(one) for b in _lasts(other))


def _may_be_one(one: Traits, other: Traits) -> bool:
    """Last names do not speak against it: one is missing, or they are close."""
    return not _lasts(one) or not _lasts(other) or _close_lasts(one, other)


def close(one: str, other: str) -> bool:
    """Whether two first names are the same, one letter apart, or one the beginning of the other."""
    a, b = glue(one), glue(other)
    if not a or not b:
        return False
    shorter = min(a, b, key=len)
    return (
        a == b
        or (len(shorter) >= _SHORTENED and a.startswith(shorter) and b.startswith(shorter))
        or _near(a, b)
    )


def _near(one: str, other: str) -> bool:
    """Whether two folded words are the same, or long and one letter apart."""
    if one == other:
        return True
    if min(len(one), len(other)) < _LONG or abs(len(one) - len(other)) > 1:
        return False
    return _one_step(one, other)


def _one_step(one: str, other: str) -> bool:
    """Whether one letter more, less, other, or two letters swapped make one word of the other."""
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return True
    a, b = one[start:], other[start:]
    swapped = a[:2] == b[1::-1] and a[2:] == b[2:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or swapped


class LookAlikes:
    """People to compare with, found by what they have in common: no comparison of all with all."""

    def __init__(self, most: int = 0) -> None:
        """`most` people are kept for one birth date, name or contact; 0 keeps all."""
        self._most = most
        self._buckets: dict[tuple[object, ...], list[tuple[int, Traits]]] = {}

    def add(self, number: int, traits: Traits) -> None:
        """Somebody who may be met again."""
        for key in _keys(traits):
            bucket = self._buckets.setdefault(key, [])
            if not self._most or len(bucket) < self._most:
                bucket.append((number, traits))

    def best(self, traits: Traits) -> tuple[int, list[Reason]] | None:
        """The number of whom these traits resemble most, and why; the first come among equals."""
        met = {number: other for key in _keys(traits) for number, other in self._buckets.get(key, ())}
        found = [(number, why) for number, other in met.items() if (why := reasons(traits, other))]
        return min(found, key=lambda one: (-one[1][0].strength, one[0]), default=None)


def _keys(traits: Traits) -> set[tuple[object, ...]]:
    keys: set[tuple[object, ...]] = {("contact", *contact) for contact in traits.contacts}
    whole = name_key(traits.first_name, traits.last_name)
    if whole:
        keys.add(("name", whole))
    if traits.birth_date:
        initials = {glue(name)[:1] for name in (traits.first_name, traits.last_name)}
        keys |= {("birth", traits.birth_date, initial) for initial in initials}
    return keys
