"""Enumerations of vacancies."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VacancyState(TextChoices):
    DRAFT = "draft", "brouillon"
    OPEN = "open", "ouverte"
    PAUSED = "paused", "en pause"
    FILLED = "filled", "pourvue"
    CLOSED = "closed", "fermée"


class ClosingReason(TextChoices):
    EXPIRED = "expired", "date de fin passée"
    WITHDRAWN = "withdrawn", "retirée par l’employeur"
    MODERATED = "moderated", "retirée par l’association"
    SOURCE_GONE = "source_gone", "n’existe plus à la source"


class Contract(TextChoices):
    PERMANENT = "permanent", _("CDI")
    FIXED_TERM = "fixed_term", _("CDD")
    TEMPORARY = "temporary", _("intérim")
    APPRENTICESHIP = "apprenticeship", _("apprentissage")
    PROFESSIONALISATION = "professionalisation", _("contrat de professionnalisation")
    INTEGRATION = "integration", _("contrat d’insertion (CDDI)")
    GEIQ = "geiq", _("contrat avec un GEIQ")
    OTHER = "other", _("autre contrat")


class WagePeriod(TextChoices):
    HOUR = "hour", _("de l’heure")
    MONTH = "month", _("par mois")
    YEAR = "year", _("par an")


class Source(TextChoices):
    HERE = "here", "écrite dans Jalon"
    FRANCE_TRAVAIL = "france_travail", "France Travail"
    JOB_POSTING = "job_posting", "page JobPosting"
    SPREADSHEET = "spreadsheet", "tableur"


class PlaceKind(TextChoices):
    """How exact the point on the map is."""

    EXACT = "exact", "adresse exacte"
    COMMUNE = "commune", "centre de la commune"
    DEMONSTRATION = "demonstration", "placée pour une démonstration"
    NONE = "none", "sans lieu"


class ModerationReason(TextChoices):
    """Why the association takes a vacancy off the screens."""

    DISCRIMINATORY = "discriminatory", "discriminatoire"
    FAKE = "fake", "fausse offre ou employeur inconnu"
    MISLEADING = "misleading", "trompeuse sur le travail ou le salaire"
    DUPLICATE = "duplicate", "déjà publiée par ailleurs"
    FILLED_ELSEWHERE = "filled_elsewhere", "déjà pourvue"
