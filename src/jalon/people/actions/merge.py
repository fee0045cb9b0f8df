"""Two files are one person, or are not: a pointer says so, nothing is rewritten, and it can be undone."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from jalon.accounts.models import User
from jalon.people.actions.file import add_milestone
from jalon.people.choices import UNDO_DAYS
from jalon.people.models import Person, PersonMerge, PersonsApart

# Two merges at once could each follow a pointer that the other moves: one at a time, they are rare.
_LOCK = 5_160_303


@transaction.atomic
def merge(*, duplicate: Person, into: Person, by: User) -> PersonMerge:
    """Two files are one person: the first points at the second, and both keep their history.

    Raises:
        ValidationError: they are one file already.
    """
    _one_at_a_time()
    joined, kept = _root(duplicate), _root(into)
    if kept.pk == joined.pk:
        raise ValidationError("Ce sont déjà les deux noms d’un seul dossier.", code="same")
    bond = PersonMerge.objects.create(duplicate=joined, kept=kept, by=by)
    _point(joined, kept)
    duplicate.canonical = kept
    add_milestone(person=kept, kind="people.merged", by=by, about=("person", joined.pk))
    return bond


@transaction.atomic
def separate(*, duplicate: Person, by: User) -> None:
    """The two files were two people after all; what had been joined to `duplicate` goes with it.

    Raises:
        ValidationError: they are not joined, or since more than thirty days.
    """
    _one_at_a_time()
    bond = _bonds().filter(duplicate=duplicate).select_related("kept__canonical").first()
    if bond is None:
        raise ValidationError("Ces deux dossiers sont déjà séparés.", code="apart")
    if timezone.now() > undo_until(bond):
        raise ValidationError(TOO_LATE, code="late")
    kept = bond.kept.canonical or bond.kept
    bond.undone_at, bond.undone_by = timezone.now(), by
    bond.save(update_fields=["undone_at", "undone_by"])
    _point(duplicate, None)
    _note_apart(duplicate, bond.kept, by)
    add_milestone(person=kept, kind="people.separated", by=by, about=("person", duplicate.pk))
    add_milestone(person=duplicate, kind="people.separated", by=by, about=("person", kept.pk))


TOO_LATE = (
    f"Ces dossiers sont réunis depuis plus de {UNDO_DAYS}\u00a0jours\u00a0: ils ne se séparent plus, "
    "trop de choses ont été écrites pour une seule personne. Ouvrez un nouveau dossier pour l’autre personne."
)


def undo_until(bond: PersonMerge) -> datetime:
    """The last instant at which a merge can be undone."""
    return bond.at + timedelta(days=UNDO_DAYS)


@transaction.atomic
def tell_apart(*, one: Person, other: Person, by: User) -> None:
    """Two files that look alike are two people: nobody is asked again."""
    _note_apart(one, other, by)


def _note_apart(one: Person, other: Person, by: User) -> None:
    first, second = sorted((one.pk, other.pk))
    PersonsApart.objects.get_or_create(first_id=first, second_id=second, defaults={"by": by})


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _root(person: Person) -> Person:
    """The file kept, as it is now."""
    fresh = Person.objects.select_related("canonical").get(pk=person.pk)
    return fresh.canonical or fresh


def _bonds() -> QuerySet[PersonMerge]:
    return PersonMerge.objects.filter(undone_at__isnull=True)


def _point(person: Person, root: Person | None) -> None:
    """`person` and all that was joined to it lead to `root`, or to `person` itself when there is none."""
    below = _below(person.pk)
    Person.objects.filter(pk__in=below).update(canonical=root or person)
    person.canonical = root
    person.save(update_fields=["canonical"])


def _below(person_id: int) -> list[int]:
    """Files joined to this one, directly or through another."""
    found: list[int] = []
    level = [person_id]
    while level:
        level = list(_bonds().filter(kept__in=level).order_by("pk").values_list("duplicate_id", flat=True))
        found += level
    return found
