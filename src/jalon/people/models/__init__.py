"""A person, how to reach them, who follows them, and what happened."""

from jalon.people.models.imports import PeopleImport, PeopleImportRow
from jalon.people.models.merge import PersonMerge, PersonsApart
from jalon.people.models.person import ContactPoint, Person, PersonKey
from jalon.people.models.story import FileAccess, Milestone
from jalon.people.models.team import Consent, Objection, TeamMember

__all__ = [
    "Consent",
    "ContactPoint",
    "FileAccess",
    "Milestone",
    "Objection",
    "PeopleImport",
    "PeopleImportRow",
    "Person",
    "PersonKey",
    "PersonMerge",
    "PersonsApart",
    "TeamMember",
]
