"""Find a person by a name however typed, a telephone number, an address or the code of a slip."""

from functools import reduce
from operator import or_

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from jalon.accounts.models import User
from jalon.people.choices import ContactKind
from jalon.people.contact import looks_like_phone, normalise_phone
from jalon.people.models import Person
from jalon.people.names import spellings, words
from jalon.people.queries.file import key_owner
from jalon.people.queries.sight import visible_to


def search(user: User, text: str, limit: int = 20) -> list[Person]:
    """People this user may see who match what was typed, the most recently active first."""
    people = visible_to(user)
    found = _by_key(people, text) or _matching(people, text.strip())
    return list(found.order_by("-last_activity_at", "pk").prefetch_related("contacts")[:limit])


def recent(user: User, limit: int = 20) -> list[Person]:
    """The people this user may see with whom something happened last."""
    people = visible_to(user).order_by("-last_activity_at", "pk")
    return list(people.prefetch_related("contacts")[:limit])


def _by_key(people: QuerySet[Person], text: str) -> QuerySet[Person] | None:
    owner = key_owner(text)
    return people.filter(pk=owner.canonical_id or owner.pk) if owner else None


def _matching(people: QuerySet[Person], text: str) -> QuerySet[Person]:
    if looks_like_phone(text):
        return people.filter(_contact(ContactKind.PHONE, value__contains=_digits(text)))
    if "@" in text:
        return people.filter(_contact(ContactKind.EMAIL, value__startswith=text.lower()))
    typed = spellings(text)
    return (
        people.filter(reduce(or_, (_named(spelling) for spelling in typed))) if words(text) else people.none()
    )


def _named(spelling: list[str]) -> Q:
    """Every word begins a word of the name, of this file or of one joined to it."""
    found = Q()
    for word in spelling:
        own = Q(folded_name__startswith=word) | Q(folded_name__contains=f" {word}")
        found &= own | Q(pk__in=_duplicates_named(word))
    return found


def _contact(kind: str, **value: str) -> Q:
    ((lookup, wanted),) = value.items()
    matching = Person.objects.filter(**{"contacts__kind": kind, f"contacts__{lookup}": wanted})
    return Q(pk__in=matching.values("pk")) | Q(pk__in=matching.values("canonical"))


def _duplicates_named(word: str) -> QuerySet[Person, int | None]:
    named = Q(folded_name__startswith=word) | Q(folded_name__contains=f" {word}")
    return Person.objects.filter(named, canonical__isnull=False).values_list("canonical", flat=True)


def _digits(text: str) -> str:
    """The whole number where it is one, else its digits without the leading zero of a French number."""
    try:
        return normalise_phone(text)
    except ValidationError:
        digits = "".join(character for character in text if character.isdigit())
        return digits[1:] if digits.startswith("0") else digits
