"""Two files side by side."""

from dataclasses import dataclass

from jalon.base.words import day, phone
from jalon.people.choices import ContactKind, SituationKind
from jalon.people.likeness import Reason, reasons
from jalon.people.models import Person
from jalon.people.queries.file import Band, contacts_of, team_of, timeline
from jalon.people.queries.likeness import traits_of, with_contacts


@dataclass(frozen=True)
class Line:
    """One thing that both files say, or not."""

    label: str
    one: str
    other: str

    @property
    def same(self) -> bool:
        """Both say the same, and say something."""
        return bool(self.one) and self.one == self.other


@dataclass(frozen=True)
class Compared:
    """Two files, why they may be one person, and line by line what they hold."""

    one: Person
    other: Person
    reasons: list[Reason]
    lines: list[Line]
    stories: list[list[Band]]


def compared(one: Person, other: Person) -> Compared:
    """What somebody needs to see to tell whether these are one person."""
    first, second = sorted(with_contacts([one.pk, other.pk]), key=lambda person: person.pk != one.pk)
    sides = _facts(first), _facts(second)
    return Compared(
        one=first,
        other=second,
        reasons=reasons(traits_of(first), traits_of(second)),
        lines=[Line(label, sides[0][label], sides[1][label]) for label in sides[0]],
        stories=[timeline(first, 6), timeline(second, 6)],
    )


def _facts(person: Person) -> dict[str, str]:
    contacts = contacts_of(person)
    return {
        "Prénom": person.first_name,
        "Nom": person.last_name,
        "Nom d’usage": person.usual_name,
        "Né ou née le": day(person.birth_date) if person.birth_date else "",
        "Téléphone": ", ".join(phone(c.value) for c in contacts if c.kind == ContactKind.PHONE),
        "Courriel": ", ".join(c.value for c in contacts if c.kind == ContactKind.EMAIL),
        "Adresse": ", ".join(c.value for c in contacts if c.kind == ContactKind.POST),
        "Part de": person.near_label or str(person.commune or ""),
        "Situation": ", ".join(str(SituationKind(value).label) for value in person.situations),
        "Suivie par": ", ".join(dict.fromkeys(member.organisation.name for member in team_of(person))),
        "Dossier ouvert": day(person.created_at),
    }
