"""Write the people of a file: chunk by chunk, each whole or not at all, none twice if a worker is killed."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from jalon.people.choices import ConsentPurpose, RowChoice, RowOutcome, TeamRole
from jalon.people.models import (
    Consent,
    ContactPoint,
    Milestone,
    PeopleImport,
    PeopleImportRow,
    Person,
    TeamMember,
)
from jalon.people.names import spelt
from jalon.reference.models import Commune
from jalon.reference.queries import communes_named

CHUNK = 500


def write_rows(*, run: PeopleImport) -> PeopleImport:
    """Open or complete a file for each row that is taken; goes on where a killed worker stopped."""
    if run.decided_at is None or run.finished_at is not None:
        return run
    work = _Writing(run)
    while work.take():
        pass
    run.finished_at, run.content = timezone.now(), None
    run.save(update_fields=["finished_at", "content"])
    return run


class _Writing:
    """One import being written."""

    def __init__(self, run: PeopleImport) -> None:
        self.run = run
        self.commune = lru_cache(maxsize=4096)(_commune)

    @transaction.atomic
    def take(self) -> bool:
        """Write the next rows, under lock: a second worker waits, and finds them done. False at the end."""
        PeopleImport.objects.select_for_update().defer("content").get(pk=self.run.pk)
        waiting = self.run.rows.filter(outcome="").order_by("number")
        rows = list(waiting.select_related("like__canonical")[:CHUNK])
        chosen = {row.number: self._choice(row) for row in rows}
        self._open([row for row in rows if chosen[row.number] == RowChoice.OTHER])
        for row in rows:
            if chosen[row.number] == RowChoice.SAME:
                self._complete(row)
            elif chosen[row.number] == RowChoice.LEAVE:
                row.outcome = RowOutcome.LEFT
        others = [row for row in rows if row.outcome != RowOutcome.CREATED]
        PeopleImportRow.objects.bulk_update(others, ["outcome", "person"])
        PeopleImport.objects.filter(pk=self.run.pk).update(done=F("done") + len(rows))
        return bool(rows)

    def _choice(self, row: PeopleImportRow) -> str:
        """What is done with a row; one that looks like nobody is somebody new."""
        if row.like_id is None and row.like_row is None:
            return RowChoice.OTHER
        return row.choice or self.run.otherwise

    def _open(self, rows: Sequence[PeopleImportRow]) -> None:
        people = Person.objects.bulk_create([self._person(row.values) for row in rows])
        for row, person in zip(rows, people, strict=True):
            row.person, row.outcome = person, RowOutcome.CREATED
        ContactPoint.objects.bulk_create(
            ContactPoint(person=person, kind=kind, value=value)
            for row, person in zip(rows, people, strict=True)
            for kind, value in row.values["contacts"]
        )
        TeamMember.objects.bulk_create(self._member(person) for person in people)
        if self.run.means:
            Consent.objects.bulk_create(self._consent(person) for person in people)
        Milestone.objects.bulk_create(self._milestone(row) for row in rows)
        # Later rows of the same chunk may be the same person: they look for this one.
        PeopleImportRow.objects.bulk_update(rows, ["outcome", "person"])

    def _person(self, values: dict[str, Any]) -> Person:
        names = {name: values[name] for name in ("first_name", "last_name", "usual_name")}
        commune, label = self._place(values["place"])
        return Person(
            **names,
            **spelt(**names),
            birth_date=date.fromisoformat(values["birth_date"]) if values["birth_date"] else None,
            language=values["language"],
            situations=values["situations"],
            commune=commune,
            near_label=label,
            near_lat=commune.lat if commune else None,
            near_lon=commune.lon if commune else None,
        )

    def _place(self, place: dict[str, str]) -> tuple[Commune | None, str]:
        """The commune, and what is said of where the person lives when there is no such commune."""
        commune = self.commune(place["commune"], place["postal_code"])
        said = place["commune"] or place["address"] or place["postal_code"]
        return commune, commune.name if commune else said

    def _member(self, person: Person) -> TeamMember:
        return TeamMember(
            person=person,
            organisation=self.run.organisation,
            role=TeamRole.MEMBER,
            reason=f"liste «\u00a0{self.run.file_name[:150]}\u00a0»",
            added_by=self.run.by,
        )

    def _consent(self, person: Person) -> Consent:
        return Consent(
            person=person,
            purpose=ConsentPurpose.CONTACT,
            organisation=self.run.organisation,
            means=self.run.means,
            recorded_by=self.run.by,
        )

    def _milestone(self, row: PeopleImportRow, *more: str) -> Milestone:
        said = [f"{self.run.file_name[:100]}, ligne {row.number}", *row.values["notes"], *more]
        return Milestone(
            person=row.person,
            kind="people.imported",
            by=self.run.by,
            organisation=self.run.organisation,
            detail=", ".join(said)[:300],
        )

    def _complete(self, row: PeopleImportRow) -> None:
        """Fill what is missing in the file; what differs is noted, and nothing is overwritten."""
        person = self._same(row)
        if person is None:
            self._open([row])
            return
        row.person, row.outcome = person, RowOutcome.COMPLETED
        different = self._fill(person, row.values)
        for kind, value in row.values["contacts"]:
            ContactPoint.objects.get_or_create(person=person, kind=kind, value=value)
        self._milestone(row, *different).save(force_insert=True)

    def _same(self, row: PeopleImportRow) -> Person | None:
        if row.like:
            return row.like.canonical or row.like
        twin = self.run.rows.filter(number=row.like_row or 0).select_related("person__canonical").first()
        known = twin.person if twin else None
        return (known.canonical or known) if known else None

    def _fill(self, person: Person, values: dict[str, Any]) -> list[str]:
        given = self._person(values)
        filled, different = [], []
        for name, label in _FILLED.items():
            old, new = getattr(person, name), getattr(given, name)
            if new and not old:
                setattr(person, name, new)
                filled.append(name)
            elif new and old != new and label:
                different.append(f"{label}\u00a0: {new}")
        if "commune" in filled or "near_label" in filled:
            person.near_lat, person.near_lon = given.near_lat, given.near_lon
            filled += ["near_lat", "near_lon"]
        spelling = spelt(person.first_name, person.last_name, person.usual_name)
        person.folded_name, person.name_key = spelling["folded_name"], spelling["name_key"]
        person.save(update_fields=[*filled, *spelling])
        return different


# What a row may fill, and how a difference is said; places and situations change with time.
_FILLED = {
    "first_name": "prénom",
    "last_name": "nom",
    "usual_name": "nom d’usage",
    "birth_date": "naissance",
    "commune": "",
    "near_label": "",
    "situations": "",
}


def _commune(name: str, postal_code: str) -> Commune | None:
    """The commune of this name; among several, the one with the postal code. None when not sure."""
    code = postal_code.zfill(5) if postal_code.isdigit() else ""
    named = communes_named(name) if name else []
    coded = [one for one in named if code in one.postal_codes]
    found = coded or named or (communes_named(code) if code else [])
    return found[0] if len(found) == 1 else None
