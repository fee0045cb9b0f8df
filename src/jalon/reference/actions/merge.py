"""Brings a table to a new version without deleting a row: added, renamed, changed, retired, restored."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any

from django.db import connection, models

from jalon.reference.models import Vocabulary
from jalon.reference.sources.rows import Progress

BATCH = 2000
# Enough to read what happened; a first load adds thousands, which nobody reads one by one.
LISTED = 500


@dataclass
class Changes:
    """How many rows of each sort; `names` lists the first of those that were renamed or retired."""

    added: int = 0
    renamed: int = 0
    changed: int = 0
    retired: int = 0
    restored: int = 0
    names: dict[str, list[str]] = field(default_factory=dict)

    def note(self, sort: str, name: str) -> None:
        """Count one, and keep its name while there is room."""
        setattr(self, sort, getattr(self, sort) + 1)
        listed = self.names.setdefault(sort, [])
        if sort != "changed" and len(listed) < LISTED:
            listed.append(name)

    def __bool__(self) -> bool:
        return any((self.added, self.renamed, self.changed, self.retired, self.restored))


def one_load_at_a_time() -> None:
    """Two loads wait for each other until the transaction ends; readers do not wait."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {Vocabulary._meta.db_table} IN EXCLUSIVE MODE")


def record(kind: str, version: str, changes: Mapping[str, Changes]) -> Vocabulary:
    """Keep the version and what it changed; a version that changed nothing leaves no new row."""
    same = Vocabulary.objects.filter(kind=kind, version=version).order_by("-pk").first()
    if same and not any(changes.values()):
        return same
    return Vocabulary.objects.create(
        kind=kind, version=version, changes={name: asdict(change) for name, change in changes.items()}
    )


def merge(
    model: type[models.Model],
    wanted: Mapping[str, Mapping[str, Any]],
    *,
    name: str,
    doing: str,
    progress: Progress,
) -> Changes:
    """Bring the rows of `model`, keyed by `code`, to `wanted`; a change of the field `name` is a renaming."""
    fields = list(next(iter(wanted.values()), {}))
    existing = {row["code"]: row for row in model._default_manager.values("code", "retired", *fields)}
    changes = Changes()
    touched = [code for code, values in wanted.items() if _touched(changes, existing.get(code), values, name)]
    rows = (model(code=code, retired=False, **wanted[code]) for code in touched)
    upsert(model, rows, ["code"], [*fields, "retired"], total=len(touched), doing=doing, progress=progress)
    gone = [code for code, row in existing.items() if code not in wanted and not row["retired"]]
    for code in sorted(gone):
        changes.note("retired", str(existing[code][name]))
    model._default_manager.filter(code__in=gone).update(retired=True)
    return changes


def _touched(changes: Changes, old: Mapping[str, Any] | None, new: Mapping[str, Any], name: str) -> bool:
    """Whether a row has to be written, noting why."""
    if old is None:
        changes.note("added", new[name])
        return True
    if old["retired"]:
        changes.note("restored", new[name])
    elif old[name] != new[name]:
        changes.note("renamed", f"{old[name]} → {new[name]}")
    elif any(old[key] != value for key, value in new.items()):
        changes.note("changed", new[name])
    else:
        return False
    return True


def upsert(
    model: type[models.Model],
    rows: Iterable[models.Model],
    unique: Sequence[str],
    update: Sequence[str],
    *,
    total: int,
    doing: str,
    progress: Progress,
) -> None:
    """Insert or overwrite `rows` in batches, telling how far it is."""
    done = 0
    progress(doing, done, total)
    for batch in _batches(iter(rows)):
        model._default_manager.bulk_create(
            batch, update_conflicts=True, unique_fields=unique, update_fields=update
        )
        done += len(batch)
        progress(doing, done, total)


def _batches(rows: Iterator[models.Model]) -> Iterator[list[models.Model]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
