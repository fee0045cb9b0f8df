"""Occupations by code, by any of their titles, and what they ask for."""

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q

from jalon.reference import rules
from jalon.reference.choices import VocabularyKind
from jalon.reference.models import Occupation, OccupationLabel, OccupationSkill, Vocabulary
from jalon.reference.queries.index import Entry, Index


@dataclass(frozen=True)
class TitleHit:
    """A job title found; `code` is the ROME code of its occupation, `score` about 0 to 100."""

    occupation_id: int
    code: str
    label: str
    score: float


_Title = tuple[int, str, str]


def current_version(kind: str) -> Vocabulary | None:
    """The version of this vocabulary that was loaded last."""
    return Vocabulary.objects.filter(kind=kind).order_by("-pk").first()


def search_titles(text: str, limit: int = 10) -> list[TitleHit]:
    """Titles like `text`, best first: no accents needed, beginnings and typing errors understood.

    A ROME code finds the title of its occupation. Each label comes once.
    """
    code = text.strip().upper()
    occupation = occupation_by_code(code) if len(code) == 5 else None
    if occupation:
        return [TitleHit(occupation.pk, occupation.code, occupation.label, 100.0)]
    found = _index(newest()).search(text, limit)
    return [TitleHit(occupation_id, code, label, score) for score, (occupation_id, code, label) in found]


def occupation_by_code(code: str) -> Occupation | None:
    """The occupation of a ROME code, retired ones too: a vacancy may still name it."""
    return Occupation.objects.filter(code=code.strip().upper()).first()


def occupation_named(text: str) -> Occupation | None:
    """The occupation that has exactly this title, in one of its forms; None when none has, or several."""
    wanted = rules.fold(text)
    exact = {
        hit.code
        for hit in search_titles(text, 20)
        if wanted in {rules.fold(form) for form in (hit.label, *rules.forms(hit.label))}
    }
    return occupation_by_code(exact.pop()) if len(exact) == 1 else None


def skills_of(occupation: Occupation) -> list[OccupationSkill]:
    """What an occupation asks for, its core first, each with its skill."""
    links = OccupationSkill.objects.filter(occupation=occupation, retired=False)
    return list(links.select_related("skill").order_by("-core", "skill__kind", "skill__label"))


def newest() -> int:
    """Changes whenever a vocabulary of occupations was loaded."""
    loaded = Vocabulary.objects.filter(~Q(kind=VocabularyKind.COMMUNES)).order_by("-pk")
    return loaded.values_list("pk", flat=True).first() or 0


@lru_cache(maxsize=1)
def _index(version: int) -> Index[_Title]:
    """Every form of every title in force; kept until another version is loaded."""
    titles = OccupationLabel.objects.filter(retired=False, occupation__retired=False)
    entries: list[Entry[_Title]] = []
    for pk, code, name, label in titles.order_by("label", "pk").values_list(
        "occupation_id", "occupation__code", "occupation__label", "label"
    ):
        bonus = 1.0 if label == name else 0.0
        entries += [
            Entry((pk, code, label), tuple(rules.words(form)), bonus)
            for form in rules.forms(label)
            if rules.words(form)
        ]
    return Index(entries)
