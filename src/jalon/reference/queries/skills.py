"""Skills by code and by words."""

from collections.abc import Iterable
from functools import lru_cache

from jalon.reference import rules
from jalon.reference.choices import SkillKind
from jalon.reference.models import Occupation, Skill
from jalon.reference.queries.index import Entry, Index
from jalon.reference.queries.occupations import newest


def search_skills(text: str, limit: int = 10) -> list[Skill]:
    """What somebody can know or do, like `text`, best first; conditions of work are not skills."""
    found = [pk for _, pk in _index(newest()).search(text, limit)]
    skills = Skill.objects.in_bulk(found)
    return [skills[pk] for pk in found]


def skill_named(text: str) -> Skill | None:
    """The skill that has exactly this label."""
    wanted = rules.fold(text)
    return next((skill for skill in search_skills(text, 20) if rules.fold(skill.label) == wanted), None)


def skills_by_code(codes: Iterable[str]) -> list[Skill]:
    """Skills of these codes, by label; unknown codes are left out."""
    return list(Skill.objects.filter(code__in=list(codes)).order_by("label", "code"))


def occupations_by_code(codes: Iterable[str]) -> list[Occupation]:
    """Occupations of these ROME codes, by label; unknown codes are left out."""
    return list(Occupation.objects.filter(code__in=list(codes)).order_by("label", "code"))


@lru_cache(maxsize=1)
def _index(version: int) -> Index[int]:
    skills = Skill.objects.filter(retired=False).exclude(kind=SkillKind.CONTEXT)
    labels = skills.order_by("label", "pk").values_list("pk", "label")
    return Index(Entry(pk, tuple(rules.words(label))) for pk, label in labels if rules.words(label))
