"""Loads the communes of France."""

from dataclasses import asdict
from pathlib import Path

from django.db import transaction

from jalon.reference.actions.merge import merge, one_load_at_a_time, record
from jalon.reference.actions.vocabulary import quiet
from jalon.reference.choices import VocabularyKind
from jalon.reference.models import Commune, Vocabulary
from jalon.reference.sources.communes import read_communes
from jalon.reference.sources.rows import Progress


@transaction.atomic
def load_communes(*, file: Path, progress: Progress = quiet) -> Vocabulary:
    """Bring the communes to this file, whole or not at all; a commune that merged away is retired.

    Raises:
        VocabularyError: the file cannot be read; nothing was changed.
    """
    version, communes = read_communes(file)
    wanted = {row.code: {**asdict(row), "postal_codes": list(row.postal_codes)} for row in communes}
    for values in wanted.values():
        del values["code"]
    one_load_at_a_time()
    changes = merge(Commune, wanted, name="name", doing="Communes", progress=progress)
    return record(VocabularyKind.COMMUNES, version, {"communes": changes})
