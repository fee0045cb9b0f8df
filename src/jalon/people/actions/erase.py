"""Erase a person: one privileged action that asks every room, and leaves the counts true."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from jalon.base.actions.outbox import erase_messages
from jalon.base.registry import registry
from jalon.people.models import (
    Consent,
    ContactPoint,
    FileAccess,
    Milestone,
    Objection,
    PeopleImportRow,
    Person,
    PersonKey,
    TeamMember,
)


@transaction.atomic
def erase(*, person: Person) -> None:
    """Empty every file of this person in every room; what stays is a number to which facts hang."""
    kept = person.canonical or person
    for one in (kept, *kept.duplicates.order_by("pk")):
        for _, eraser in sorted(registry.erasers.items(), key=lambda item: item[0] == "people"):
            eraser(one.pk)


@transaction.atomic
def erase_file(person_id: int) -> None:
    """What this room keeps of a person: everything goes but the empty row."""
    for model in (ContactPoint, Consent, Objection, TeamMember, Milestone, FileAccess, PersonKey):
        model._default_manager.filter(person_id=person_id).delete()
    erase_messages(about=("person", person_id))
    PeopleImportRow.objects.filter(Q(person=person_id) | Q(like=person_id)).delete()
    Person.objects.filter(pk=person_id).update(
        first_name="",
        last_name="",
        usual_name="",
        folded_name="",
        name_key="",
        birth_date=None,
        language="fr",
        commune=None,
        near_label="",
        near_lat=None,
        near_lon=None,
        situations=[],
        anonymised_at=timezone.now(),
    )
