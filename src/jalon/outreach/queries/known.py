"""Whether somebody's file was already there: asked by a figure, shown to nobody."""

from datetime import date

from django.db.models import Q

from jalon.directory.models import Organisation
from jalon.people.choices import ContactKind
from jalon.people.contact import normalise_phone
from jalon.people.models import Person, TeamMember
from jalon.people.names import fold, name_key


def is_known(
    *, first_name: str, last_name: str = "", phone: str = "", birth_date: date | None = None
) -> bool:
    """Whether any organisation has a file with this number and first name, or this name and birth date.

    A number alone is not enough when both first names are said and differ: a household shares it.
    """
    return bool(_by_phone(first_name, phone)) or _by_birth(first_name, last_name, birth_date)


def own_file(organisation: Organisation, *, first_name: str, phone: str) -> Person | None:
    """The one file that this organisation follows with this number and this first name; None when unsure."""
    if not fold(first_name):
        return None
    followed = TeamMember.objects.filter(organisation=organisation, until__isnull=True)
    mine = set(followed.filter(person__contacts__value=phone).values_list("person", flat=True))
    kept = {
        (one.canonical or one)
        for one in _by_phone(first_name, phone)
        if one.pk in mine and fold(one.first_name) == fold(first_name)
    }
    return kept.pop() if len(kept) == 1 else None


def _by_phone(first_name: str, phone: str) -> list[Person]:
    if not phone.strip():
        return []
    reached = Person.objects.filter(
        contacts__kind=ContactKind.PHONE, contacts__value=normalise_phone(phone), anonymised_at__isnull=True
    )
    said = fold(first_name)
    rows = reached.select_related("canonical").order_by("pk")
    return [one for one in rows if not said or not fold(one.first_name) or fold(one.first_name) == said]


def _by_birth(first_name: str, last_name: str, birth_date: date | None) -> bool:
    key = name_key(first_name, last_name)
    if birth_date is None or not fold(last_name) or not key:
        return False
    same = Q(name_key=key, birth_date=birth_date, anonymised_at__isnull=True)
    return Person.objects.filter(same).exists()
