"""Which people somebody may see: the table of `rules.py` as queries."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory import queries as directory
from jalon.directory.models import Organisation
from jalon.people.choices import ConsentPurpose
from jalon.people.models import Consent, Person, TeamMember
from jalon.people.rules import Information, Relation, opens_file, sees

_RELATIONS = (Relation.FOLLOWS, Relation.SHARED)


def visible_to(user: User) -> QuerySet[Person]:
    """The people whose page opens for this user: one row per person, joined files under the one kept."""
    visible = Q(pk__in=[])
    for role, organisations in _organisations_by_role(user).items():
        for relation in _RELATIONS:
            if opens_file(role, relation):
                visible |= Q(_bound(relation, organisations))
    return Person.objects.filter(visible, canonical__isnull=True, anonymised_at__isnull=True)


def _organisations_by_role(user: User) -> dict[str, list[int]]:
    held: dict[str, list[int]] = {}
    for membership in directory.open_memberships(user):
        held.setdefault(membership.role, []).append(membership.organisation_id)
    return held


def find_visible(user: User, person_id: int) -> Person | None:
    """This person, or the file theirs was joined to, if the user may open it."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        return None
    return visible_to(user).filter(pk=person.canonical_id or person.pk).first()


def relation_of(organisation: Organisation, person: Person) -> Relation:
    """The closest bond between an organisation and a person."""
    for relation in _RELATIONS:
        if Person.objects.filter(_bound(relation, [organisation.pk]), pk=person.pk).exists():
            return relation
    return Relation.NONE


def information_for(user: User, person: Person) -> frozenset[Information]:
    """All that this user may read of this person, over the organisations they act for."""
    seen: frozenset[Information] = frozenset()
    for membership in directory.open_memberships(user):
        seen |= sees(membership.role, relation_of(membership.organisation, person))
    return seen


def _bound(relation: Relation, organisations: list[int]) -> Exists:
    """Whether the person, or a file joined to theirs, is bound in this way to one of the organisations."""
    own = Q(person=OuterRef("pk")) | Q(person__canonical=OuterRef("pk"))
    now = timezone.now()
    if relation is Relation.FOLLOWS:
        still = Q(until__isnull=True) | Q(until__gt=now)
        return Exists(TeamMember.objects.filter(own, still, organisation__in=organisations))
    shared = Consent.objects.filter(own, purpose=ConsentPurpose.SHARE, organisation__in=organisations)
    return Exists(shared.filter(withdrawn_at__isnull=True))
