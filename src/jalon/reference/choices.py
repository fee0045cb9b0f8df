"""Enumerations of the vocabulary."""

from django.db.models import TextChoices


class VocabularyKind(TextChoices):
    STARTER = "starter", "vocabulaire de départ"
    ROME = "rome", "ROME 4.0"
    COMMUNES = "communes", "communes"


class SkillKind(TextChoices):
    KNOW_HOW = "know_how", "savoir-faire"
    KNOWLEDGE = "knowledge", "savoir"
    SOFT = "soft", "savoir-être professionnel"
    CONTEXT = "context", "contexte de travail"
