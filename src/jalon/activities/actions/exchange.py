"""Services of a file become activities of a partner; read again, they are updated and never doubled."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.choices import ActivityChangeKind
from jalon.activities.exchange.reading import Read, RefusedRowError, read_service
from jalon.activities.models import Activity, ActivityChange, CatalogueImport
from jalon.directory.models import Organisation

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"


@transaction.atomic
def import_services(
    *, organisation: Organisation, rows: list[Any], file_name: str, by: User | None
) -> CatalogueImport:
    """Read these services into the partner's catalogue, as drafts to reread.

    A service already there is updated, unless somebody changed it here since: then what is here stays. Rows
    that are refused are kept in the import as they came, with the reasons; the others are read all the same.
    """
    # Two imports for one partner wait for each other: a service comes once.
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation.pk)
    done = CatalogueImport(organisation=organisation, file_name=file_name[:200], by=by)
    seen: set[tuple[str, str]] = set()
    for row in rows:
        try:
            read = read_service(row)
            if (read.source, read.source_id) in seen:
                raise RefusedRowError("Ce service est deux fois dans le fichier.")
            seen.add((read.source, read.source_id))
            outcome = _keep(organisation, read, by)
        except RefusedRowError as refusal:
            done.refused.append({"row": row, "reasons": refusal.reasons})
            continue
        setattr(done, outcome, getattr(done, outcome) + 1)
        if read.remarks and outcome != UNCHANGED:
            done.remarks.append(f"{read.values['title']} : {', '.join(read.remarks)}")
    done.save(force_insert=True)
    return done


def _keep(organisation: Organisation, read: Read, by: User | None) -> str:
    """Create, update or leave; which of them."""
    known = Activity.objects.select_for_update(of=("self",)).filter(
        source=read.source, source_id=read.source_id
    )
    row = known.select_related("organisation").first()
    if row is None:
        return _create(organisation, read, by)
    if row.organisation_id != organisation.pk:
        raise RefusedRowError(f"Ce service est déjà au catalogue de {row.organisation.name}.")
    if _changed_here(row) or all(getattr(row, name) == value for name, value in read.values.items()):
        return UNCHANGED
    for name, value in read.values.items():
        setattr(row, name, value)
    row.changed_at = timezone.now()
    row.save(update_fields=[*read.values, "changed_at"])
    _note(row, row.state, by)
    return UPDATED


def _create(organisation: Organisation, read: Read, by: User | None) -> str:
    try:
        with transaction.atomic():
            row = Activity.objects.create(
                organisation=organisation,
                source=read.source,
                source_id=read.source_id,
                created_by=by,
                **read.values,
            )
    except IntegrityError:
        raise RefusedRowError("Un autre partenaire vient d’importer ce service.") from None
    _note(row, "", by)
    return CREATED


def _changed_here(row: Activity) -> bool:
    """Whether somebody wrote on it since it came."""
    kinds = (ActivityChangeKind.CHANGED, ActivityChangeKind.IMPORTED)
    last = row.changes.filter(kind__in=kinds).order_by("-at", "-pk").first()
    return last is not None and last.kind == ActivityChangeKind.CHANGED


def _note(row: Activity, origin: str, by: User | None) -> None:
    ActivityChange.objects.create(
        activity=row, kind=ActivityChangeKind.IMPORTED, from_state=origin, to_state=row.state, by=by
    )
