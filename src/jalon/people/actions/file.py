"""Open a file, complete it, write what happened."""

from datetime import date, timedelta
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory.models import Organisation
from jalon.people.actions.team import follow, give_consent
from jalon.people.choices import ConsentPurpose, ContactKind, SituationKind
from jalon.people.contact import NORMALISE
from jalon.people.models import ContactPoint, FileAccess, Milestone, Person
from jalon.people.names import spelt
from jalon.reference.models import Commune

# Pages that refresh themselves would fill the list that the person reads.
_ONE_ACCESS_PER = timedelta(minutes=10)


@transaction.atomic
def register(
    *,
    first_name: str = "",
    last_name: str = "",
    phone: str = "",
    email: str = "",
    language: str = "fr",
    usual_name: str = "",
    birth_date: date | None = None,
    organisation: Organisation,
    by: User | None = None,
    means: str,
) -> Person:
    """Open a file; `organisation` follows the person from now on, and may call them back.

    Nobody is re-used: several people may share a telephone. `means` is how the consent to be called was
    given (ConsentMeans).

    Raises:
        ValidationError: the number or the address cannot be right.
    """
    person = Person.objects.create(
        first_name=first_name.strip(),
        last_name=last_name.strip(),
        usual_name=usual_name.strip(),
        birth_date=birth_date,
        language=language,
        **spelt(first_name, last_name, usual_name),
    )
    for kind, value in ((ContactKind.PHONE, phone), (ContactKind.EMAIL, email)):
        if value.strip():
            add_contact(person=person, kind=kind, value=value)
    follow(person=person, organisation=organisation, reason="premier contact")
    give_consent(person=person, purpose=ConsentPurpose.CONTACT, organisation=organisation, means=means, by=by)
    add_milestone(person=person, kind="people.registered", organisation=organisation, by=by)
    return person


@transaction.atomic
def add_contact(*, person: Person, kind: str, value: str) -> ContactPoint:
    """One more way to reach a person; the same one twice stays one.

    Raises:
        ValidationError: the number or the address cannot be right.
    """
    clean = NORMALISE[ContactKind(kind)](value)
    contact, _ = ContactPoint.objects.get_or_create(person=person, kind=kind, value=clean)
    return contact


class Details(TypedDict, total=False):
    """What a person is called and reads; what is not given is not changed."""

    first_name: str
    last_name: str
    usual_name: str
    birth_date: date | None
    language: str


@transaction.atomic
def change_details(
    *,
    person: Person,
    by: User | None = None,
    organisation: Organisation | None = None,
    **given: Unpack[Details],
) -> None:
    """Complete or correct the names, the birth date and the language; without `by` the person did it."""
    for name, value in given.items():
        setattr(person, name, value.strip() if isinstance(value, str) else value)
    spelling = spelt(person.first_name, person.last_name, person.usual_name)
    person.folded_name, person.name_key = spelling["folded_name"], spelling["name_key"]
    person.save(update_fields=[*given, *spelling])
    add_milestone(person=person, kind="people.changed", organisation=organisation, by=by)


@transaction.atomic
def place(
    *,
    person: Person,
    label: str = "",
    lat: float | None = None,
    lon: float | None = None,
    commune: Commune | None = None,
    by: User | None = None,
) -> None:
    """Where the person starts from: a stop, a street corner, a commune; degrees, both or neither.

    Without coordinates those of the commune's centre are taken. Everything empty forgets the place.
    """
    if lat is None and commune is not None:
        lat, lon = commune.lat, commune.lon
    person.near_label, person.near_lat, person.near_lon = label.strip()[:160], lat, lon
    person.commune = commune
    person.save(update_fields=["near_label", "near_lat", "near_lon", "commune"])
    add_milestone(person=person, kind="people.changed", by=by, detail=person.near_label)


@transaction.atomic
def set_situations(*, person: Person, situations: list[str], by: User | None = None) -> None:
    """What opens activities to a person: values of SituationKind, in their order."""
    known = [value for value in SituationKind.values if value in situations]
    person.situations = known
    person.save(update_fields=["situations"])
    add_milestone(person=person, kind="people.changed", by=by)


@transaction.atomic
def remove_contact(*, contact: ContactPoint) -> None:
    """This number or address is no longer theirs: it is forgotten."""
    add_milestone(person=contact.person, kind="people.changed")
    contact.delete()


@transaction.atomic
def add_milestone(
    *,
    person: Person,
    kind: str,
    organisation: Organisation | None = None,
    by: User | None = None,
    detail: str = "",
    about: tuple[str, int | None] = ("", None),
) -> Milestone:
    """Write what happened, in words for the timeline; `about` is a kind of thing and its id."""
    now = timezone.now()
    Person.objects.filter(pk=person.pk).update(last_activity_at=now)
    return Milestone.objects.create(
        person=person,
        kind=kind,
        at=now,
        by=by,
        organisation=organisation,
        detail=detail[:300],
        about_kind=about[0],
        about_id=about[1],
    )


def record_access(*, person: Person, user: User, page: str, organisation: Organisation | None = None) -> None:
    """Somebody opened this person's file; the person can read who did."""
    recent = timezone.now() - _ONE_ACCESS_PER
    seen = FileAccess.objects.filter(person=person, user=user, page=page, at__gt=recent)
    if not seen.exists():
        FileAccess.objects.create(person=person, user=user, organisation=organisation, page=page)
