"""What is in a person's file."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from jalon.accounts.models import User
from jalon.base.codes import clean_code, fingerprint
from jalon.base.registry import registry
from jalon.directory.choices import OrganisationKind
from jalon.directory.models import Organisation
from jalon.people.choices import UNDO_DAYS, ContactKind, KeyKind
from jalon.people.contact import takes_sms
from jalon.people.models import (
    Consent,
    ContactPoint,
    FileAccess,
    Milestone,
    Objection,
    Person,
    PersonKey,
    PersonMerge,
    TeamMember,
)


@dataclass(frozen=True)
class Band:
    """One milestone as the timeline says it."""

    at: datetime
    label: str
    detail: str
    who: str
    about_kind: str
    about_id: int | None
    kind: str


def file_ids(person: Person) -> list[int]:
    """The person's file and those joined to it."""
    kept = person.canonical_id or person.pk
    return [kept, *Person.objects.filter(canonical=kept).order_by("pk").values_list("pk", flat=True)]


def timeline(person: Person, limit: int = 100) -> list[Band]:
    """What happened, newest first, over all joined files."""
    rows = Milestone.objects.filter(person__in=file_ids(person)).select_related("by", "organisation")
    return [_band(row) for row in rows.order_by("-at", "-pk")[:limit]]


def _band(row: Milestone) -> Band:
    label = str(registry.milestone_labels.get(row.kind, row.kind))
    who = ", ".join(str(part) for part in (row.by, row.organisation) if part)
    return Band(row.at, label, row.detail, who, row.about_kind, row.about_id, row.kind)


def contacts_of(person: Person) -> list[ContactPoint]:
    """Every way to reach a person, telephones first."""
    found = ContactPoint.objects.filter(person__in=file_ids(person))
    return sorted(found.order_by("pk"), key=lambda contact: contact.kind != ContactKind.PHONE)


_KINDS = {"sms": ContactKind.PHONE, "mail": ContactKind.EMAIL, "letter": ContactKind.POST}


def reachable_by(person: Person, channel: str) -> ContactPoint | None:
    """Where one may write to a person: the first number that takes text messages, or the first address."""
    kind = _KINDS[channel]
    for contact in contacts_of(person):
        if contact.kind == kind and not contact.stopped_at and _takes_writing(contact):
            return contact
    return None


def _takes_writing(contact: ContactPoint) -> bool:
    return contact.kind != ContactKind.PHONE or takes_sms(contact.value)


def people_at(kind: str, value: str) -> QuerySet[Person]:
    """Everybody who is reached at this number or address."""
    return Person.objects.filter(contacts__kind=kind, contacts__value=value, anonymised_at__isnull=True)


def key_owner(code: str, kind: str | None = None) -> Person | None:
    """Whose own page this code opens today, as typed from a slip or followed from a message."""
    clean = clean_code(code)
    if len(clean) < 10:
        return None
    keys = PersonKey.objects.filter(hash=fingerprint(clean), expires_at__gt=timezone.now())
    keys = keys.filter(kind=kind) if kind else keys
    key = keys.select_related("person__canonical").first()
    return (key.person.canonical or key.person) if key else None


def has_slip(person: Person) -> bool:
    """Whether the person holds a slip with a code."""
    keys = PersonKey.objects.filter(person__in=file_ids(person), kind=KeyKind.SLIP)
    return keys.filter(expires_at__gt=timezone.now()).exists()


def team_of(person: Person) -> list[TeamMember]:
    """Who follows a person now."""
    members = TeamMember.objects.filter(person__in=file_ids(person), until__isnull=True)
    return list(members.select_related("organisation", "user").order_by("since", "pk"))


def consents_of(person: Person) -> list[Consent]:
    """What the person agreed to, newest first, taken back or not."""
    consents = Consent.objects.filter(person__in=file_ids(person))
    return list(consents.select_related("organisation", "recorded_by").order_by("-given_at", "-pk"))


def objections_of(person: Person) -> list[Objection]:
    """Organisations that the person refuses today, the latest first."""
    held = Objection.objects.filter(person__in=file_ids(person), withdrawn_at__isnull=True)
    return list(held.select_related("organisation").order_by("-at", "-pk"))


def accesses_of(person: Person, limit: int = 50) -> list[FileAccess]:
    """Who opened the file, newest first."""
    accesses = FileAccess.objects.filter(person__in=file_ids(person))
    return list(accesses.select_related("user", "organisation").order_by("-at", "-pk")[:limit])


@dataclass(frozen=True)
class Joined:
    """A file that was joined to another, and until when the bond can be undone (None when it is too late)."""

    duplicate: Person
    kept: Person
    at: datetime
    by: User
    until: datetime | None

    @property
    def duplicate_id(self) -> int:
        """The number of the file that was joined."""
        return self.duplicate.pk


def joined_to(person: Person) -> list[Joined]:
    """Every file joined to this one, directly or through another, the latest first."""
    bonds = PersonMerge.objects.filter(duplicate__canonical=person, undone_at__isnull=True)
    rows = bonds.select_related("duplicate", "kept", "by").order_by("-at", "-pk")
    return [_joined(row) for row in rows]


def _joined(row: PersonMerge) -> Joined:
    until = row.at + timedelta(days=UNDO_DAYS)
    return Joined(row.duplicate, row.kept, row.at, row.by, until if until > timezone.now() else None)


@dataclass(frozen=True)
class FilePage:
    """All that a person's page shows."""

    story: list[Band]
    contacts: list[ContactPoint]
    team: list[TeamMember]
    consents: list[Consent]
    accesses: list[FileAccess]
    duplicates: list[Joined]


def file_page(person: Person) -> FilePage:
    """The whole file, over all joined files."""
    return FilePage(
        story=timeline(person),
        contacts=contacts_of(person),
        team=team_of(person),
        consents=consents_of(person),
        accesses=accesses_of(person, 12),
        duplicates=joined_to(person),
    )


def partner_choices() -> list[tuple[str, str]]:
    """Organisations with which a person may share their file, as choices of a form."""
    partners = Organisation.objects.filter(kind__in=[OrganisationKind.PARTNER, OrganisationKind.HOST])
    return [(str(one.pk), one.name) for one in partners.order_by("name", "pk")]


def partner(organisation_id: int) -> Organisation:
    """A partner with which a file may be shared."""
    return Organisation.objects.get(
        pk=organisation_id, kind__in=[OrganisationKind.PARTNER, OrganisationKind.HOST]
    )


def export_file(person: Person) -> dict[str, list[dict[str, Any]]]:
    """All that every room keeps of a person, ready for JSON, over all joined files."""
    ids = file_ids(person)
    return {
        room: [row for one in ids for row in exporter(one)]
        for room, exporter in sorted(registry.exporters.items())
    }
