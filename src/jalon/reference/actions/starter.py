"""Loads the small vocabulary that ships with the project."""

from pathlib import Path

from django.db import transaction

from jalon.reference.actions.merge import one_load_at_a_time, record
from jalon.reference.actions.vocabulary import merge_vocabulary, quiet
from jalon.reference.choices import VocabularyKind
from jalon.reference.models import Vocabulary
from jalon.reference.sources.starter import read_starter

FOLDER = Path(__file__).resolve().parents[1] / "starter"


@transaction.atomic
def load_starter() -> Vocabulary:
    """Load about 60 industrial and service occupations, unless ROME has been loaded, which holds them all.

    Loading again changes nothing.
    """
    one_load_at_a_time()
    rome = Vocabulary.objects.filter(kind=VocabularyKind.ROME).order_by("-pk").first()
    if rome:
        return rome
    rows = read_starter(FOLDER)
    return record(VocabularyKind.STARTER, rows.version, merge_vocabulary(rows, quiet))
