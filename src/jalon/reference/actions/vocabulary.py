"""Loads a version of ROME: occupations, titles, skills, links."""

from typing import Any

from django.db import transaction

from jalon.reference.actions.merge import Changes, merge, one_load_at_a_time, record, upsert
from jalon.reference.choices import VocabularyKind
from jalon.reference.models import Occupation, OccupationLabel, OccupationSkill, Skill, Vocabulary
from jalon.reference.sources.rows import LinkRow, Progress, VocabularyRows


def quiet(doing: str, done: int, total: int) -> None:
    """Say nothing of the progress."""


@transaction.atomic
def load_rome(*, rows: VocabularyRows, progress: Progress = quiet) -> Vocabulary:
    """Bring the vocabulary to this version of ROME, whole or not at all; nothing is deleted.

    What ROME does not have, the starter vocabulary included, is retired. Loading a version again changes
    nothing. The result's `changes` count what was added, renamed, changed, retired and restored.
    """
    one_load_at_a_time()
    return record(VocabularyKind.ROME, rows.version, merge_vocabulary(rows, progress))


def merge_vocabulary(rows: VocabularyRows, progress: Progress) -> dict[str, Changes]:
    """Bring the four tables to these rows."""
    occupations = {
        code: {"label": label, "definition": definition}
        for code, (label, definition) in rows.occupations.items()
    }
    skills = {code: {"label": label, "kind": kind} for code, (label, kind) in rows.skills.items()}
    changes = {
        "occupations": merge(Occupation, occupations, name="label", doing="Métiers", progress=progress),
        "skills": merge(Skill, skills, name="label", doing="Compétences", progress=progress),
    }
    ids = dict(Occupation.objects.values_list("code", "pk"))
    titles: dict[str, dict[str, Any]] = {
        row.code: {"label": row.label, "short_label": row.short_label, "occupation_id": ids[row.occupation]}
        for row in rows.titles
    }
    changes["titles"] = merge(OccupationLabel, titles, name="label", doing="Appellations", progress=progress)
    changes["links"] = _merge_links(rows.links, ids, progress)
    return changes


def _merge_links(links: list[LinkRow], occupations: dict[str, int], progress: Progress) -> Changes:
    skills = dict(Skill.objects.values_list("code", "pk"))
    wanted = {
        (occupations[link.occupation], skills[link.skill]): (link.core, link.emerging, False)
        for link in links
    }
    existing = {
        (occupation, skill): marks
        for occupation, skill, *marks in OccupationSkill.objects.values_list(
            "occupation_id", "skill_id", "core", "emerging", "retired"
        )
    }
    touched = [pair for pair, marks in wanted.items() if list(marks) != existing.get(pair)]
    rows = (
        OccupationSkill(
            occupation_id=pair[0], skill_id=pair[1], core=wanted[pair][0], emerging=wanted[pair][1]
        )
        for pair in touched
    )
    upsert(
        OccupationSkill, rows, ["occupation", "skill"], ["core", "emerging", "retired"],
        total=len(touched), doing="Liens", progress=progress,
    )  # fmt: skip
    gone = [pair for pair, marks in existing.items() if pair not in wanted and not marks[2]]
    _retire_links(gone)
    added = sum(pair not in existing for pair in touched)
    return Changes(added=added, changed=len(touched) - added, retired=len(gone))


def _retire_links(pairs: list[tuple[int, int]]) -> None:
    by_occupation: dict[int, list[int]] = {}
    for occupation, skill in pairs:
        by_occupation.setdefault(occupation, []).append(skill)
    for occupation, skills in by_occupation.items():
        OccupationSkill.objects.filter(occupation_id=occupation, skill_id__in=skills).update(retired=True)
