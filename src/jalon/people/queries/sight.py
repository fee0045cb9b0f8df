"""Which people somebody may see: the table of `rules.py` as queries."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory import queries as directory
from jalon.directory.models import Organisation
from jalon.directory.queries.absence import users_present
from jalon.people.choices import ConsentPurpose
from jalon.people.models import Consent, Objection, Person, TeamMember
from jalon.people.rules import HELD_AS, Information, Relation, opens_file, place_held, sees

Bonds = set[tuple[str, Relation]]
_CLOSEST_FIRST = list(Relation)


def visible_to(user: User) -> QuerySet[Person]:
    """The people whose page opens for this user: one row per person, joined files under the one kept."""
    held = directory.open_memberships(user)
    follows = [one.organisation_id for one in held if opens_file(one.role, Relation.FOLLOWS)]
    shared = [one.organisation_id for one in held if opens_file(one.role, Relation.SHARED)]
    return _kept(_followed(follows), _shared(shared))


def followed_by(organisation_ids: list[int], user_ids: list[int] | None = None) -> QuerySet[Person]:
    """The people whose support team counts one of these organisations, joined files under the one kept.

    With `user_ids`, those whom one of these accounts accompanies for it.
    """
    places = _followed(organisation_ids)
    places = places if user_ids is None else places.filter(user__in=user_ids)
    return _kept(places)


def _kept(*bound: QuerySet[Any]) -> QuerySet[Person]:
    """Those people, or the file theirs was joined to.

    One flat union that the database joins to people by their key: alternatives joined by OR would read
    everybody of the territory for a page of twenty.
    """
    direct = [rows.values("person") for rows in bound]
    joined = [rows.filter(person__canonical__isnull=False).values("person__canonical") for rows in bound]
    first, *others = [*direct, *joined]
    return Person.objects.filter(
        pk__in=first.union(*others), canonical__isnull=True, anonymised_at__isnull=True
    )


def find_visible(user: User, person_id: int) -> Person | None:
    """This person, or the file theirs was joined to, if the user may open it."""
    return open_file(user, person_id)[0]


def open_file(user: User, person_id: int) -> tuple[Person | None, frozenset[Information]]:
    """The person whose file opens, and what the user may read of them; nobody and nothing otherwise."""
    person = Person.objects.filter(pk=person_id).select_related("canonical").first()
    kept = person.canonical or person if person else None
    if kept is None or kept.anonymised_at:
        return None, frozenset()
    found = bonds(user, kept)
    if not any(opens_file(role, relation) for role, relation in found):
        return None, frozenset()
    return kept, _information(found)


def bonds(user: User, person: Person) -> Bonds:
    """Every bond between a user and a person, each with the role in which it is held.

    Rooms above know of other bonds (a referral, a seat, an introduction) and ask the table themselves.
    """
    memberships = directory.open_memberships(user)
    organisations = [one.organisation_id for one in memberships]
    files = _files(person)
    bound = _places(user, list(_followed(organisations).filter(files)))
    shared = _shared(organisations).filter(files).values_list("organisation", flat=True)
    bound |= {(organisation, Relation.SHARED) for organisation in shared if organisation}
    return {
        (one.role, relation) for one in memberships for at, relation in bound if at == one.organisation_id
    }


def _places(user: User, places: list[TeamMember]) -> set[tuple[int, Relation]]:
    """What each place in the team is to the user; those of colleagues who are away or left count in full."""
    colleagues = [one.organisation_id for one in places if one.user_id not in (None, user.pk)]
    present = users_present(colleagues) if colleagues else set()
    return {
        (
            one.organisation_id,
            place_held(one.role, one.user_id, user.pk, holder_away=one.user_id not in present),
        )
        for one in places
    }


def relation_of(organisation: Organisation, person: Person) -> Relation:
    """The closest bond between an organisation, whoever acts for it, and a person."""
    files = _files(person)
    roles = _followed([organisation.pk]).filter(files).values_list("role", flat=True)
    found = {HELD_AS[role] for role in roles}
    if _shared([organisation.pk]).filter(files).exists():
        found.add(Relation.SHARED)
    return min(found, key=_CLOSEST_FIRST.index, default=Relation.NONE)


def objects_to(person: Person, organisation: Organisation) -> bool:
    """Whether the person refuses that this organisation follows them."""
    return Objection.objects.filter(
        _files(person), organisation=organisation, withdrawn_at__isnull=True
    ).exists()


def information_for(user: User, person: Person) -> frozenset[Information]:
    """All that this user may read of this person, over the organisations they act for."""
    return _information(bonds(user, person))


def _information(found: Bonds) -> frozenset[Information]:
    return frozenset(part for role, relation in found for part in sees(role, relation))


def still_followed(organisation_ids: list[int], person: str = "person") -> Q:
    """Whether the person of a row, over joined files, is followed by one of these organisations.

    For rows that are few once sorted and cut, where `followed_by` would first gather everybody.
    """
    of = {"person": person, "person__canonical": person}
    followed = _followed(organisation_ids)
    return Q(
        *[
            Exists(followed.filter(**{field: OuterRef(path)}))
            for field, own in of.items()
            for path in (own, f"{own}__canonical")
        ],
        _connector=Q.OR,
    )


def _files(person: Person) -> Q:
    """Rows of a kept file and of those joined to it, found by their keys."""
    files = Person.objects.filter(Q(pk=person.pk) | Q(canonical=person.pk))
    return Q(person__in=files.order_by().values("pk"))


def _followed(organisation_ids: list[int]) -> QuerySet[TeamMember]:
    still = Q(until__isnull=True) | Q(until__gt=timezone.now())
    return TeamMember.objects.filter(still, organisation__in=organisation_ids)


def _shared(organisation_ids: list[int]) -> QuerySet[Consent]:
    return Consent.objects.filter(
        purpose=ConsentPurpose.SHARE, organisation__in=organisation_ids, withdrawn_at__isnull=True
    )
