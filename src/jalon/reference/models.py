"""The vocabulary: occupations with their titles and skills, and communes."""

from django.db import models
from django.utils import timezone

from jalon.reference.choices import SkillKind, VocabularyKind


class Vocabulary(models.Model):
    """One loaded version of a vocabulary, and what it changed."""

    kind = models.CharField(max_length=10, choices=VocabularyKind.choices)
    version = models.CharField(max_length=30)
    loaded_at = models.DateTimeField(default=timezone.now)
    changes = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.version}"


class Occupation(models.Model):
    """An occupation (fiche ROME)."""

    code = models.CharField(max_length=5, unique=True)
    label = models.CharField(max_length=200)
    definition = models.TextField(blank=True)
    retired = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.label


class OccupationLabel(models.Model):
    """A job title (appellation) that names an occupation."""

    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="labels")
    code = models.CharField(max_length=12, unique=True)
    label = models.CharField(max_length=250)
    short_label = models.CharField(max_length=250, blank=True)
    retired = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["occupation"], name="label_occupation")]

    def __str__(self) -> str:
        return self.label


class Skill(models.Model):
    """A skill, a piece of knowledge or a working condition of the vocabulary."""

    code = models.CharField(max_length=12, unique=True)
    label = models.CharField(max_length=400)
    kind = models.CharField(max_length=10, choices=SkillKind.choices)
    retired = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.label


class OccupationSkill(models.Model):
    """A skill that an occupation uses; core ones mark the occupation (cœur de métier)."""

    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="skill_links")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="occupation_links")
    core = models.BooleanField(default=False)
    emerging = models.BooleanField(default=False, help_text="cœur de métier émergent")
    retired = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(name="occupation_skill", fields=["occupation", "skill"])]

    def __str__(self) -> str:
        return f"{self.occupation_id}-{self.skill_id}"


class Commune(models.Model):
    """A commune with its centre; a few overseas ones are published without centre."""

    code = models.CharField(max_length=5, unique=True, help_text="code officiel géographique")
    name = models.CharField(max_length=120)
    department = models.CharField(max_length=3, blank=True)
    postal_codes = models.JSONField(default=list)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    population = models.PositiveIntegerField(null=True)
    retired = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="commune_centre_pair",
                condition=models.Q(lat__isnull=True, lon__isnull=True)
                | models.Q(lat__range=(-90, 90), lon__range=(-180, 180)),
            )
        ]

    def __str__(self) -> str:
        return self.name
