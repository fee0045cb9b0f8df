"""What this room keeps of a person, as the person takes it away."""

from typing import Any

from jalon.base.registry import registry
from jalon.people.choices import SituationKind
from jalon.people.models import (
    Consent,
    ContactPoint,
    FileAccess,
    Milestone,
    Objection,
    PeopleImportRow,
    Person,
    TeamMember,
)


def export_own(person_id: int) -> list[dict[str, Any]]:
    """One row per thing kept, each with the heading under which it is printed."""
    person = Person.objects.get(pk=person_id)
    identity = {
        "rubrique": "Vous",
        "prénom": person.first_name,
        "nom": person.last_name,
        "nom d’usage": person.usual_name,
        "date de naissance": person.birth_date.isoformat() if person.birth_date else "",
        "part de": person.near_label or str(person.commune or ""),
        "situation": ", ".join(str(SituationKind(value).label) for value in person.situations),
        "langue": person.language,
        "dossier ouvert le": person.created_at.isoformat(),
    }
    return [
        identity,
        *_contacts(person),
        *_consents(person),
        *_team(person),
        *_objections(person),
        *_files(person),
        *_story(person),
        *_reads(person),
    ]


def _contacts(person: Person) -> list[dict[str, Any]]:
    return [
        {"rubrique": "Pour vous joindre", contact.get_kind_display(): contact.value}
        for contact in ContactPoint.objects.filter(person=person).order_by("pk")
    ]


def _consents(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "rubrique": "Ce que vous acceptez",
            "quoi": consent.get_purpose_display(),
            "pour": str(consent.organisation or ""),
            "comment": consent.get_means_display(),
            "donné le": consent.given_at.isoformat(),
            "repris le": consent.withdrawn_at.isoformat() if consent.withdrawn_at else "",
        }
        for consent in Consent.objects.filter(person=person).select_related("organisation").order_by("pk")
    ]


def _team(person: Person) -> list[dict[str, Any]]:
    members = TeamMember.objects.filter(person=person).select_related("organisation", "user").order_by("pk")
    return [
        {
            "rubrique": "Qui vous accompagne",
            "organisation": str(member.organisation),
            "personne": str(member.user or ""),
            "depuis": member.since.isoformat(),
            "jusqu’à": member.until.isoformat() if member.until else "",
        }
        for member in members
    ]


def _objections(person: Person) -> list[dict[str, Any]]:
    rows = Objection.objects.filter(person=person).select_related("organisation").order_by("pk")
    return [
        {
            "rubrique": "Qui vous refusez",
            "organisation": str(row.organisation),
            "raison": row.reason,
            "depuis": row.at.isoformat(),
            "jusqu’à": row.withdrawn_at.isoformat() if row.withdrawn_at else "",
        }
        for row in rows
    ]


def _files(person: Person) -> list[dict[str, Any]]:
    """The lists from which this came, as long as their rows are kept."""
    rows = PeopleImportRow.objects.filter(person=person).select_related("run__organisation").order_by("pk")
    return [
        {
            "rubrique": "Listes d’où vient votre dossier",
            "liste": row.run.file_name,
            "organisation": str(row.run.organisation),
            "le": row.run.sent_at.isoformat(),
            "ce qu’elle disait": [row.written],
        }
        for row in rows
    ]


def _story(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "rubrique": "Ce qui s’est passé",
            "quand": row.at.isoformat(),
            "quoi": str(registry.milestone_labels.get(row.kind, row.kind)),
            "détail": row.detail,
        }
        for row in Milestone.objects.filter(person=person).order_by("at", "pk")
    ]


def _reads(person: Person) -> list[dict[str, Any]]:
    accesses = FileAccess.objects.filter(person=person).select_related("user", "organisation")
    return [
        {
            "rubrique": "Qui a ouvert votre dossier",
            "quand": row.at.isoformat(),
            "qui": str(row.user),
            "organisation": str(row.organisation or ""),
        }
        for row in accesses.order_by("at", "pk")
    ]
