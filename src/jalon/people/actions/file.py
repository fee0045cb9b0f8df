"""Open a file, complete it, write what happened, join two files of one person."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory.models import Organisation
from jalon.people.actions.team import follow, give_consent
from jalon.people.choices import ConsentPurpose, ContactKind
from jalon.people.contact import normalise_email, normalise_phone, normalise_post
from jalon.people.models import ContactPoint, FileAccess, Milestone, Person
from jalon.people.names import fold

# Pages that refresh themselves would fill the list that the person reads.
_ONE_ACCESS_PER = timedelta(minutes=10)
_NORMALISE = {
    ContactKind.PHONE: normalise_phone,
    ContactKind.EMAIL: normalise_email,
    ContactKind.POST: normalise_post,
}


@transaction.atomic
def register(
    *,
    first_name: str = "",
    last_name: str = "",
    phone: str = "",
    email: str = "",
    language: str = "fr",
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
        folded_name=fold(f"{first_name} {last_name}"),
        language=language,
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
    clean = _NORMALISE[ContactKind(kind)](value)
    contact, _ = ContactPoint.objects.get_or_create(person=person, kind=kind, value=clean)
    return contact


@transaction.atomic
def change_details(*, person: Person, first_name: str, last_name: str, language: str, by: User) -> None:
    """Complete or correct the name and the language."""
    person.first_name, person.last_name, person.language = first_name.strip(), last_name.strip(), language
    person.folded_name = fold(f"{first_name} {last_name}")
    person.save(update_fields=["first_name", "last_name", "folded_name", "language"])
    add_milestone(person=person, kind="people.changed", by=by)


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


@transaction.atomic
def merge(*, duplicate: Person, into: Person, by: User) -> None:
    """Two files are one person: the first points at the second; nothing is rewritten, so it can be undone.

    Raises:
        ValidationError: a file cannot be joined to itself.
    """
    kept = into.canonical or into
    if kept.pk == duplicate.pk:
        raise ValidationError("Ce sont déjà les deux noms d’un seul dossier.", code="same")
    Person.objects.filter(canonical=duplicate).update(canonical=kept)
    duplicate.canonical = kept
    duplicate.save(update_fields=["canonical"])
    add_milestone(person=kept, kind="people.merged", by=by, about=("person", duplicate.pk))


@transaction.atomic
def separate(*, duplicate: Person, by: User) -> None:
    """The two files were two people after all."""
    if duplicate.canonical:
        add_milestone(
            person=duplicate.canonical, kind="people.separated", by=by, about=("person", duplicate.pk)
        )
    duplicate.canonical = None
    duplicate.save(update_fields=["canonical"])
