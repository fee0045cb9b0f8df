"""Files that are likely one person: candidates by index, then judged one by one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Prefetch, Q, QuerySet

from jalon.accounts.models import User
from jalon.people.likeness import Reason, Strength, Traits, reasons
from jalon.people.models import ContactPoint, Person, PersonsApart, TeamMember
from jalon.people.names import name_key
from jalon.people.queries.sight import followed_by, visible_to

# Of the pairs that a page could show, more are looked at than shown: some are judged two people.
MOST_PAIRS = 400


@dataclass(frozen=True)
class Likeness:
    """A person who may be the one in question, and why."""

    person: Person
    reasons: list[Reason]

    @property
    def strength(self) -> Strength:
        """How sure it is."""
        return self.reasons[0].strength


@dataclass(frozen=True)
class Pair:
    """Two files that may be one person, the older first, and why."""

    one: Person
    other: Person
    reasons: list[Reason]


def traits_of(person: Person) -> Traits:
    """What a file is compared by; contacts come from a prefetch, those of joined files included."""
    contacts = list(person.contacts.all())
    return Traits(
        person.first_name,
        person.last_name,
        person.usual_name,
        person.birth_date,
        frozenset((contact.kind, contact.value) for contact in contacts),
    )


def candidates(among: QuerySet[Person], traits: Iterable[Traits]) -> list[Person]:
    """Files that may be one of these people: by birth date, by contact, by whole name; 5 queries."""
    wanted = list(traits)
    dates = {one.birth_date for one in wanted if one.birth_date}
    keys = {name_key(one.first_name, one.last_name) for one in wanted} - {""}
    values = {value for one in wanted for _, value in one.contacts}
    reached = ContactPoint.objects.filter(value__in=values).values_list("person", "person__canonical")
    # Numbers first, each by its own index: one filter with « or » would read every file.
    found = {pk for pair in reached.order_by("pk") for pk in pair if pk}
    for same in (Q(birth_date__in=dates), Q(name_key__in=keys)):
        found |= set(Person.objects.filter(same).order_by("pk").values_list("pk", flat=True))
    return list(among.filter(pk__in=found).order_by("pk").prefetch_related(_contacts()))


def _contacts() -> "Prefetch[str, QuerySet[ContactPoint], str]":
    return Prefetch("contacts", queryset=ContactPoint.objects.order_by("pk"))


def alike(user: User, traits: Traits) -> list[Likeness]:
    """People this user may see who may be the one described, the surest first."""
    return _alike(visible_to(user), traits)


def _alike(among: QuerySet[Person], traits: Traits) -> list[Likeness]:
    found = [
        Likeness(person, why)
        for person in candidates(among, [traits])
        if (why := reasons(traits, traits_of(person)))
    ]
    return sorted(found, key=lambda one: (-one.strength, one.person.pk))


def duplicates_of(person: Person, user: User | None = None) -> list[Likeness]:
    """Other files that may be the same person, but those said to be two people.

    Looked for among those that `user` may see; without user, among the people of the organisations that
    follow this one.
    """
    among = visible_to(user) if user else followed_by(_followers(person))
    apart = _apart_from(person)
    return [one for one in _alike(among, traits_of(person)) if one.person.pk not in apart | {person.pk}]


def _followers(person: Person) -> list[int]:
    team = TeamMember.objects.filter(person=person, until__isnull=True).order_by("organisation")
    return list(team.values_list("organisation", flat=True).distinct())


def _apart_from(person: Person) -> set[int]:
    rows = PersonsApart.objects.filter(Q(first=person) | Q(second=person)).order_by("pk")
    return {pk for pair in rows.values_list("first", "second") for pk in pair if pk != person.pk}


# Pairs of files that share a birth date and a word of their names, a name, or a contact. The people are
# those that one may see; each arm is a join on an index.
_PAIRS = """
WITH seen (id) AS MATERIALIZED ({seen}), pairs AS (
  SELECT a.id AS one, b.id AS other, 3 AS weight FROM people_person a JOIN people_person b
    ON a.birth_date = b.birth_date AND a.id < b.id
    AND (left(a.folded_name, 3) = left(b.folded_name, 3) OR a.name_key = b.name_key)
    WHERE a.id IN (SELECT id FROM seen) AND b.id IN (SELECT id FROM seen)
  UNION SELECT a.id, b.id, 1 FROM people_person a JOIN people_person b
    ON a.name_key = b.name_key AND a.id < b.id AND a.name_key <> ''
    AND (a.birth_date IS NULL OR b.birth_date IS NULL)
    WHERE a.id IN (SELECT id FROM seen) AND b.id IN (SELECT id FROM seen)
  UNION SELECT a.id, b.id, 2 FROM people_contactpoint c JOIN people_contactpoint d
    ON c.kind = d.kind AND c.value = d.value AND c.person_id < d.person_id
    JOIN people_person a ON a.id = c.person_id JOIN people_person b ON b.id = d.person_id
    WHERE left(a.folded_name, 2) = left(b.folded_name, 2)
    AND a.id IN (SELECT id FROM seen) AND b.id IN (SELECT id FROM seen)
)
SELECT one, other, max(weight) AS weight FROM pairs
WHERE NOT EXISTS (SELECT 1 FROM people_personsapart x WHERE x.first_id = one AND x.second_id = other)
GROUP BY one, other ORDER BY weight DESC, one, other LIMIT {most}
"""


def likely_pairs(user: User, most: int = MOST_PAIRS) -> list[Pair]:
    """Files of this user's people that are likely one person, the surest first; 3 queries."""
    numbers = _pair_numbers(user, most)
    everyone = Person.objects.filter(pk__in={pk for pair in numbers for pk in pair})
    people = {one.pk: one for one in everyone.order_by("pk").prefetch_related(_contacts())}
    judged = [
        Pair(people[a], people[b], reasons(traits_of(people[a]), traits_of(people[b]))) for a, b in numbers
    ]
    likely = [pair for pair in judged if pair.reasons]
    return sorted(likely, key=lambda pair: (-pair.reasons[0].strength, -pair.other.pk))


def _judged(one: Person, other: Person) -> Pair:
    return Pair(one, other, reasons(traits_of(one), traits_of(other)))


def _pair_numbers(user: User, most: int) -> Sequence[tuple[int, int]]:
    seen, values = visible_to(user).order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS.format(seen=seen, most=int(most)), values)
        return [(one, other) for one, other, _ in cursor.fetchall()]


def with_contacts(ids: Iterable[int]) -> list[Person]:
    """These people with their contacts; 2 queries."""
    people = Person.objects.filter(pk__in=list(ids)).select_related("commune")
    return list(people.order_by("pk").prefetch_related(_contacts()))
