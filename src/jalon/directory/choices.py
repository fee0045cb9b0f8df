"""Enumerations of the directory."""

from django.db.models import IntegerChoices, TextChoices


class OrganisationKind(TextChoices):
    HOST = "host", "association qui tient Jalon"
    PARTNER = "partner", "partenaire de l’emploi et de l’insertion"
    EMPLOYER = "employer", "employeur"
    OPERATOR = "operator", "exploitant de transport"


class Role(TextChoices):
    ADVISER = "adviser", "conseillère, conseiller"
    EMPLOYER = "employer", "employeur"
    OPERATOR = "operator", "exploitant"
    ADMINISTRATOR = "administrator", "administration"


class Weekday(IntegerChoices):
    MONDAY = 0, "lundi"
    TUESDAY = 1, "mardi"
    WEDNESDAY = 2, "mercredi"
    THURSDAY = 3, "jeudi"
    FRIDAY = 4, "vendredi"
    SATURDAY = 5, "samedi"
    SUNDAY = 6, "dimanche"
